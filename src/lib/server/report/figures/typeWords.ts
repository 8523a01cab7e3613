import { m } from '#lib/paraglide/messages.js';
import type { FrameLocale } from '#lib/report/html/words.ts';
import type { QuestionType } from '#lib/xlsform/definition.ts';

const WORDS: Record<QuestionType, typeof m.editor_type_text> = {
	select_one: m.editor_type_select_one,
	select_multiple: m.editor_type_select_multiple,
	scale: m.editor_type_scale,
	number: m.editor_type_number,
	integer: m.editor_type_integer,
	decimal: m.editor_type_decimal,
	range: m.editor_type_range,
	date: m.editor_type_date,
	time: m.editor_type_time,
	datetime: m.editor_type_datetime,
	text: m.editor_type_text,
	long_text: m.editor_type_long_text,
	barcode: m.editor_type_barcode,
	acknowledge: m.editor_type_acknowledge,
	rank: m.editor_type_rank,
	matrix: m.editor_type_matrix,
	treaty: m.editor_type_treaty,
	geopoint: m.editor_type_geopoint,
	geotrace: m.editor_type_geotrace,
	geoshape: m.editor_type_geoshape,
	image: m.editor_type_image,
	audio: m.editor_type_audio,
	video: m.editor_type_video,
	file: m.editor_type_file,
	note: m.editor_type_note,
	calculate: m.editor_type_calculate,
	hidden: m.editor_type_hidden,
	metadata: m.editor_type_metadata
};

/** How a question is answered, in words. */
export const typeWords = (type: QuestionType, locale: FrameLocale): string =>
	WORDS[type]({}, { locale });
