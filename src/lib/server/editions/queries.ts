import type { EditionContent, EditionFacts } from '#lib/report/content.ts';
import type { Level } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import type { Storage } from '../storage/storage.ts';

/** An edition's row with the names that go with it. */
export interface EditionRow {
	id: string;
	roundId: string;
	studyId: string;
	number: number | null;
	state: 'proposed' | 'released' | 'refused' | 'taken_back';
	title: string;
	note: string;
	contentSha256: string;
	datasetSha256: string | null;
	datasetSize: number | null;
	changes: string[];
	proposedBy: string;
	/** Names; null where this person may not know them. */
	proposer: string | null;
	decider: string | null;
	proposedAt: Date;
	decidedAt: Date | null;
	refusal: string;
	build: number;
	/** Of the report; null before the first release. */
	slug: string | null;
}

/** The editions a query looks for, as far as the actor sees them. */
export function editionsFrom(trx: Trx) {
	return trx
		.selectFrom('editions as e')
		.innerJoin('reports as r', 'r.round_id', 'e.round_id')
		.leftJoin('accounts as p', 'p.id', 'e.proposed_by')
		.leftJoin('accounts as d', 'd.id', 'e.decided_by')
		.select(['e.id', 'e.round_id as roundId', 'e.study_id as studyId', 'e.number', 'e.state'])
		.select(['e.title', 'e.note', 'e.content_sha256 as contentSha256', 'e.changes', 'e.refusal'])
		.select(['e.dataset_sha256 as datasetSha256', 'e.dataset_size as datasetSize', 'e.build'])
		.select(['e.proposed_by as proposedBy', 'e.proposed_at as proposedAt'])
		.select(['e.decided_at as decidedAt', 'p.name as proposer', 'd.name as decider', 'r.slug']);
}

/** @throws Problem not_found */
export async function getEdition(trx: Trx, roundId: string, id: string): Promise<EditionRow> {
	const found = await editionsFrom(trx)
		.where('e.id', '=', id)
		.where('e.round_id', '=', roundId)
		.executeTakeFirst();
	if (!found) throw notFound();
	return found;
}

/** The report of a round, held until the transaction ends: one decision on its editions at a time. */
export async function lockReport(trx: Trx, roundId: string) {
	const found = await trx
		.selectFrom('reports')
		.select(['title', 'slug', 'language'])
		.where('round_id', '=', roundId)
		.forUpdate()
		.executeTakeFirst();
	if (!found) throw notFound();
	return found;
}

/** What was taken out of an edition, oldest first. */
export async function listRemovals(trx: Trx, editionId: string) {
	const rows = await trx
		.selectFrom('edition_removals as x')
		.leftJoin('accounts as a', 'a.id', 'x.removed_by')
		.select(['x.id', 'x.label', 'x.level', 'x.reason', 'x.removed_at as removedAt'])
		.select(['x.removed_by as removedBy', 'a.name as remover'])
		.where('x.edition_id', '=', editionId)
		.orderBy('x.removed_at')
		.orderBy('x.label')
		.execute();
	return rows.map((row) => ({ ...row, level: row.level as Level }));
}

/** What figures of an edition may not show any more, oldest first. */
export function listTakenCountries(trx: Trx, { id, roundId }: Pick<EditionRow, 'id' | 'roundId'>) {
	return trx
		.selectFrom('edition_delegation_removals as x')
		.leftJoin('round_countries as c', (join) =>
			join.onRef('c.country', '=', 'x.country').on('c.round_id', '=', roundId)
		)
		.select(['x.country as code', 'c.name', 'x.delegation', 'x.part', 'x.removed_at as removedAt'])
		.where('x.edition_id', '=', id)
		.orderBy('x.removed_at')
		.orderBy('x.country')
		.orderBy('x.part')
		.orderBy('x.delegation')
		.execute();
}

/**
 * When an answer was first taken out of an edition: its frozen dataset holds all of them, so nobody
 * gets it from then on. null where none was.
 */
export async function findDatasetRemoval(trx: Trx, editionId: string): Promise<Date | null> {
	const source = await trx
		.selectFrom('edition_removals as x')
		.innerJoin('edition_citations as c', (join) =>
			join.onRef('c.edition_id', '=', 'x.edition_id').onRef('c.label', '=', 'x.label')
		)
		.select((eb) => eb.fn.min('x.removed_at').as('first'))
		.where('x.edition_id', '=', editionId)
		.where('x.level', '<', 2)
		.where('c.kind', 'in', ['answer', 'evidence', 'data', 'change'])
		.executeTakeFirst();
	const delegation = await trx
		.selectFrom('edition_delegation_removals')
		.select((eb) => eb.fn.min('removed_at').as('first'))
		.where('edition_id', '=', editionId)
		.where('part', '=', 'answers')
		.executeTakeFirst();
	const days = [source, delegation].flatMap((row) => (row?.first ? [row.first.getTime()] : []));
	return days.length > 0 ? new Date(Math.min(...days)) : null;
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/**
 * What files and pages say of an edition beside its content, and what may not be in them; `origin` is
 * the instance's address. For whoever sees the edition, and the system.
 */
export async function readFacts(
	trx: Trx,
	edition: EditionRow,
	origin: string | undefined
): Promise<EditionFacts> {
	const isOut = edition.number !== null;
	const removals = await listRemovals(trx, edition.id);
	const taken = await listTakenCountries(trx, edition);
	const datasetRemovedAt = await findDatasetRemoval(trx, edition.id);
	return {
		number: edition.number ?? 0,
		releasedOn: isOut && edition.decidedAt ? dayOf(edition.decidedAt) : null,
		contentSha256: edition.contentSha256,
		datasetSha256: edition.datasetSha256,
		address:
			isOut && origin && edition.slug
				? `${origin}/published/${edition.slug}/${edition.number}`
				: null,
		changes: edition.changes,
		removals: removals.map(({ label, level, removedAt }) => ({
			...{ label, level, removedOn: dayOf(removedAt) }
		})),
		taken: taken.map(({ code, name, delegation, part, removedAt }) => ({
			...{ code, name: name ?? '', delegation, part, removedOn: dayOf(removedAt) }
		})),
		datasetRemovedOn: datasetRemovedAt && dayOf(datasetRemovedAt)
	};
}

/** The frozen content. @throws Error where the storage has lost it, or holds something else */
export async function readContent(storage: Storage, sha256: string): Promise<EditionContent> {
	const stream = await storage.open(sha256);
	if (!stream) throw new Error('the content of an edition is not in the storage');
	return (await new Response(stream).json()) as EditionContent;
}
