import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { parseFile } from '../lib/server/transcripts/parseFile.ts';
import { type ParsedTranscript, type Refusal, TRANSCRIPT_LIMITS } from '../lib/transcripts/cue.ts';
import { ENCODINGS, type Encoding } from '../lib/transcripts/decodeBytes.ts';
import { type Command, CommandError, UsageError, print } from './command.ts';

const REASONS: Record<Refusal, string> = {
	empty: 'it is empty.',
	too_large: 'it is larger than 10 MB. Split it.',
	too_many_cues: `it has more than ${TRANSCRIPT_LIMITS.cues} pieces. Split it.`,
	not_text: 'it is neither text nor a document of Word (.docx).',
	old_word: 'it is an old document of Word. Save it as .docx.',
	encrypted: 'it is protected with a password. Remove the protection.',
	broken: 'it is damaged. Open it in its program and save it again.',
	data: 'it holds something for programs, not what people said.',
	no_words: 'there are no words in it.',
	too_slow: 'it took too long to read.'
};

async function parse(file: string, encoding: Encoding | undefined): Promise<ParsedTranscript> {
	const found = await stat(file).catch(() => null);
	if (!found?.isFile()) throw new CommandError(`${file}: There is no such file.`);
	// A file too large to be one is not read into memory to find out.
	const isTooLarge = found.size > TRANSCRIPT_LIMITS.bytes;
	const read = isTooLarge
		? { ok: false as const, refusal: 'too_large' as const }
		: await parseFile(await readFile(file), {
				extension: extname(file).slice(1).toLowerCase(),
				...(encoding ? { encoding } : {})
			});
	if (!read.ok) throw new CommandError(`${file} is no transcript: ${REASONS[read.refusal]}`);
	return read.transcript;
}

function shownTime(ms: number | null): string {
	if (ms === null) return '';
	const [whole, rest] = [Math.floor(ms / 1000), ms % 1000];
	const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
	return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}.${String(rest).padStart(3, '0')}`;
}

function asTable({ format, encoding, cues, warnings }: ParsedTranscript): string {
	const width = Math.max(7, ...cues.slice(0, 1000).map(({ speaker }) => speaker?.length ?? 0));
	return [
		`${format}, ${encoding}, ${cues.length} cues`,
		...warnings.map(({ line, words }) => `  warning${line ? ` (line ${line})` : ''}: ${words}`),
		...cues.map(({ start, end, speaker, text }) =>
			[
				shownTime(start).padEnd(12),
				shownTime(end).padEnd(12),
				(speaker ?? '').padEnd(width),
				text.replaceAll('\n', ' / ')
			].join('  ')
		)
	].join('\n');
}

export const transcriptParseCommand: Command = {
	usage: `Usage: mufakat transcript parse FILE [--json] [--encoding NAME]

Reads a transcript (WebVTT, SubRip, DOCX, CSV, plain text) and prints what is in it. Stores nothing.
  --json           {"format","encoding","cues":[{"id","start","end","speaker","text"}],"warnings":[…]};
                   format is webvtt, srt, docx, text or csv; start and end are whole milliseconds
                   or null; id and speaker are null where the file has none
  --encoding NAME  what a text file is in, where the guess is wrong: ${ENCODINGS.join(', ')}
Exit code 1 with a sentence on the error output where the file is no transcript.`,
	options: { json: { type: 'boolean' }, encoding: { type: 'string' } },
	async run(values, files) {
		const [file, ...more] = files;
		if (!file || more.length > 0) throw new UsageError('Say which file to read: one.');
		const encoding = ENCODINGS.find((each) => each === values.encoding);
		if (values.encoding && !encoding)
			throw new UsageError(`--encoding is one of ${ENCODINGS.join(', ')}.`);
		const found = await parse(file, encoding);
		const { format, warnings } = found;
		const cues = found.cues.map(({ id, start, end, speaker, text }) => ({
			id,
			start,
			end,
			speaker,
			text
		}));
		print(
			values.json
				? JSON.stringify({ format, encoding: found.encoding, cues, warnings })
				: asTable(found)
		);
		return 0;
	}
};
