import { countOtherConnections } from '../lib/server/database/otherConnections.ts';
import { forgetKey, rotateKey } from '../lib/server/focusgroups/changeKey.ts';
import type { Instance } from '../lib/server/instance.ts';
import { newSealingKey } from '../lib/server/keys/sealing.ts';
import { type Command, CommandError, print, withInstance } from './command.ts';

const makeNew: Command = {
	usage: `Usage: mufakat key new

Prints a new key for MUFAKAT_KEY: 32 random bytes. Keep it where neither the database nor its backups are, and
a copy of it somewhere safe: without it nobody reads the names that it sealed.`,
	options: {},
	run: () => {
		print(newSealingKey());
		return Promise.resolve(0);
	}
};

/** A server that runs has the old key in memory and would go on sealing with it. */
async function requireStopped({ database }: Instance): Promise<void> {
	const others = await countOtherConnections(database);
	if (others > 0)
		throw new CommandError(
			`Stop the server first: ${others} other connections to this database are open.`
		);
}

const rotate: Command = {
	usage: `Usage: mufakat key rotate

Seals everything anew: with MUFAKAT_KEY what MUFAKAT_OLD_KEY opens. All of it or nothing; where one
row cannot be opened, nothing is changed. Stop the server before, and start it with the new key.`,
	options: {},
	run: () =>
		withInstance(async (instance) => {
			await requireStopped(instance);
			const done = await rotateKey(instance.system).catch((error: Error) => {
				throw new CommandError(error.message);
			});
			print(
				`Sealed anew: ${done.identities} identities, ${done.lists} lists of replaced names, ` +
					`${done.secondFactors} second factors. MUFAKAT_OLD_KEY is not needed any more.`
			);
			return 0;
		})
};

const forget: Command = {
	usage: `Usage: mufakat key forget [--yes]

For a key that is lost: removes everything that was sealed with another key than MUFAKAT_KEY, or
everything sealed where that is not set. Names of participants are gone for good. Accounts lose a second factor
that was sealed with it: they sign in with the password alone until they set up another, and are
named here, so that you can tell them. Without --yes it only says what would go.`,
	options: { yes: { type: 'boolean' } },
	run: (values) =>
		withInstance(async (instance) => {
			await requireStopped(instance);
			const isReal = values.yes === true;
			const { identities, lists, accounts } = await forgetKey(instance.system, isReal);
			const what = `${identities} identities, ${lists} lists of replaced names, ${accounts.length} second factors`;
			print(isReal ? `Removed: ${what}.` : `To be removed: ${what}. Do it with --yes.`);
			if (accounts.length > 0)
				print(
					`${isReal ? 'These accounts now sign in' : 'These accounts would sign in'} with the password alone; ` +
						`tell them to set up their second factor again:\n${accounts.join('\n')}`
				);
			return isReal ? 0 : 1;
		})
};

/** `key new`, `key rotate`, `key forget`. */
export const keyCommands: Record<string, Command> = {
	'key new': makeNew,
	'key rotate': rotate,
	'key forget': forget
};
