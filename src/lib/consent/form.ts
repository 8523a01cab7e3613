import { CONSENT_ITEMS, type ConsentItem } from '#lib/terms.ts';

/** Words of a consent form in one language. */
export interface ConsentText {
	title: string;
	intro: string;
	items: Partial<Record<ConsentItem, string>>;
	closing: string;
	/** The two answers, in a language the pages themselves do not speak. */
	yes?: string;
	no?: string;
}

/** What a form asks and how; `texts` by language (BCP 47). */
export interface ConsentQuestions {
	items: ConsentItem[];
	texts: Record<string, ConsentText>;
}

export type ConsentAnswers = Partial<Record<ConsentItem, boolean>>;

/** Without these two there is nothing to agree to, so every form asks them. */
export const ALWAYS_ASKED: readonly ConsentItem[] = ['take_part', 'notes'];

/** Parts of a text that have no words yet; empty where somebody can be asked in this language. */
export function missingWords(items: readonly ConsentItem[], text: ConsentText): string[] {
	const parts: [string, string | undefined][] = [
		['title', text.title],
		['intro', text.intro],
		...items.map((item): [string, string | undefined] => [item, text.items[item]]),
		['closing', text.closing],
		['yes', text.yes],
		['no', text.no]
	];
	return parts.flatMap(([name, words]) => (words?.trim() ? [] : [name]));
}

/** The languages of a form in which nothing is missing, in the order they were made. */
export function askableLanguages({ items, texts }: ConsentQuestions): string[] {
	return Object.entries(texts).flatMap(([language, text]) =>
		missingWords(items, text).length === 0 ? [language] : []
	);
}

/** The first of `wanted` in which a form can be asked, else its first; undefined where it has none. */
export function languageOf(
	form: ConsentQuestions,
	...wanted: (string | null | undefined)[]
): string | undefined {
	const askable = askableLanguages(form);
	return wanted.find((each): each is string => !!each && askable.includes(each)) ?? askable[0];
}

/** Items of a form in the order all forms ask them. */
export const inOrder = (items: readonly string[]): ConsentItem[] =>
	CONSENT_ITEMS.filter((item) => items.includes(item));
