import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { Problem, notFound } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';
import type { EditionPlace } from './decide.ts';
import { queueAgain } from './queueFiles.ts';
import { getEdition, lockReport } from './queries.ts';

/**
 * Takes the words of a source out of a released edition, because somebody asked for it or they
 * should never have been in it. Twice is once. Its files are made again.
 * @throws Problem not_found, wrong_state where it is not released, reason_required
 */
export async function removeSource(
	ctx: Context,
	input: EditionPlace & { label: string; reason: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { studyId } = await getRoundHead(trx, input.roundId, 'edition.remove');
		await lockReport(trx, input.roundId);
		const edition = await getEdition(trx, input.roundId, input.editionId);
		if (edition.state !== 'released') throw new Problem('wrong_state');
		const cited = await trx
			.selectFrom('edition_citations as c')
			.select('c.label')
			.select((eb) =>
				eb
					.selectFrom('edition_removals as x')
					.select((inner) => inner.fn.min('x.level').as('level'))
					.whereRef('x.edition_id', '=', 'c.edition_id')
					.whereRef('x.label', '=', 'c.label')
					.as('level')
			)
			.where('c.edition_id', '=', edition.id)
			.where('c.label', '=', input.label)
			.executeTakeFirst();
		if (!cited) throw notFound();
		if (cited.level === 0) return;
		if (input.reason.trim() === '') throw new Problem('reason_required');
		await trx
			.insertInto('edition_removals')
			.values({
				edition_id: edition.id,
				study_id: studyId,
				label: input.label,
				level: 0,
				removed_by: ctx.actor.accountId,
				reason: input.reason
			})
			.execute();
		await queueAgain(trx, edition.id);
		await recordAudit(trx, ctx.actor, 'edition.remove', {
			studyId,
			roundId: input.roundId,
			subjectId: edition.id,
			detail: { label: input.label, number: edition.number },
			reason: input.reason
		});
	});
	ctx.wake('edition');
}
