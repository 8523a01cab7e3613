/**
 * The typed form of a questionnaire: what the page, the server, the export and the
 * command line all read. Names follow XLSForm (survey, choices, settings; `relevant`,
 * `required`, `constraint`, `list_name`), so that a workbook and a definition say the
 * same thing. Our own additions (area, topics, exposure, evidence, matrix, treaty) travel
 * in extra columns that other tools ignore.
 *
 * @see https://xlsform.org/en/
 */

/** A text in one or more languages; the key is a BCP 47 tag such as `en`, `id`, `tet`. */
export type Text = Readonly<Record<string, string>>;

/** Who may ever see an answer or a piece of evidence (rule R4), from widest to narrowest. */
export const EXPOSURES = ['public', 'study_team', 'coordinators'] as const;
export type Exposure = (typeof EXPOSURES)[number];

/** Types a person answers or reads, then those nobody sees. */
export const QUESTION_TYPES = [
	'select_one',
	'select_multiple',
	'scale',
	'number',
	'integer',
	'decimal',
	'range',
	'date',
	'time',
	'datetime',
	'text',
	'long_text',
	'barcode',
	'acknowledge',
	'rank',
	'matrix',
	'treaty',
	'geopoint',
	'geotrace',
	'geoshape',
	'image',
	'audio',
	'video',
	'file',
	'note',
	'calculate',
	'hidden',
	'metadata'
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/** Types without a field of their own on the page: computed, or about the device (inert here). */
export const UNSEEN_TYPES: readonly QuestionType[] = ['calculate', 'hidden', 'metadata'];

/** Types whose answers have an order, so that one end of it can be the better one. */
export const ORDERED_TYPES: readonly QuestionType[] = [
	'scale',
	'select_one',
	'number',
	'integer',
	'decimal',
	'range'
];

/** Which end of the order is better; of choices the last on the list is the highest. */
export const DIRECTIONS = ['higher', 'lower'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Types answered by a piece of evidence with a file. */
export const FILE_TYPES: readonly QuestionType[] = ['image', 'audio', 'video', 'file'];

/** Pictures and sounds beside a label: file names, by kind and language. */
export type Media = Readonly<Partial<Record<'image' | 'big-image' | 'audio' | 'video', Text>>>;

/** One row of the choices sheet. `name` is stored, `label` is shown. */
export interface Choice {
	name: string;
	label: Text;
	media?: Media;
	/** Further columns of the row, which a choice_filter or instance() may ask. */
	columns?: Readonly<Record<string, string>>;
}

/** Types a matrix cell may have. A `choice` cell takes its options from `list`. */
export type CellType = 'choice' | 'number' | 'text' | 'year';

export interface MatrixColumn {
	name: string;
	label: Text;
	type: CellType;
	/** list_name for `choice` cells. */
	list?: string;
	/** Fixed unit shown behind a number cell, for example "hours". */
	unit?: Text;
}

export interface Matrix {
	/** list_name whose choices are the rows. */
	rows: string;
	columns: readonly MatrixColumn[];
}

/** One row of the survey sheet. */
export interface Question {
	/**
	 * Unique in the questionnaire: XLSForm's name (letters, digits, `_`, `-`, `.`), or, where two
	 * sections share one, `section:name`. Answers are kept under it, see answerKey.ts.
	 */
	name: string;
	/** XLSForm's own name where it differs from `name`. */
	element?: string;
	/** What people see and cite, for example `3.4`. A follow-up carries a letter: `3.7b`. */
	number: string;
	type: QuestionType;
	label: Text;
	hint?: Text;
	guidance_hint?: Text;
	media?: Media;
	/** true, or an expression; only an answer or one of rule R2's three codes satisfies it. */
	required?: boolean | string;
	/** Expression; a question whose expression is false is not asked and never counted. */
	relevant?: string;
	/** Expression over `.`, the value being judged. */
	constraint?: string;
	constraint_message?: Text;
	required_message?: Text;
	/** true, or an expression; shown, but not to be changed. */
	read_only?: boolean | string;
	/** Expression that gives the value. */
	calculation?: string;
	/** Value, or expression, a new response begins with. */
	default?: string;
	/** `${name}` of the questions whose change sets the value by `calculation` once more. */
	trigger?: string;
	/** Expression over a choice's columns; the choices it is false for are not offered. */
	choice_filter?: string;
	/** Words such as minimal, likert, w2. */
	appearance?: string;
	/** For example start, end and step of a range. */
	parameters?: Readonly<Record<string, string>>;
	/**
	 * The type as other tools know it where `type` alone does not say it: `start`, `deviceid`,
	 * `select_one_external`, `string`. Only the sheet's reader and writer look at it.
	 */
	xlsform_type?: string;
	/** Columns of the survey sheet that only other tools use, by header. */
	extra?: Readonly<Record<string, string>>;
	/** list_name, or file name of Definition.external, for select_one, select_multiple, scale and rank. */
	list?: string;
	/** rank: how many places are asked for (all when absent). select_multiple: the most that may be chosen. */
	most?: number;
	/** number: units to choose from (list_name); the first is preset. */
	units?: string;
	/** number: ask for the year the figure is about. */
	year?: boolean;
	matrix?: Matrix;
	/** treaty: list_name whose choices are the instruments. */
	instruments?: string;
	/** Consensus topics this question speaks to, for example `C4.contract`. */
	topics?: readonly string[];
	/** Exposure a new answer starts with. */
	exposure: Exposure;
	/** true when a claim here wants a source. */
	evidence?: boolean;
	/** One of the questions asked of everyone; the others are "if you know". */
	core?: boolean;
	/** For ORDERED_TYPES: which end is better. Without it two answers are only the same or not. */
	better?: Direction;
}

/** A group or repeat inside an area. Its own name and expressions as a question's. */
export interface Section {
	kind: 'group' | 'repeat';
	/** Unique in the questionnaire, also among questions; the entries of a repeat are kept under it. */
	name: string;
	/** XLSForm's own name where it differs from `name`. */
	element?: string;
	label?: Text;
	hint?: Text;
	relevant?: string;
	read_only?: boolean | string;
	appearance?: string;
	/** repeat_count: expression for the number of entries; people add and remove them without one. */
	count?: string;
	extra?: Readonly<Record<string, string>>;
	body: readonly Part[];
}

/** What a body is made of: the name of a question of the area, or a section. */
export type Part = string | Section;

/** One issue area: a top-level group of the survey sheet, or a stretch of it outside any group. */
export interface Area {
	/** Unique in the definition; letters, digits and `_`. */
	name: string;
	/** false where the area is no group itself: its questions stand at the root of the data. */
	is_group?: boolean;
	/** Expression; an area whose expression is false asks nothing. */
	relevant?: string;
	appearance?: string;
	extra?: Readonly<Record<string, string>>;
	number: number;
	title: Text;
	/** At most a few words, for table heads. */
	short: Text;
	intro: Text;
	/** `background` areas describe country and respondent and are not an issue area of the study. */
	kind: 'background' | 'issue';
	/** Every question of the area in order, those inside sections too. */
	questions: readonly Question[];
	/** The order with its sections; absent where there are none and `questions` says it all. */
	body?: readonly Part[];
}

/** A table that came as a file of its own (CSV, XML, GeoJSON), for pulldata() and instance(). */
export interface ExternalTable {
	columns: readonly string[];
	rows: readonly (readonly string[])[];
}

export interface Definition {
	/** form_id of the settings sheet. */
	id: string;
	/** version of the settings sheet. */
	version: string;
	title: Text;
	default_language: string;
	languages: readonly string[];
	/** The choices sheet by list_name. */
	choices: Readonly<Record<string, readonly Choice[]>>;
	areas: readonly Area[];
	/** How the sheets call a language where that is not its tag: `{ en: 'English (en)' }`. */
	language_names?: Readonly<Record<string, string>>;
	/** Supplied files by file name; one that is named but missing here has no rows. */
	external?: Readonly<Record<string, ExternalTable>>;
	/** Further settings, for example instance_name, style, allow_choice_duplicates. */
	settings?: Readonly<Record<string, string>>;
}

/**
 * The text in `language`, else in the definition's default language, else in any.
 * Takes a Text and a BCP 47 tag; gives the string, empty only where no language has one.
 */
export function textIn(text: Text | undefined, language: string, fallback = 'en'): string {
	if (!text) return '';
	return text[language] ?? text[fallback] ?? Object.values(text)[0] ?? '';
}

/** The area with this name, or undefined. */
export function findArea(definition: Definition, name: string): Area | undefined {
	return definition.areas.find((area) => area.name === name);
}

/** The question with this name and its area, or undefined. */
export function findQuestion(
	definition: Definition,
	name: string
): { area: Area; question: Question } | undefined {
	for (const area of definition.areas)
		for (const question of area.questions) if (question.name === name) return { area, question };
	return undefined;
}

/** The order of an area with its sections. */
export function bodyOf(area: Area): readonly Part[] {
	return area.body ?? area.questions.map((question) => question.name);
}

/** XLSForm's name of a question or section: the last step of its path. */
export function elementOf(part: { name: string; element?: string }): string {
	return part.element ?? part.name;
}

/** Every section of an area with the sections around it, outermost first; in order. */
export function sectionsOf(area: Area): { section: Section; within: readonly Section[] }[] {
	const walk = (
		parts: readonly Part[],
		within: readonly Section[]
	): { section: Section; within: readonly Section[] }[] =>
		parts.flatMap((part) =>
			typeof part === 'string'
				? []
				: [{ section: part, within }, ...walk(part.body, [...within, part])]
		);
	return walk(bodyOf(area), []);
}

/** The choices of a list, empty when the list is unknown. */
export function choicesOf(definition: Definition, list: string | undefined): readonly Choice[] {
	return (list && definition.choices[list]) || [];
}
