import { readFile, stat } from 'node:fs/promises';
import { Problem } from '../lib/server/problem.ts';
import { QDA_FILE_LIMITS } from '../lib/server/qda/limits.ts';
import { readQda } from '../lib/server/qda/readQda.ts';
import { summarise } from '../lib/server/qda/summary.ts';
import { type Command, CommandError, UsageError, print } from './command.ts';

type Summary = ReturnType<typeof summarise>;

async function read(file: string) {
	const { size } = await stat(file).catch(() => {
		throw new CommandError(`${file}: there is no such file.`);
	});
	// A file too large to be read is not read into memory to find out.
	if (size > QDA_FILE_LIMITS.bytes)
		throw new CommandError(`${file}: larger than ${QDA_FILE_LIMITS.bytes / 1024 ** 2} MB.`);
	try {
		return await readQda(await readFile(file), QDA_FILE_LIMITS);
	} catch (error) {
		if (error instanceof Problem && typeof error.detail.reason === 'string')
			throw new CommandError(`${file}: ${error.detail.reason}`);
		throw error;
	}
}

function asText(file: string, summary: Summary): string {
	const { kind, name, origin, counts, leftOut, warnings } = summary;
	const head = [kind, name && `“${name}”`, origin && `written by ${origin}`].filter(Boolean);
	return [
		`${file}: ${head.join(', ')}`,
		...Object.entries(counts)
			.filter(([, count]) => count > 0)
			.map(([what, count]) => `  ${what}: ${count}`),
		...leftOut.map(({ count, reason }) => `  left out: ${count} ${reason}`),
		...warnings.map(({ text }) => `  warning: ${text}`)
	].join('\n');
}

export const qdaImportCommand: Command = {
	usage: `Usage: mufakat qda import FILE [--json] [--passages]

Reads a REFI-QDA project (.qdpx, .qde) or codebook (.qdc) of any program and says what is in it and
what would be left out. Touches no database; taking a file over is done on the page Exchange.
  --json      as one JSON document, see docs/refi-qda.md
  --passages  with --json: every coded passage with its words
Exit code 0 when the file can be read, 1 when it is refused.`,
	options: { json: { type: 'boolean' }, passages: { type: 'boolean' } },
	async run(values, words) {
		const [file, ...more] = words;
		if (!file || more.length > 0) throw new UsageError('Say which file to read, one.');
		const summary = summarise(await read(file), { passages: values.passages === true });
		print(values.json ? JSON.stringify(summary, null, 1) : asText(file, summary));
		return 0;
	}
};
