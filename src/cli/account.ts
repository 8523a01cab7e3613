import { createAccount, disableAccount, normaliseEmail } from '../lib/server/accounts/accounts.ts';
import { resetAccount } from '../lib/server/accounts/passwordReset.ts';
import { findAccountByEmail } from '../lib/server/accounts/queries.ts';
import { asSystem } from '../lib/server/database/asActor.ts';
import { type Command, CommandError, UsageError, print, withInstance } from './command.ts';

function requireEmail(words: string[]): string {
	const [email, ...more] = words;
	if (!email || more.length > 0 || !/^[^\s@]+@[^\s@]+$/.test(email))
		throw new UsageError('Give one e-mail address.');
	return normaliseEmail(email);
}

const create: Command = {
	usage: `Usage: mufakat account create EMAIL [--name NAME] [--language en|id] [--administrator] [--study-creator]

Makes an account and prints a link, good for 24 hours, with which its owner chooses a password.`,
	options: {
		name: { type: 'string' },
		language: { type: 'string' },
		administrator: { type: 'boolean' },
		'study-creator': { type: 'boolean' }
	},
	async run(values, words) {
		const email = requireEmail(words);
		const language = String(values.language ?? 'en');
		if (!['en', 'id'].includes(language)) throw new UsageError('--language is en or id.');
		return withInstance(async ({ system }) => {
			if (await findAccountByEmail(system.db, email))
				throw new CommandError(`${email} has an account already.`);
			await asSystem(system.db, (trx) =>
				createAccount(trx, {
					email,
					name: String(values.name ?? email.split('@')[0]),
					passwordHash: null,
					language,
					isAdministrator: values.administrator === true,
					mayCreateStudies: values['study-creator'] === true
				})
			);
			print(await resetAccount(system, email));
			return 0;
		});
	}
};

const disable: Command = {
	usage: `Usage: mufakat account disable EMAIL

Ends every session of the account and lets nobody sign in with it. What it wrote stays.`,
	options: {},
	async run(_values, words) {
		const email = requireEmail(words);
		return withInstance(async ({ system }) => {
			const account = await findAccountByEmail(system.db, email);
			if (!account) throw new CommandError(`No account has the address ${email}.`);
			await disableAccount(system, null, account.id);
			print(`${email} is disabled.`);
			return 0;
		});
	}
};

const reset: Command = {
	usage: `Usage: mufakat account reset EMAIL

For somebody who lost password or second factor: clears both, ends every session and prints a
link, good once within 24 hours, with which the owner chooses a new password.`,
	options: {},
	async run(_values, words) {
		const email = requireEmail(words);
		return withInstance(async ({ system }) => {
			if (!(await findAccountByEmail(system.db, email)))
				throw new CommandError(`No account has the address ${email}.`);
			print(await resetAccount(system, email));
			return 0;
		});
	}
};

/** `account create`, `account disable`, `account reset`. */
export const accountCommands: Record<string, Command> = {
	'account create': create,
	'account disable': disable,
	'account reset': reset
};
