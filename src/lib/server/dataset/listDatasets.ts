import { authorize, listActorRoles } from '../access/authorize.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Tables } from '../database/tables.ts';
import { DATASET_KINDS, type DatasetKind } from '#lib/terms.ts';
import { makeVerb } from './dataset.ts';
import { getFrame } from './source.ts';

export type DatasetRow = Pick<Tables['datasets'], 'kind' | 'format' | 'language' | 'error'> & {
	id: string;
	state: 'queued' | 'running' | 'done' | 'failed';
	/** Between 0 and 1 while it is being made. */
	done: number;
	sha256: string | null;
	/** Bytes. */
	size: number | null;
	requestedAt: Date;
	/** Name of whoever asked for it; null where this person may not know them. */
	requestedBy: string | null;
};

export interface DatasetPage {
	studyId: string;
	study: string;
	isInvented: boolean;
	round: string;
	/** Languages a file can be labelled in. */
	languages: readonly string[];
	/** The kinds this person may ask for; none for readers. */
	makes: DatasetKind[];
	/** Newest first. */
	datasets: DatasetRow[];
	/** true while a file is waited for. */
	isWaiting: boolean;
}

const LONGEST_LIST = 100;

/**
 * A round's files as far as this person may have them.
 * @throws Problem not_found
 */
export function getDatasetPage(ctx: Context, roundId: string): Promise<DatasetPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { studyId, study, isInvented, round, definition } = await getFrame(trx, roundId);
		await authorize(trx, 'dataset.list', { studyId });
		const held = await listActorRoles(trx, { studyId });
		const rows = await trx
			.selectFrom('datasets as d')
			.leftJoin('accounts as a', 'a.id', 'd.requested_by')
			.select([
				'd.id',
				'd.kind',
				'd.format',
				'd.language',
				'd.state',
				'd.rows_done',
				'd.rows_total'
			])
			.select(['d.sha256', 'd.size', 'd.error', 'd.requested_at', 'a.name'])
			.where('d.round_id', '=', roundId)
			.orderBy('d.requested_at', 'desc')
			.limit(LONGEST_LIST)
			.execute();
		return {
			studyId,
			study,
			isInvented,
			round,
			languages: definition.languages,
			makes: DATASET_KINDS.filter((kind) => mayDo(makeVerb(kind), held)),
			datasets: rows.map((row) => ({
				id: row.id,
				kind: row.kind,
				format: row.format,
				language: row.language,
				state: row.state,
				error: row.error,
				done: row.rows_total ? Math.min(1, row.rows_done / row.rows_total) : 0,
				sha256: row.sha256,
				size: row.size === null ? null : Number(row.size),
				requestedAt: row.requested_at,
				requestedBy: row.name
			})),
			isWaiting: rows.some((row) => row.state === 'queued' || row.state === 'running')
		};
	});
}
