import { sql } from 'kysely';
import { authorize } from '../access/authorize.ts';
import type { SystemContext } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import type { DatasetFormat, DatasetKind } from '#lib/terms.ts';
import { notFound } from '../problem.ts';
import { makeVerb } from './dataset.ts';
import { PASSES, datasetBytes } from './datasetBytes.ts';
import { countAnswers } from './readAnswers.ts';
import { type Read, getFrame } from './source.ts';

interface Claimed {
	id: string;
	study_id: string;
	round_id: string;
	kind: DatasetKind;
	format: DatasetFormat;
	language: string;
	requested_by: string;
	/** false once the requester's account is disabled. */
	is_active: boolean;
}

/**
 * Makes every file that waits, one after the other; the handler of the queue `dataset`. A file
 * that fails is marked so and keeps none of the others waiting.
 */
export async function makeDatasets(system: SystemContext): Promise<void> {
	for (;;) {
		const claimed = await claimDataset(system);
		if (!claimed) return;
		try {
			await makeDataset(system, claimed);
		} catch (thrown) {
			await finish(system, claimed.id, { state: 'failed', error: reasonOf(thrown) });
		}
	}
}

/** The oldest that waits, or one whose maker has not been heard of for half an hour. */
function claimDataset({ db }: SystemContext): Promise<Claimed | undefined> {
	return asSystem(db, async (trx) => {
		const claimed = await sql<Claimed>`update datasets
			set state = 'running', claimed_at = now(), rows_done = 0
			where id = (select id from datasets where state = 'queued'
					or (state = 'running' and claimed_at < now() - interval '30 minutes')
				order by requested_at limit 1 for update skip locked)
			returning id, study_id, round_id, kind, format, language, requested_by,
				(select disabled_at is null from accounts where accounts.id = requested_by) as is_active`.execute(
			trx
		);
		return claimed.rows[0];
	});
}

async function makeDataset(system: SystemContext, claimed: Claimed): Promise<void> {
	if (!claimed.is_active) throw notFound();
	const { id, kind, format, language, round_id: roundId, study_id: studyId } = claimed;
	// Asked again on every page: whoever loses the role half way gets no file, not half of one.
	const read: Read = (work) =>
		asActor(system.db, { accountId: claimed.requested_by }, async (trx) => {
			await authorize(trx, makeVerb(kind), { studyId });
			return work(trx);
		});
	const { frame, answers } = await read(async (trx) => ({
		frame: await getFrame(trx, roundId),
		answers: await countAnswers(trx, { roundId, kind })
	}));
	await asSystem(system.db, (trx) =>
		trx
			.updateTable('datasets')
			.set({ rows_total: answers * PASSES[format] })
			.where('id', '=', id)
			.execute()
	);
	const progress = (rows: number) =>
		asSystem(system.db, async (trx) => {
			await sql`update datasets set rows_done = rows_done + ${rows}::integer, claimed_at = now()
				where id = ${id}`.execute(trx);
		});
	const source = { read, frame, roundId, kind, language, progress };
	const stored = await system.storage.putStream(datasetBytes(source, format, system.now()));
	await finish(system, id, { state: 'done', error: null, ...stored });
}

async function finish(
	{ db, now }: SystemContext,
	id: string,
	end: { state: 'done' | 'failed'; error: string | null; sha256?: string; size?: number }
): Promise<void> {
	await asSystem(db, (trx) =>
		trx
			.updateTable('datasets')
			.set({ ...end, finished_at: now() })
			.where('id', '=', id)
			.execute()
	);
}

/** A code or the error's name: its message could hold words of an answer. */
function reasonOf(thrown: unknown): string {
	const { code, name } = (thrown ?? {}) as { code?: unknown; name?: unknown };
	return String(code ?? name ?? 'unknown').slice(0, 80);
}
