import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem } from '../problem.ts';
import { countOpen } from '../report/countOpen.ts';
import { getRoundHead } from '../studies/queries.ts';
import { sha256Of } from '#lib/report/canonical.ts';
import { type Compiled, compile } from './compile.ts';
import { publicDataset } from './publicDataset.ts';
import { lockReport } from './queries.ts';

/** What an edition would hold now. */
export interface Material extends Compiled {
	dataset: Uint8Array;
	datasetSha256: string;
}

/**
 * Compiles the report where it may be published.
 * @throws Problem edition_not_ready where a sentence has no source, a citation is stale and neither
 * is waived, a source is gone, or a wording waits beside another
 */
export async function compileReady(trx: Trx, roundId: string, language: string): Promise<Material> {
	const count = await countOpen(trx, roundId);
	if (count > 0) throw new Problem('edition_not_ready', { count });
	const compiled = await compile(trx, roundId);
	const dataset = await publicDataset(trx, roundId, language);
	return { ...compiled, dataset, datasetSha256: sha256Of(dataset) };
}

/**
 * Freezes the report as it is and proposes it as an edition; `id` is made by the page, so that the
 * same form sent twice proposes once.
 * @throws Problem not_found, edition_not_ready, already_exists while another proposal waits
 */
export async function proposeEdition(
	ctx: Context,
	input: { roundId: string; id: string; note: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'edition.propose');
		const { studyId } = round;
		await authorize(trx, 'edition.propose', { studyId });
		const report = await lockReport(trx, input.roundId);
		const others = await trx
			.selectFrom('editions')
			.select('id')
			.where('round_id', '=', input.roundId)
			.where((eb) => eb.or([eb('state', '=', 'proposed'), eb('id', '=', input.id)]))
			.execute();
		if (others.some(({ id }) => id === input.id)) return;
		if (others.length > 0) throw new Problem('already_exists');
		const material = await compileReady(trx, input.roundId, report.language);
		const content = await ctx.storage.put(material.bytes);
		const dataset = await ctx.storage.put(material.dataset);
		await trx
			.insertInto('editions')
			.values({
				id: input.id,
				round_id: input.roundId,
				study_id: studyId,
				title: material.content.title,
				note: input.note,
				content_sha256: content.sha256,
				content_size: content.size,
				dataset_sha256: dataset.sha256,
				dataset_size: dataset.size,
				proposed_by: ctx.actor.accountId
			})
			.execute();
		await insertCitations(trx, input.id, studyId, material);
		await recordAudit(trx, ctx.actor, 'edition.propose', {
			studyId,
			roundId: input.roundId,
			subjectId: input.id,
			detail: { content: content.sha256, dataset: dataset.sha256, sources: material.cited.length }
		});
	});
	// Its pictures are drawn meanwhile, and no release waits for them.
	ctx.wake('edition');
}

/** Whose words and answers it holds: a withdrawal finds them by this. */
async function insertCitations(trx: Trx, editionId: string, studyId: string, { cited }: Compiled) {
	if (cited.length === 0) return;
	await trx
		.insertInto('edition_citations')
		.values(
			cited.map(({ label, kind, turnId, participantId, responseId, question, source }) => ({
				edition_id: editionId,
				study_id: studyId,
				label,
				kind,
				turn_id: turnId,
				participant_id: participantId,
				response_id: responseId,
				question,
				level: source?.quote?.level ?? null
			}))
		)
		.execute();
}
