import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ConsentAnswers } from '#lib/consent/form.ts';
import { readConfig } from '#lib/server/config.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import { findLink } from '#lib/server/focusgroups/byLink.ts';
import { makeParticipantLink } from '#lib/server/focusgroups/participantLinks.ts';
import type { ParticipantPlace } from '#lib/server/focusgroups/getParticipant.ts';
import { newSealingKey } from '#lib/server/keys/sealing.ts';
import { CONSENT_ITEMS, type ConsentItem } from '#lib/terms.ts';
import type { World } from './world.ts';

export const HERE = '198.51.100.21';

/** The same world with a key for names. */
export function withKey(world: World, key = newSealingKey(), oldKey?: string): World {
	const { sealingKey, oldSealingKey } = readConfig({
		MUFAKAT_KEY: key,
		...(oldKey ? { MUFAKAT_OLD_KEY: oldKey } : {})
	});
	const config = { ...world.system.config, sealingKey, oldSealingKey };
	const system = { ...world.system, config };
	return { ...world, system, as: (person) => ({ ...world.as(person), config }) };
}

export const placeOf = (
	world: World,
	groupId: string,
	participantId: string
): ParticipantPlace => ({ roundId: world.roundId, groupId, participantId });

/** Yes to these items, no to every other one. */
export const answers = (yes: readonly ConsentItem[]): ConsentAnswers =>
	Object.fromEntries(CONSENT_ITEMS.map((item) => [item, yes.includes(item)]));

/** Makes a link and opens it; gives its token and what stands behind it. */
export async function openLink(world: World, at: ParticipantPlace, days = 30) {
	const id = randomUUID();
	const { link } = await makeParticipantLink(world.as('nadia'), { ...at, id, days });
	const token = link.split('/').at(-1)!;
	return { id, token, linkId: await findLink(world.system, token, HERE) };
}

/** What a verb came to: `done`, or the code of its problem. */
export const outcome = (of: Promise<unknown>): Promise<unknown> =>
	of.then(
		() => 'done',
		(problem: { code?: string }) => problem.code ?? problem
	);

/** Every row of every table as text, as somebody with a dump of the database reads it. */
export async function dumpAll(world: World): Promise<string> {
	return asSystem(world.database.db, async (trx) => {
		const tables = await sql<{ name: string }>`select tablename as name from pg_tables
			where schemaname = 'public' and tablename not like 'kysely%'`.execute(trx);
		let all = '';
		for (const { name } of tables.rows) {
			const rows = await sql<{ text: string | null }>`select string_agg(t::text, E'\n') as text
				from ${sql.table(name)} t`.execute(trx);
			all += `${name}\n${rows.rows[0]?.text ?? ''}\n`;
		}
		return all;
	});
}

/** The participant's row, as the system sees it. */
export const participantRow = (world: World, id: string) =>
	asSystem(world.database.db, (trx) =>
		trx.selectFrom('participants').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	);

/** Audit entries about something, oldest first. */
export const auditOf = (world: World, subjectId: string) =>
	asSystem(world.database.db, (trx) =>
		trx
			.selectFrom('audit_entries')
			.select(['action', 'actor_id', 'detail', 'study_id'])
			.where('subject_id', '=', subjectId)
			.orderBy('id')
			.execute()
	);
