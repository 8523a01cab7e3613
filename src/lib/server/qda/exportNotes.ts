import { m } from '#lib/paraglide/messages.js';
import type { Gathered } from './gatherExport.ts';
import { type Figure, type QdaLocale, answerRuleWords, unexportedWords } from './words.ts';

/** What a project says of itself to whoever opens it elsewhere. */
export function projectDescription(study: { isInvented: boolean }, locale: QdaLocale): string {
	return [
		...(study.isInvented ? [m.qda_notes_invented({}, { locale })] : []),
		m.qda_notes_rule({}, { locale })
	].join('\n');
}

/** How much of what is in an export. */
export function countItems({ counts }: Pick<Gathered, 'counts'>, locale: QdaLocale): Figure[] {
	return [
		{ value: counts.texts, label: m.qda_count_texts({}, { locale }) },
		{ value: counts.turns, label: m.qda_count_turns({}, { locale }) },
		{ value: counts.answers, label: m.qda_count_answers({}, { locale }) },
		{ value: counts.codes, label: m.qda_count_codes({}, { locale }) },
		{ value: counts.codings, label: m.qda_count_codings({}, { locale }) },
		{ value: counts.cases, label: m.qda_count_cases({}, { locale }) },
		{ value: counts.notes, label: m.qda_count_notes({}, { locale }) }
	];
}

/**
 * EXPORT-NOTES.txt: what the standard asks for of whoever exports (REFI-QDA 1.5, section 7). The
 * same for the same data: no time, no name of a person.
 */
export function exportNotes(
	name: string,
	study: { name: string; isInvented: boolean },
	gathered: Gathered,
	request: {
		groupId: string | null;
		answers: 'public' | 'study_team' | 'none';
		language: QdaLocale;
	}
): string {
	const locale = request.language;
	const answers = request.groupId === null ? request.answers : 'none';
	const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`);
	const lines = [
		m.qda_notes_title({ name: `${name}.qdpx` }, { locale }),
		gathered.project.name,
		...(study.isInvented ? [m.qda_notes_invented({}, { locale })] : []),
		'',
		m.qda_notes_in({}, { locale }),
		...list(countItems(gathered, locale).map(({ value, label }) => `${label}: ${value}`)),
		'',
		m.qda_notes_out({}, { locale }),
		...list([
			...gathered.left.map(({ code, count }) => `${count}: ${unexportedWords(code, locale)}`),
			answerRuleWords(answers, locale),
			m.qda_notes_private({}, { locale }),
			m.qda_notes_identity({}, { locale })
		]),
		'',
		m.qda_notes_reading({}, { locale }),
		...list([m.qda_notes_offsets({}, { locale }), m.qda_notes_speakers({}, { locale })])
	];
	return `${lines.join('\n')}\n`;
}
