import { Problem } from '../lib/server/problem.ts';
import { type Command, CommandError, UsageError, print, readArguments } from './command.ts';

/** Read only when called: a command on files alone must not load the database. */
const commands: Record<string, () => Promise<Command>> = {
	migrate: async () => (await import('./database.ts')).migrateCommand,
	seed: async () => (await import('./database.ts')).seedCommand,
	'account create': async () => (await import('./account.ts')).accountCommands['account create']!,
	'account disable': async () => (await import('./account.ts')).accountCommands['account disable']!,
	'account reset': async () => (await import('./account.ts')).accountCommands['account reset']!,
	'key new': async () => (await import('./key.ts')).keyCommands['key new']!,
	'key rotate': async () => (await import('./key.ts')).keyCommands['key rotate']!,
	'key forget': async () => (await import('./key.ts')).keyCommands['key forget']!,
	'export dataset': async () => (await import('./exportDataset.ts')).exportDatasetCommand,
	'export edition': async () => (await import('./exportEdition.ts')).exportEditionCommand,
	'qda import': async () => (await import('./qdaImport.ts')).qdaImportCommand,
	'qda export': async () => (await import('./qdaExport.ts')).qdaExportCommand,
	'xlsform check': async () => (await import('./xlsformCheck.ts')).xlsformCheckCommand,
	'xlsform simulate': async () => (await import('./xlsformSimulate.ts')).xlsformSimulateCommand,
	'xlsform eval': async () => (await import('./xlsformEval.ts')).xlsformEvalCommand,
	'xlsform export': async () => (await import('./xlsformExport.ts')).xlsformExportCommand,
	'transcript parse': async () => (await import('./transcriptParse.ts')).transcriptParseCommand
};

const help = `mufakat: the command line of Mufakat

Usage: npm run -s mufakat -- <command> [options]

${Object.keys(commands)
	.map((name) => `  ${name}`)
	.join('\n')}

Each command explains itself with --help. Settings come from the environment: DATABASE_URL, or
the embedded database in MUFAKAT_DATA (./.data), which must not be open in a running server.
The xlsform and transcript commands and qda import work on files and need no database, except xlsform export.
Exit codes: 0 done, 1 refused (the message says why), 2 the call is wrong.`;

/** What went wrong, in one sentence and without a stack trace. */
async function sentenceOf(error: unknown): Promise<string> {
	if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
	const { problemText } = await import('../lib/server/http/problemText.ts');
	return problemText(error, 'en');
}

async function main(args: string[]): Promise<number> {
	const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((each) => each in commands);
	if (!name) {
		const asked = args.length === 0 || args[0] === '--help' || args[0] === '-h';
		if (asked) print(help);
		else process.stderr.write(`No command "${args.join(' ')}".\n\n${help}\n`);
		return asked ? 0 : 2;
	}
	let usage = help;
	try {
		const command = await commands[name]!();
		usage = command.usage;
		const { values, words } = readArguments(command, args.slice(name.split(' ').length));
		if (values.help) {
			print(command.usage);
			return 0;
		}
		return await command.run(values, words);
	} catch (error) {
		if (error instanceof UsageError) {
			process.stderr.write(`${error.message}\n\n${usage}\n`);
			return 2;
		}
		process.stderr.write(`${await sentenceOf(error)}\n`);
		if (
			!(error instanceof Problem || error instanceof CommandError) &&
			process.env.LOG_LEVEL === 'debug'
		)
			console.error(error);
		return 1;
	}
}

process.exitCode = await main(process.argv.slice(2));
