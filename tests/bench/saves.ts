import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { BenchWorld, Writer } from './benchWorld.ts';
import { report, timeCalls } from './measure.ts';
import type { Running } from './serve.ts';

const QUESTION = 'q0_5_changes';
export const AREA = 'background';
const text = (call: number) =>
	`Sample answer ${call}: ${'workers wait long for a decision and lose wages. '.repeat(6)}`;

/**
 * Saves one answer as a page does; gives the revision to base the next one on.
 * @throws Error where it is refused
 */
export async function saveOnce(
	running: Running,
	writer: Writer,
	call: number,
	base: number,
	question = QUESTION
): Promise<number> {
	const response = await fetch(`${running.origin}/respond/${writer.delegationId}/${AREA}/answers`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			cookie: writer.cookie,
			origin: running.origin
		},
		body: JSON.stringify({
			saveId: randomUUID(),
			response: writer.responseId,
			answers: [
				{
					question,
					base,
					status: 'answered',
					value: text(call),
					reason: null,
					exposure: 'public'
				}
			]
		})
	});
	const outcome = (await response.json()) as {
		answers?: { result: string; revision: number }[];
	};
	const first = outcome.answers?.[0];
	if (!response.ok || !first || first.result === 'refused')
		throw new Error(`A save was refused: ${response.status} ${JSON.stringify(outcome)}`);
	return first.revision;
}

/**
 * Saves of one answer through HTTP (session, row-level security, merge base, revision, audit)
 * against the same text inserted straight through `pg`, one statement and commit each.
 */
export async function measureSaves(
	world: BenchWorld,
	running: Running,
	question = QUESTION
): Promise<void> {
	const pool = new pg.Pool({ connectionString: world.url, max: 10 });
	await pool.query(`create table bench_inserts (answer_id uuid, delegation_id uuid, revision integer,
		standing text, based_on integer, status text, value jsonb, exposure text, saved_by uuid,
		saved_at timestamptz default now(), primary key (answer_id, revision))`);
	for (const [atOnce, count] of [
		[1, 400],
		[10, 2000],
		[50, 4000]
	] as const) {
		const answer = randomUUID();
		const reference = await timeCalls(count, atOnce, async (_worker, call) => {
			await pool.query(
				`insert into bench_inserts values ($1, $2, $3, 'current', $4, 'answered', $5, 'public', $6)`,
				[answer, answer, call, call, JSON.stringify(text(call)), world.coordinator.accountId]
			);
		});
		await pool.query('truncate bench_inserts');
		const bases = new Map<number, number>();
		const saved = await timeCalls(count, atOnce, async (worker, call) => {
			const writer = world.writers[worker]!;
			bases.set(worker, await saveOnce(running, writer, call, bases.get(worker) ?? 0, question));
		});
		report('save', {
			atOnce,
			...saved,
			reference: { what: 'insert through pg', ...reference },
			ratio: Number((saved.perSecond / reference.perSecond).toFixed(3))
		});
		for (const worker of bases.keys()) bases.delete(worker);
		await resetBases(world);
	}
	await pool.query('drop table bench_inserts');
	await pool.end();
}

/** The next batch starts from what stands: a base of 0 would be a conflict, not a save. */
export async function resetBases(world: BenchWorld): Promise<void> {
	const { asSystem } = await import('../../src/lib/server/database/asActor.ts');
	await asSystem(world.instance.system.db, async (trx) => {
		await trx.deleteFrom('answer_conflicts').execute();
		await trx.deleteFrom('answer_revisions').execute();
		await trx.deleteFrom('answers').execute();
	});
}
