import { sql } from 'kysely';
import { asSystem } from '../database/asActor.ts';
import { chance } from './chance.ts';
import type { Stage } from './plan.ts';
import type { Demo, DemoRound, Prepared, Times } from './stage.ts';

const DAY = 86_400_000;

/** How many days ago an area was handed in, at the earliest and at the latest. */
const HANDED_IN: Record<string, readonly [number, number]> = {
	s: [9, 0.3],
	S: [3, 0.2],
	r: [18, 6],
	a: [42, 6],
	A: [30, 6],
	o: [34, 15],
	d: [12, 0.1],
	n: [1, 1]
};

/**
 * When an area of a round was saved, handed in and decided on: in 2018 for the closed round,
 * in the weeks before today for the open one. Review took between half a day and five days.
 */
export function timesOf(now: Date, year: number, key: string, stage: Stage): Times {
	const drawn = chance(`${key}|${year}|time`);
	const submitted =
		year === 2018
			? Date.UTC(2018, 3, 1) + drawn * 75 * DAY
			: now.getTime() - between(HANDED_IN[stage.charAt(0)]!, drawn) * DAY;
	const review = (0.5 + chance(`${key}|${year}|review`) * 4.5) * DAY;
	const sign = stage === 'S' ? -1 : 1;
	return {
		saved: new Date(submitted - chance(`${key}|${year}|saved`) * 1.5 * DAY),
		submitted: new Date(submitted),
		decided: new Date(submitted + sign * review)
	};
}

const between = ([early, late]: readonly [number, number], drawn: number) =>
	early - (early - late) * drawn;

/** Dates the answers, while they may still be written. */
export async function dateAnswers(demo: Demo, prepared: readonly Prepared[]): Promise<void> {
	const rows = prepared.map(({ responseId, times }) => ({ id: responseId, saved: times.saved }));
	await asSystem(demo.system.db, (trx) =>
		sql`update answers a set saved_at = g.saved
			from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, saved timestamptz)
			where a.response_id = g.id`.execute(trx)
	);
}

/** Dates what the verbs dated "now": responses, submissions, evidence, the round itself. */
export async function dateRound(
	demo: Demo,
	round: DemoRound,
	prepared: readonly Prepared[]
): Promise<void> {
	const rows = prepared.map(({ responseId, times }) => ({ id: responseId, ...times }));
	const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
		as g (id uuid, saved timestamptz, submitted timestamptz, decided timestamptz)`;
	await asSystem(demo.system.db, async (trx) => {
		await sql`update responses r set saved_at = g.saved,
				submitted_at = case when r.submitted_at is null then null else g.submitted end,
				decided_at = case when r.decided_at is null then null else g.decided end
			from ${given} where r.id = g.id`.execute(trx);
		await sql`update submissions s set submitted_at = g.submitted
				- (select r.submission - s.number from responses r where r.id = s.response_id) * interval '6 days'
			from ${given} where s.response_id = g.id`.execute(trx);
		await sql`update evidence e set added_at = g.saved from ${given} where e.response_id = g.id`.execute(
			trx
		);
		await sql`update rounds set created_at = ${round.opensOn}::date - interval '14 days'
			where id = ${round.id}::uuid`.execute(trx);
		await sql`update delegations set created_at = ${round.opensOn}::date - interval '14 days'
			where round_id = ${round.id}::uuid`.execute(trx);
	});
}
