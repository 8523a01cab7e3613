/** What every page of the editor knows about the draft. */
export interface EditorFrame {
	/** The study's questionnaires. */
	studyHref: string;
	/** The draft's own page; the editor is below it, at `/edit`. */
	home: string;
	/** This very page, without the form it was sent by. */
	here: string;
	name: string;
	/** Carried by every form: a change is made on what the person saw. */
	revision: number;
	languages: readonly string[];
	/** The default one. */
	language: string;
	/** How the workbook calls its languages, by tag. */
	languageNames: Readonly<Record<string, string>>;
	/** How many problems the whole draft has. */
	problems: number;
	/** true right after a change. */
	isSaved: boolean;
}

/** What an action answers when it could not do what was asked. */
export interface Refusal {
	/** Everything that was typed. */
	fields: Readonly<Record<string, string>>;
	message: string;
	code: string;
}
