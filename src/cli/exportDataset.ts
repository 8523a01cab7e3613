import { normaliseEmail } from '../lib/server/accounts/accounts.ts';
import { findAccountByEmail } from '../lib/server/accounts/queries.ts';
import { asSystem } from '../lib/server/database/asActor.ts';
import { DATASET_FORMATS, DATASET_KINDS } from '../lib/terms.ts';
import { exportDatasetToFile } from '../lib/server/dataset/exportToFile.ts';
import { findRoundByName, listRoundNames } from '../lib/server/studies/queries.ts';
import { type Command, CommandError, UsageError, print, withInstance } from './command.ts';

function oneOf<T extends string>(
	option: string,
	given: unknown,
	known: readonly T[],
	preset: T
): T {
	const found = known.find((each) => each === (given ?? preset));
	if (!found) throw new UsageError(`--${option} is one of ${known.join(', ')}.`);
	return found;
}

export const exportDatasetCommand: Command = {
	usage: `Usage: mufakat export dataset --out PATH [--round NAME|ID] [--kind ${DATASET_KINDS.join('|')}]
         [--format ${DATASET_FORMATS.join('|')}] [--language en|id] [--as EMAIL]

Writes the dataset of a round to PATH and prints its size and SHA-256.
  --round     needed where there is more than one; its name or id
  --kind      public (the default): accepted answers that are public. study_team: also those for
              the study team. working: everything submitted, marked where not accepted
  --as EMAIL  only what this account may see`,
	options: {
		out: { type: 'string', short: 'o' },
		round: { type: 'string' },
		kind: { type: 'string' },
		format: { type: 'string' },
		language: { type: 'string' },
		as: { type: 'string' }
	},
	async run(values) {
		if (!values.out) throw new UsageError('Say where to write it: --out PATH.');
		const kind = oneOf('kind', values.kind, DATASET_KINDS, 'public');
		const format = oneOf('format', values.format, DATASET_FORMATS, 'csv_long');
		const language = oneOf('language', values.language, ['en', 'id'], 'en');
		return withInstance(async ({ system }) => {
			const roundId = await asSystem(system.db, async (trx) => {
				const found = await findRoundByName(trx, values.round as string | undefined);
				if (found) return found;
				const names = await listRoundNames(trx);
				throw new CommandError(
					`${values.round ? `No round "${values.round}".` : 'Say which round.'} There is:\n${names.join('\n')}`
				);
			});
			const account = values.as
				? await findAccountByEmail(system.db, normaliseEmail(String(values.as)))
				: undefined;
			if (values.as && !account) throw new CommandError(`No account has the address ${values.as}.`);
			const made = await exportDatasetToFile(
				system,
				{ roundId, kind, format, language, as: account ? { accountId: account.id } : 'system' },
				String(values.out)
			);
			print(`${values.out}\n${made.size} bytes, SHA-256 ${made.sha256}`);
			return 0;
		});
	}
};
