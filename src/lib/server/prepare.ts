import { sql } from 'kysely';
import { createSetupLink } from './accounts/setupLink.ts';
import { sealSecrets } from './accounts/totpSecret.ts';
import { asSystem } from './database/asActor.ts';
import { migrateToLatest } from './database/migrate.ts';
import { seedDemo } from './demo/seed.ts';
import type { Instance } from './instance.ts';
import { checkSealingKey } from './keys/checkSealingKey.ts';
import { installBaseline } from './questionnaires/questionnaires.ts';

/** What the person who started the server reads. */
export interface Prepared {
	demo: boolean;
	/** Path of the one-time page that makes the first administrator; undefined where there is one. */
	setupPath: string | undefined;
}

/**
 * Brings an opened instance to the point where it can serve: migrations, the right key, the built-in
 * questionnaire, demo data where wanted and absent, and a setup link where nobody administers.
 * @throws Error where MUFAKAT_KEY is not the key of this database
 */
export async function prepare(instance: Instance): Promise<Prepared> {
	const { system } = instance;
	await migrateToLatest(system.db);
	await checkSealingKey(system);
	await sealSecrets(system);
	await asSystem(system.db, (trx) => installBaseline(trx));
	if (system.config.demo) await seedDemo(system);
	const administrators = await asSystem(system.db, (trx) =>
		sql<{ count: number }>`select count(*)::int as count from accounts
			where is_administrator and disabled_at is null`.execute(trx)
	);
	const setupPath = administrators.rows[0]?.count ? undefined : await createSetupLink(system);
	return { demo: system.config.demo, setupPath };
}
