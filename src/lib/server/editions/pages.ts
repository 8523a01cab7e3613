import type { EditionContent, EditionFacts } from '#lib/report/content.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { countOpen } from '../report/countOpen.ts';
import { getRoundHead } from '../studies/queries.ts';
import { compile } from './compile.ts';
import type { EditionPlace } from './decide.ts';
import {
	editionsFrom,
	findDatasetRemoval,
	getEdition,
	listRemovals,
	listTakenCountries,
	readContent,
	readFacts
} from './queries.ts';

/**
 * The editions of a round, newest first, and what stands in the way of the next.
 * @throws Problem not_found
 */
export function getEditionsPage(ctx: Context, roundId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'report.read');
		const report = await trx
			.selectFrom('reports')
			.select(['title', 'slug'])
			.where('round_id', '=', roundId)
			.executeTakeFirst();
		const editions = await editionsFrom(trx)
			.where('e.round_id', '=', roundId)
			.orderBy('e.proposed_at', 'desc')
			.execute();
		return {
			round,
			report: report ?? null,
			editions,
			open: report ? await countOpen(trx, roundId) : 0,
			mayPropose: mayDo('edition.propose', round.roles)
		};
	});
}

/** One edition with its files, what it cites and what was taken out. @throws Problem not_found */
export function getEditionPage(ctx: Context, { roundId, editionId }: EditionPlace) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'report.read');
		const edition = await getEdition(trx, roundId, editionId);
		const mayDecide = mayDo('edition.release', round.roles) && edition.state === 'proposed';
		const isOwn = edition.proposedBy === ctx.actor.accountId;
		return {
			round,
			edition,
			files: await listFiles(trx, editionId, edition.build),
			citations: await listCitations(trx, editionId),
			removals: await listRemovals(trx, editionId),
			taken: await listTakenCountries(trx, edition),
			datasetRemovedAt: await findDatasetRemoval(trx, editionId),
			mayDecide: mayDecide && !isOwn,
			mayTakeBack: mayDecide && isOwn,
			mayMake: mayDo('edition.make', round.roles) && edition.state === 'released',
			mayRemove: mayDo('edition.remove', round.roles) && edition.state === 'released'
		};
	});
}

/** Of the edition as it is now; those of an earlier build are given to nobody. */
function listFiles(trx: Trx, editionId: string, build: number) {
	return trx
		.selectFrom('edition_files')
		.select(['format', 'state', 'sha256', 'size', 'error'])
		.select(['steps_done as stepsDone', 'steps_total as stepsTotal', 'finished_at as finishedAt'])
		.where('edition_id', '=', editionId)
		.where('build', '=', build)
		.orderBy('format')
		.execute();
}

function listCitations(trx: Trx, editionId: string) {
	return trx
		.selectFrom('edition_citations')
		.select(['label', 'kind', 'question'])
		.where('edition_id', '=', editionId)
		.orderBy('kind')
		.orderBy('label')
		.execute();
}

/** What an edition's pages are made of, as far as they may be shown now. @throws Problem not_found */
export async function openEdition(
	ctx: Context,
	{ roundId, editionId }: EditionPlace
): Promise<{ content: EditionContent; facts: EditionFacts }> {
	const facts = await asActor(ctx.db, ctx.actor, async (trx) => {
		await getRoundHead(trx, roundId, 'report.read');
		const edition = await getEdition(trx, roundId, editionId);
		return readFacts(trx, edition, ctx.config.origin);
	});
	return { content: await readContent(ctx.storage, facts.contentSha256), facts };
}

/** The report as it is now, as an edition would show it. @throws Problem not_found */
export function previewReport(
	ctx: Context,
	roundId: string
): Promise<{ content: EditionContent; facts: EditionFacts }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await getRoundHead(trx, roundId, 'report.read');
		const { content, sha256 } = await compile(trx, roundId);
		const facts: EditionFacts = {
			number: 0,
			releasedOn: null,
			contentSha256: sha256,
			datasetSha256: null,
			address: null,
			changes: [],
			removals: [],
			taken: [],
			datasetRemovedOn: null
		};
		return { content, facts };
	});
}
