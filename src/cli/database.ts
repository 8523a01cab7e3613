import { seedDemo } from '../lib/server/demo/seed.ts';
import { listPendingMigrations, migrateToLatest } from '../lib/server/database/migrate.ts';
import { asSystem } from '../lib/server/database/asActor.ts';
import { installBaseline } from '../lib/server/questionnaires/questionnaires.ts';
import { type Command, print, withInstance } from './command.ts';

export const migrateCommand: Command = {
	usage: `Usage: mufakat migrate [--check]

Applies every migration that is missing.
  --check   change nothing; exit with 1 when some are missing`,
	options: { check: { type: 'boolean' } },
	run: (values) =>
		withInstance(async ({ system }) => {
			if (values.check) {
				const pending = await listPendingMigrations(system.db);
				print(pending.length === 0 ? 'Current.' : `Missing:\n${pending.join('\n')}`);
				return pending.length === 0 ? 0 : 1;
			}
			const done = await migrateToLatest(system.db);
			print(done.length === 0 ? 'Nothing to do.' : done.join('\n'));
			return 0;
		})
};

export const seedCommand: Command = {
	usage: `Usage: mufakat seed

Migrates, installs the built-in questionnaire and adds the invented demo study with its demo
accounts, unless they are there already. Never do this where real people answer.`,
	options: {},
	run: () =>
		withInstance(async ({ system }) => {
			await migrateToLatest(system.db);
			await asSystem(system.db, (trx) => installBaseline(trx));
			await seedDemo(system);
			print('The demo study is there. Password of all demo accounts: sample-only-2026');
			return 0;
		})
};
