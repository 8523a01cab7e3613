import { m } from '#lib/paraglide/messages.js';
import type { ImportForm } from '#lib/schemas/transcript.ts';
import type { ImportRequest } from '#lib/server/focusgroups/importRequest.ts';
import type { ParsedTranscript } from '#lib/transcripts/cue.ts';
import type { NameToReplace } from '#lib/transcripts/replaceNames.ts';
import { listSpeakerLabels } from '#lib/transcripts/speakerLabels.ts';

/** Fields of the form that come once for each speaker or word; a form parser would drop empty ones. */
const LISTS = ['who', 'pseudonym', 'forms', 'replace', 'also', 'shown'] as const;

/** The fields of step 2 as an object, every list with all of its places. */
export function fieldsOf(data: FormData): Record<string, unknown> {
	const fields: Record<string, unknown> = Object.fromEntries(
		[...data].filter(([, value]) => typeof value === 'string')
	);
	for (const name of LISTS) fields[name] = data.getAll(name).map(String);
	return { ...fields, join: data.get('join') === 'on' };
}

const roleWords = () => ({
	facilitator: `[${m.transcripts_who_facilitator().toLowerCase()}]`,
	interpreter: `[${m.transcripts_who_interpreter().toLowerCase()}]`,
	note_taker: `[${m.transcripts_who_note_taker().toLowerCase()}]`,
	observer: `[${m.transcripts_who_observer().toLowerCase()}]`,
	unknown: `[${m.transcripts_replaced_name().toLowerCase()}]`
});

/** What stands for somebody of whom nothing is known, in the language of the request. */
export const unknownWord = () => roleWords().unknown;

/** What the form asks for, of what was read. */
export function requestOf(form: ImportForm, read: ParsedTranscript): ImportRequest {
	return {
		id: form.id,
		title: form.title,
		language: form.language || null,
		translationLanguage: form.translationLanguage || null,
		read,
		speakers: listSpeakerLabels(read.cues).map((_, at) => ({
			who: form.who[at] ?? '',
			pseudonym: form.pseudonym[at] ?? '',
			forms: (form.forms[at] ?? '').split(/[,;،、\n]/).filter((name) => name.trim() !== ''),
			isReplaced: form.replace.includes(String(at))
		})),
		more: namesOf(form.more),
		also: form.also,
		mark: form.mark,
		kind: form.kind,
		join: form.join,
		roleWords: roleWords()
	};
}

/** `Ang Mo = a recruiter`, one on each line. */
function namesOf(text: string): NameToReplace[] {
	return text.split(/\r\n?|\n/).flatMap((line) => {
		const [name = '', ...rest] = line.split(/[=→\t]/);
		const words = rest
			.join(' ')
			.replaceAll(/[[\]]/g, ' ')
			.replaceAll(/\s+/g, ' ')
			.trim()
			.slice(0, 120);
		if (name.trim() === '' || name.length > 300) return [];
		return [{ name, replacement: words ? `[${words}]` : unknownWord() }];
	});
}
