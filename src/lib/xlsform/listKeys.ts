/** The keys a delegation's answers stand under, in the order of the questionnaire. */
import { answerKey, FIRST_ENTRY } from './answerKey.ts';
import { bodyOf, type Area, type Part, type Question, type Section } from './definition.ts';

/** One repeat a key stands in, with the place of its entry from 1. */
export interface EntryStep {
	section: Section;
	position: number;
}

export type ListedKey =
	| { kind: 'question'; key: string; question: Question; steps: readonly EntryStep[] }
	| { kind: 'entries'; key: string; section: Section; steps: readonly EntryStep[] };

/** What is known of entries: the list under a repeat's key, where there is one. */
export type EntriesOf = (repeatKey: string) => readonly string[] | undefined;

/**
 * Every key of an area that answers with these entries may have, relevant or not. A repeat
 * without a list has its first entry, as a form begins.
 */
export function listKeys(area: Area, entriesOf: EntriesOf): ListedKey[] {
	const questions = new Map(area.questions.map((question) => [question.name, question]));
	const listed: ListedKey[] = [];
	const walk = (parts: readonly Part[], ids: readonly string[], steps: readonly EntryStep[]) => {
		for (const part of parts) {
			if (typeof part === 'string') {
				const question = questions.get(part);
				if (question) listed.push({ kind: 'question', key: answerKey(part, ids), question, steps });
			} else if (part.kind === 'group') walk(part.body, ids, steps);
			else {
				const key = answerKey(part.name, ids);
				listed.push({ kind: 'entries', key, section: part, steps });
				const entries = entriesOf(key) ?? [FIRST_ENTRY];
				entries.forEach((id, at) =>
					walk(part.body, [...ids, id], [...steps, { section: part, position: at + 1 }])
				);
			}
		}
	};
	walk(bodyOf(area), [], []);
	return listed;
}

/** The lists of entries among answers, for listKeys. */
export function entriesAmong(answers: readonly { question: string; value: unknown }[]): EntriesOf {
	const lists = new Map(
		answers.flatMap(({ question, value }) =>
			Array.isArray(value) ? [[question, value as string[]] as const] : []
		)
	);
	return (key) => lists.get(key);
}
