/**
 * A REFI-QDA project and codebook as this application reads and writes them: what of
 * `Project.xsd` and `Codebook.xsd` (qdasoftware.org, 18 March 2019) is about texts. Identifiers are
 * GUIDs in lower case without braces; positions are UTF-16 units of `text`, the end exclusive.
 */
export interface QdaProject {
	name: string;
	/** The program that wrote it. */
	origin: string;
	description: string;
	users: QdaUser[];
	codes: QdaCode[];
	variables: QdaVariable[];
	cases: QdaCase[];
	sources: QdaSource[];
	notes: QdaNote[];
	sets: QdaSet[];
	/** Notes on the project as a whole. */
	noteRefs: string[];
}

export interface QdaCodebook {
	origin: string;
	codes: QdaCode[];
	sets: QdaSet[];
}

export interface QdaUser {
	guid: string;
	name: string;
}

export interface QdaCode {
	guid: string;
	/** As the file spells it; only of what was read. */
	writtenGuid?: string;
	name: string;
	/** false: a folder. */
	isCodable: boolean;
	/** `#rrggbb`. */
	color: string | null;
	description: string;
	noteRefs: string[];
	children: QdaCode[];
}

export const VARIABLE_TYPES = ['Text', 'Boolean', 'Integer', 'Float', 'Date', 'DateTime'] as const;
export type VariableType = (typeof VARIABLE_TYPES)[number];

export interface QdaVariable {
	guid: string;
	name: string;
	type: VariableType;
	description: string;
}

/** What a case or a source has for a variable, as the file spells it; null where it has nothing. */
export interface QdaValue {
	variable: string;
	value: string | null;
}

export interface QdaCase {
	guid: string;
	name: string;
	description: string;
	codes: string[];
	values: QdaValue[];
	sources: string[];
	selections: string[];
}

export interface QdaCoding {
	guid: string;
	code: string;
	user: string | null;
	/** As the file spells it: an xsd:dateTime. */
	createdAt: string | null;
	noteRefs: string[];
}

/** A passage of a text. */
export interface QdaSelection {
	guid: string;
	name: string;
	start: number;
	end: number;
	description: string;
	codings: QdaCoding[];
	noteRefs: string[];
}

export const SOURCE_TYPES = ['text', 'picture', 'pdf', 'audio', 'video'] as const;
export type SourceType = (typeof SOURCE_TYPES)[number];

export interface QdaSource {
	guid: string;
	/** As the file spells it; only of what was read. */
	writtenGuid?: string;
	name: string;
	type: SourceType;
	description: string;
	/** Its text, or the text that comes with a PDF or a recording; null where there is none. */
	text: string | null;
	/** Passages of the text. */
	selections: QdaSelection[];
	/** Codes on the source as a whole. */
	codings: QdaCoding[];
	noteRefs: string[];
	values: QdaValue[];
	/** How many there are in the file, with those of pictures, pages and recordings, which are not kept. */
	counts: { selections: number; codings: number };
}

/** A memo. */
export interface QdaNote {
	guid: string;
	name: string;
	text: string;
}

export interface QdaSet {
	guid: string;
	name: string;
	description: string;
	codes: string[];
	sources: string[];
	notes: string[];
}

/** How a file counts positions. */
export interface Convention {
	/** UTF-16 units as NVivo for Windows counts, or code points as the standard says. */
	unit: 'utf16' | 'codepoint';
	/** What a line end counts: as it is in the file, always one, always two. */
	lineEnds: 'as_written' | 'one' | 'two';
}

/** What a file holds, and what of it was not read. */
export type QdaFile = {
	leftOut: LeftOut[];
	warnings: Warning[];
} & (
	| { kind: 'project'; project: QdaProject; convention: FoundConvention }
	| { kind: 'codebook'; codebook: QdaCodebook }
);

export interface FoundConvention extends Convention {
	/** Whether another way of counting would have fitted the words about as well. */
	isGuessed: boolean;
	/** Whether counting as the standard says gives the same passages. */
	isStandard: boolean;
}

/** Why a part of a file is not taken over (REFI-QDA 1.5, section 7: a tool says what it drops). */
export type LeftOutCode =
	| 'picture'
	| 'recording'
	| 'no_text'
	| 'outside'
	| 'rich_text'
	| 'page_passage'
	| 'picture_passage'
	| 'moment'
	| 'passage_outside'
	| 'passage_in_note'
	| 'code_unknown'
	| 'link'
	| 'graph'
	| 'unknown_element';

export interface LeftOut {
	code: LeftOutCode;
	count: number;
	/** Which sources or elements; never words of a text. */
	names?: string[];
}

export type WarningCode =
	| 'offsets_guessed'
	| 'offsets_utf16'
	| 'offsets_line_ends'
	| 'not_utf8'
	| 'no_guid'
	| 'guid_twice'
	| 'no_name';

export interface Warning {
	code: WarningCode;
	count: number;
}
