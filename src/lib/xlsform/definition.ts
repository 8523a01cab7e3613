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

export const QUESTION_TYPES = [
	'select_one',
	'select_multiple',
	'scale',
	'number',
	'date',
	'text',
	'long_text',
	'rank',
	'matrix',
	'treaty',
	'note'
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/** One row of the choices sheet. `name` is stored, `label` is shown. */
export interface Choice {
	name: string;
	label: Text;
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
	/** Unique in the definition; letters, digits and `_`, as XLSForm names are. */
	name: string;
	/** What people see and cite, for example `3.4`. A follow-up carries a letter: `3.7b`. */
	number: string;
	type: QuestionType;
	label: Text;
	hint?: Text;
	/** true, or an expression; only an answer or one of rule R2's three codes satisfies it. */
	required?: boolean | string;
	/** Expression; a question whose expression is false is not asked and never counted. */
	relevant?: string;
	/** Expression over `.`, the value being judged. */
	constraint?: string;
	constraint_message?: Text;
	/** list_name for select_one, select_multiple, scale and rank. */
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
}

/** One issue area: a top-level group of the survey sheet. */
export interface Area {
	/** Unique in the definition; letters, digits and `_`. */
	name: string;
	number: number;
	title: Text;
	/** At most a few words, for table heads. */
	short: Text;
	intro: Text;
	/** `background` areas describe country and respondent and are not an issue area of the study. */
	kind: 'background' | 'issue';
	questions: readonly Question[];
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

/** The choices of a list, empty when the list is unknown. */
export function choicesOf(definition: Definition, list: string | undefined): readonly Choice[] {
	return (list && definition.choices[list]) || [];
}
