/**
 * What the columns of a sheet may be called. The left side is a header in snake case, the right
 * side where its cells go; headers of several parts (`bind::relevant`, `media::image::English`)
 * go where their parts say.
 */

export type SheetKind = 'survey' | 'choices' | 'settings' | 'external_choices' | 'entities' | 'osm';

const SURVEY_ALIASES: Readonly<Record<string, readonly string[]>> = {
	compact_tag: ['instance', 'odk:tag'],
	read_only: ['bind', 'readonly'],
	readonly: ['bind', 'readonly'],
	relevant: ['bind', 'relevant'],
	relevance: ['bind', 'relevant'],
	caption: ['label'],
	appearance: ['control', 'appearance'],
	required: ['bind', 'required'],
	constraint: ['bind', 'constraint'],
	constraining_message: ['bind', 'jr:constraintMsg'],
	constraint_message: ['bind', 'jr:constraintMsg'],
	calculation: ['bind', 'calculate'],
	calculate: ['bind', 'calculate'],
	command: ['type'],
	tag: ['name'],
	value: ['name'],
	image: ['media', 'image'],
	'big-image': ['media', 'big-image'],
	audio: ['media', 'audio'],
	video: ['media', 'video'],
	count: ['control', 'jr:count'],
	repeat_count: ['control', 'jr:count'],
	'jr:count': ['control', 'jr:count'],
	autoplay: ['control', 'autoplay'],
	rows: ['control', 'rows'],
	noapperrorstring: ['bind', 'jr:noAppErrorString'],
	no_app_error_string: ['bind', 'jr:noAppErrorString'],
	requiredmsg: ['bind', 'jr:requiredMsg'],
	required_message: ['bind', 'jr:requiredMsg'],
	body: ['control'],
	save_to: ['bind', 'entities:saveto'],
	sms_field: ['sms_field'],
	sms_option: ['sms_option'],
	sms_separator: ['sms_separator'],
	sms_allow_media: ['sms_allow_media'],
	sms_date_format: ['sms_date_format'],
	sms_datetime_format: ['sms_datetime_format'],
	sms_response: ['sms_response']
};

const LIST_ALIASES: Readonly<Record<string, readonly string[]>> = {
	caption: ['label'],
	list_name: ['list name'],
	value: ['name'],
	image: ['media', 'image'],
	'big-image': ['media', 'big-image'],
	audio: ['media', 'audio'],
	video: ['media', 'video']
};

/** Settings that a row of the survey sheet may hold too: its type is the setting, its name the value. */
export const SETTINGS_ALIASES: Readonly<Record<string, readonly string[]>> = {
	form_title: ['title'],
	set_form_title: ['title'],
	form_id: ['id_string'],
	set_form_id: ['id_string'],
	prefix: ['prefix']
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const SURVEY_COLUMNS = words(
	'name label type hint guidance_hint default bind control media instance choice_filter parameters trigger query itemset list_name choices actions children parent extra_data sms_field'
);
const LIST_COLUMNS = words('name label media sms_option parent extra_data');
const SETTINGS_COLUMNS = words(
	'name label parent extra_data bind children control hint media type instance flat sms_field add_none_option clean_text_values attribute auto_delete auto_send choices default_language file_name id_string instance_name instance_xmlns namespaces omit_instanceID public_key sms_allow_media sms_date_format sms_datetime_format sms_keyword sms_response sms_separator style submission_url title version allow_choice_duplicates client_editable delimiter prefix entity_version'
);
const ENTITY_COLUMNS = words('dataset entity_id create_if update_if label repeat');

const LISTS = { aliases: LIST_ALIASES, columns: LIST_COLUMNS };

/** The names a kind of sheet knows. */
export const HEADER_NAMES: Readonly<
	Record<
		SheetKind,
		{ aliases: Readonly<Record<string, readonly string[]>>; columns: ReadonlySet<string> }
	>
> = {
	survey: { aliases: SURVEY_ALIASES, columns: SURVEY_COLUMNS },
	choices: LISTS,
	external_choices: LISTS,
	osm: LISTS,
	settings: { aliases: SETTINGS_ALIASES, columns: SETTINGS_COLUMNS },
	entities: { aliases: { list_name: ['dataset'] }, columns: ENTITY_COLUMNS }
};
