import { sql } from 'kysely';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import { requestDataset } from '../dataset/dataset.ts';
import { closeRound } from '../studies/rounds.ts';
import { takeKnownList } from '../treaties/knownList.ts';
import { fillRound } from './fillRound.ts';
import { shareOut } from './handouts.ts';
import { meet } from './meeting.ts';
import { LAST, createPeople, createPerson, emailOf } from './people.ts';
import { ROUND_2018, ROUND_2026, STUDY_NAME } from './plan.ts';
import { draft, publish } from './report.ts';
import { dateClosing, setUpRound, setUpStudy } from './setUp.ts';
import { as } from './stage.ts';
import { leaveMails, talk } from './talk.ts';

/** Mails left in the outbox, so that its page shows what it is for. */
const MAILS_KEPT = 5;
const DAY = 86_400_000;

/**
 * Fills an instance with the demo study: invented answers, people and organisations in a
 * closed round and an open one. Does nothing where it is there already. Where it was broken
 * off, what was made is removed and everything made anew; the administrator's account is made
 * last and says that nothing is missing.
 */
export async function seedDemo(system: SystemContext): Promise<void> {
	if (await isComplete(system)) return;
	await alone(system, async () => {
		if (await isComplete(system)) return;
		await removeUnfinished(system);
		await fill(system);
	});
}

async function isComplete(system: SystemContext): Promise<boolean> {
	const found = await asSystem(system.db, (trx) =>
		trx.selectFrom('accounts').select('id').where('email', '=', emailOf(LAST)).executeTakeFirst()
	);
	return found !== undefined;
}

/** One process at a time. The embedded engine has only one, and only one connection to lock with. */
async function alone(system: SystemContext, work: () => Promise<void>): Promise<void> {
	if (!system.config.databaseUrl) return work();
	await system.db.connection().execute(async (connection) => {
		await sql`select pg_advisory_lock(hashtext('mufakat.demo'))`.execute(connection);
		try {
			await work();
		} finally {
			await sql`select pg_advisory_unlock(hashtext('mufakat.demo'))`.execute(connection);
		}
	});
}

/** What an earlier start left behind. Accounts stay: the audit record names them. */
async function removeUnfinished(system: SystemContext): Promise<void> {
	await asSystem(system.db, async (trx) => {
		const studies = await trx
			.selectFrom('studies as s')
			.innerJoin('accounts as a', 'a.id', 's.created_by')
			.select('s.id')
			.where('a.email', '=', emailOf('coordinator'))
			.where('s.name', '=', STUDY_NAME)
			.execute();
		for (const { id } of studies) {
			await sql`delete from answer_conflicts c using delegations d
				where d.id = c.delegation_id and d.study_id = ${id}::uuid`.execute(trx);
			await trx.deleteFrom('delegations').where('study_id', '=', id).execute();
			// Consents hold on to the form they were given on, votes to whoever gave them.
			await trx.deleteFrom('statements').where('study_id', '=', id).execute();
			await trx.deleteFrom('focus_groups').where('study_id', '=', id).execute();
			await trx.deleteFrom('studies').where('id', '=', id).execute();
		}
	});
}

async function fill(system: SystemContext): Promise<void> {
	const { ids, passwordHash } = await createPeople(system);
	const demo = await setUpStudy(system, ids);

	const closesOn = '2018-06-30';
	const past = await setUpRound(demo, ROUND_2018, { opensOn: '2018-02-20', closesOn });
	await fillRound(demo, past);
	await closeRound(as(demo, 'coordinator'), past.id);
	await dateClosing(demo, past.id, closesOn);
	await publish(demo, past);

	const day = (after: number) =>
		new Date(system.now().getTime() + after * DAY).toISOString().slice(0, 10);
	// Where the clock is behind, the round has still been open for some weeks.
	const opensOn = ['2026-09-01', day(-60)].sort()[0]!;
	const present = await setUpRound(demo, ROUND_2026, { opensOn, closesOn: day(30) });
	await takeKnownList(as(demo, 'coordinator'), { studyId: demo.studyId, language: 'en' });
	await fillRound(demo, present);
	await shareOut(demo, present);
	await talk(demo, present);
	await meet(demo, present);
	await draft(demo, present);

	// Asked for now and made by the jobs of the server that starts, so that there are files to see.
	const files = [
		{ roundId: past.id, kind: 'public', format: 'xlsx' },
		{ roundId: present.id, kind: 'public', format: 'csv_long' },
		{ roundId: present.id, kind: 'study_team', format: 'xlsx' }
	] as const;
	for (const file of files)
		await requestDataset(as(demo, 'coordinator'), { ...file, language: 'en' });

	await leaveMails(demo, MAILS_KEPT);
	await asSystem(system.db, (trx) => createPerson(trx, LAST, passwordHash));
}
