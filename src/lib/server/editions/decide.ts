import { takeOut } from '#lib/report/takeOut.ts';
import { frameLocale, takenWords } from '#lib/report/html/words.ts';
import { whatChanged } from '#lib/report/whatChanged.ts';
import type { Verb } from '../access/verbs.ts';
import { type AuditAction, recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import type { EditionFormat } from '../database/reportTables.ts';
import { Problem } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';
import { giveSlug } from './giveSlug.ts';
import { queueFiles } from './queueFiles.ts';
import { type Material, compileReady } from './propose.ts';
import {
	type EditionRow,
	editionsFrom,
	getEdition,
	lockReport,
	readContent,
	readFacts
} from './queries.ts';

export interface EditionPlace {
	roundId: string;
	editionId: string;
}

/**
 * Releases what somebody else proposed: compiled again, it must be the same bytes. It gets the next
 * number, what changed since the edition before, and the report its address where it has none. Its
 * files are made by a job, all of them where none are named. The same form sent twice releases once. Gives the number.
 * @throws Problem not_found, same_person for whoever proposed it, wrong_state where it is decided,
 * edition_not_ready, edition_changed where anything differs by now
 */
export async function releaseEdition(
	ctx: Context,
	{ formats, ...place }: EditionPlace & { formats?: readonly EditionFormat[] }
): Promise<number> {
	const number = await asActor(ctx.db, ctx.actor, async (trx) => {
		const { edition, report, studyId } = await openProposal(trx, place, 'edition.release');
		if (edition.state === 'released') return edition.number!;
		if (edition.state !== 'proposed') throw new Problem('wrong_state');
		if (edition.proposedBy === ctx.actor.accountId) throw new Problem('same_person');
		const material = await compileReady(trx, place.roundId, report.language);
		if (
			material.sha256 !== edition.contentSha256 ||
			material.datasetSha256 !== edition.datasetSha256
		)
			throw new Problem('edition_changed');
		const last = await findLast(trx, place.roundId);
		const next = (last?.number ?? 0) + 1;
		const changes = last ? await changesSince(ctx, trx, last, material) : [];
		if (report.slug === null) await giveSlug(trx, place.roundId, report.title);
		await decide(ctx, trx, edition, { number: next, state: 'released', changes: json(changes) });
		await queueFiles(trx, edition, ctx.actor.accountId, formats);
		await audit(ctx, trx, edition, 'edition.release', { number: next, studyId });
		return next;
	});
	ctx.wake('edition');
	return number;
}

/**
 * Refuses what somebody else proposed, with a reason.
 * @throws Problem not_found, reason_required, same_person, wrong_state where it is decided
 */
export async function refuseEdition(
	ctx: Context,
	{ reason, ...place }: EditionPlace & { reason: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { edition } = await openProposal(trx, place, 'edition.release');
		if (edition.state === 'refused') return;
		if (edition.state !== 'proposed') throw new Problem('wrong_state');
		if (edition.proposedBy === ctx.actor.accountId) throw new Problem('same_person');
		if (reason.trim() === '') throw new Problem('reason_required');
		await decide(ctx, trx, edition, { state: 'refused', refusal: reason });
		await audit(ctx, trx, edition, 'edition.refuse', {}, reason);
	});
}

/**
 * Takes one's own proposal back, so that another can be made.
 * @throws Problem not_found, also for everybody else, wrong_state where it is decided
 */
export async function takeBackEdition(ctx: Context, place: EditionPlace): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { edition } = await openProposal(trx, place, 'edition.propose');
		if (edition.proposedBy !== ctx.actor.accountId) throw new Problem('not_found');
		if (edition.state === 'taken_back') return;
		if (edition.state !== 'proposed') throw new Problem('wrong_state');
		await decide(ctx, trx, edition, { state: 'taken_back' });
		await audit(ctx, trx, edition, 'edition.take_back', {});
	});
}

async function openProposal(trx: Trx, { roundId, editionId }: EditionPlace, verb: Verb) {
	const { studyId } = await getRoundHead(trx, roundId, verb);
	const report = await lockReport(trx, roundId);
	return { studyId, report, edition: await getEdition(trx, roundId, editionId) };
}

async function decide(
	ctx: Context,
	trx: Trx,
	{ id }: EditionRow,
	given: {
		state: 'released' | 'refused' | 'taken_back';
		number?: number;
		changes?: ReturnType<typeof json<string[]>>;
		refusal?: string;
	}
): Promise<void> {
	await trx
		.updateTable('editions')
		.set({ ...given, decided_by: ctx.actor.accountId, decided_at: ctx.now() } as never)
		.where('id', '=', id)
		.execute();
}

function audit(
	ctx: Context,
	trx: Trx,
	edition: EditionRow,
	action: AuditAction,
	detail: Record<string, unknown>,
	reason: string | null = null
): Promise<void> {
	const { studyId, roundId, id: subjectId } = edition;
	return recordAudit(trx, ctx.actor, action, { studyId, roundId, subjectId, detail, reason });
}

const findLast = (trx: Trx, roundId: string) =>
	editionsFrom(trx)
		.where('e.round_id', '=', roundId)
		.where('e.state', '=', 'released')
		.orderBy('e.number', 'desc')
		.limit(1)
		.executeTakeFirst();

/** Against what is left of the edition before: nothing that was taken back is told of again. */
async function changesSince(
	ctx: Context,
	trx: Trx,
	last: EditionRow,
	{ content, datasetSha256 }: Material
): Promise<string[]> {
	const frozen = await readContent(ctx.storage, last.contentSha256);
	const facts = await readFacts(trx, last, undefined);
	const before = takeOut(frozen, facts, takenWords(frameLocale(frozen.language)));
	return whatChanged(
		{ content: before, datasetSha256: last.datasetSha256 },
		{ content, datasetSha256 }
	);
}
