import { sql } from 'kysely';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import { installBaseline } from '../questionnaires/questionnaires.ts';
import { addDelegation } from '../studies/delegations.ts';
import { createRound } from '../studies/rounds.ts';
import { createStudy } from '../studies/studies.ts';
import { type Login, leaderOf, organisationOf } from './people.ts';
import { type PlannedRound, STUDY_NAME } from './plan.ts';
import { type Demo, type DemoRound, as } from './stage.ts';

/** Makes the study, marks it as invented, and gives it its people. */
export async function setUpStudy(
	system: SystemContext,
	people: Record<Login, string>
): Promise<Demo> {
	const versionId = await asSystem(system.db, (trx) => installBaseline(trx));
	const demo: Demo = {
		system,
		studyId: '',
		versionId,
		definition: aseanBaseline,
		people,
		threads: 0
	};
	demo.studyId = await createStudy(as(demo, 'coordinator'), { name: STUDY_NAME });
	await asSystem(system.db, async (trx) => {
		await trx
			.updateTable('studies')
			.set({ is_invented: true, created_at: new Date(Date.UTC(2018, 0, 15)) })
			.where('id', '=', demo.studyId)
			.execute();
		await trx
			.insertInto('memberships')
			.values([
				{ study_id: demo.studyId, account_id: people.editor!, role: 'editor' },
				{ study_id: demo.studyId, account_id: people.notetaker!, role: 'note_taker' },
				{ study_id: demo.studyId, account_id: people.reader!, role: 'reader' }
			])
			.execute();
	});
	return demo;
}

/** Makes a round with its delegations and puts the people into them. Days are YYYY-MM-DD. */
export async function setUpRound(
	demo: Demo,
	plan: PlannedRound,
	days: { opensOn: string; closesOn: string }
): Promise<DemoRound> {
	const coordinator = as(demo, 'coordinator');
	const id = await createRound(coordinator, {
		studyId: demo.studyId,
		questionnaireVersionId: demo.versionId,
		name: plan.name,
		countries: plan.countries,
		...days
	});
	for (const { country, name } of plan.delegations)
		if (name) await addDelegation(coordinator, id, { country, name });
	const delegations = await addMembers(demo, id, plan);
	return { id, plan, opensOn: days.opensOn, delegations };
}

/** Everybody has accepted their invitation already. */
async function addMembers(
	demo: Demo,
	roundId: string,
	plan: PlannedRound
): Promise<Record<string, string>> {
	return asSystem(demo.system.db, async (trx) => {
		const rows = await trx
			.selectFrom('delegations')
			.select(['id', 'country', 'name'])
			.where('round_id', '=', roundId)
			.execute();
		const ids: Record<string, string> = {};
		for (const { key, country, name } of plan.delegations) {
			const row = rows.find((one) => one.country === country && one.name === name);
			if (!row) throw new Error(`The demo has no delegation ${key}`);
			ids[key] = row.id;
			const logins = key === 'KH' ? ['kh', 'kh2'] : [leaderOf(key)];
			for (const login of logins)
				await trx
					.insertInto('delegation_members')
					.values({
						delegation_id: row.id,
						account_id: demo.people[login]!,
						is_focal_point: login === leaderOf(key),
						organisation: organisationOf(login)
					})
					.execute();
		}
		return ids;
	});
}

/** Ends a round on a past day. */
export async function dateClosing(demo: Demo, roundId: string, day: string): Promise<void> {
	await asSystem(demo.system.db, (trx) =>
		sql`update rounds set closed_at = ${day}::date + interval '17 hours'
			where id = ${roundId}::uuid`.execute(trx)
	);
}
