import { m } from '#lib/paraglide/messages.js';
import type { Gathered } from './gatherExport.ts';
import { type QdaLocale, answerRuleWords, unexportedWords } from './words.ts';

/** What a project says of itself to whoever opens it elsewhere. */
export function projectDescription(study: { isInvented: boolean }, locale: QdaLocale): string {
	return [
		...(study.isInvented ? [m.qda_notes_invented({}, { locale })] : []),
		m.qda_notes_rule({}, { locale })
	].join('\n');
}

/** How much of what is in an export, line by line. */
export function countLines({ counts }: Pick<Gathered, 'counts'>, locale: QdaLocale): string[] {
	return [
		m.qda_count_texts({ count: counts.texts }, { locale }),
		m.qda_count_turns({ count: counts.turns }, { locale }),
		m.qda_count_answers({ count: counts.answers }, { locale }),
		m.qda_count_codes({ count: counts.codes }, { locale }),
		m.qda_count_codings({ count: counts.codings }, { locale }),
		m.qda_count_cases({ count: counts.cases }, { locale }),
		m.qda_count_notes({ count: counts.notes }, { locale })
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
		...list(countLines(gathered, locale)),
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
