import type { TextBlock } from '#lib/report/content.ts';
import { citeEach } from '#lib/report/writeText.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, problemOf } from '../problem.ts';
import { auditBlock, lockBlock } from './blockRows.ts';
import { localeOf } from './chaptersOf.ts';
import { cite } from './citations.ts';
import { listAsked } from './figures/tally.ts';
import { titleOf } from './figures/words.ts';
import { drawLive } from './live.ts';
import { type LiveData, readLiveData } from './liveData.ts';
import type { Live } from '#lib/report/live.ts';
import { insertBlock, openReport } from './reports.ts';

/**
 * Makes a generated block a text of its own, at the same place, with the citations the draft stood
 * on; the draft is taken out and can be brought back. `id` is made by the page: pressed twice it is
 * taken over once.
 * @throws Problem not_found; wrong_state for a block that is not generated, or was taken out;
 * not_citable where nothing public stands behind it
 */
export async function takeOver(
	ctx: Context,
	input: { roundId: string; blockId: string; id: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, report } = await openReport(trx, input.roundId, 'report.write', true);
		const block = await lockBlock(trx, input);
		const done = await trx.selectFrom('blocks').select('id').where('id', '=', input.id).execute();
		if (done.length > 0) return;
		if (!block.isGenerated || !block.live || block.removedAt !== null)
			throw new Problem('wrong_state');
		const body = await draft(ctx, trx, round.id, report.language, block.live);
		if (body === '') throw new Problem('not_citable');
		await trx
			.updateTable('blocks')
			.set({ removed_at: ctx.now() })
			.where('id', '=', block.id)
			.execute();
		const of = { round_id: round.id, study_id: round.studyId };
		const at = { id: input.id, chapterId: block.chapterId, ...of, position: block.position };
		await insertBlock(trx, ctx, at, { kind: 'text', body, live: null, isGenerated: false });
		await auditBlock(ctx, trx, { ...block, id: input.id }, 'block.save', {
			...{ revision: 1, tookOver: block.id }
		});
	});
}

/** The sentences of an overview, question by question under headings, each citing the data. */
async function draft(
	ctx: Context,
	trx: Trx,
	roundId: string,
	language: string,
	live: Live
): Promise<string> {
	const data = await readLiveData(trx, roundId, language);
	const asked = listAsked(data.definition).filter(({ area, question }) =>
		live.question
			? question.name === live.question
			: live.area
				? area.name === live.area
				: area.kind === 'issue'
	);
	const parts: string[] = [];
	for (const each of asked) {
		const label = await citeData(ctx, trx, roundId, each.question.name);
		const words = label === null ? '' : await wordsAbout(data, each.question.name);
		if (label === null || words === '') continue;
		const title = titleOf(data, each).replace(/\s+/g, ' ').replace(/[#\\]/g, '\\$&');
		parts.push(`#### ${title}`, citeEach(words, label, localeOf(language)));
	}
	return parts.join('\n\n');
}

async function citeData(ctx: Context, trx: Trx, roundId: string, question: string) {
	try {
		return await cite(ctx, trx, roundId, { kind: 'data', question });
	} catch (thrown) {
		if (problemOf(thrown)?.code === 'not_citable') return null;
		throw thrown;
	}
}

async function wordsAbout(data: LiveData, question: string): Promise<string> {
	const pieces = await drawLive(data, { type: 'overview', question });
	return pieces
		.flatMap((piece) => (piece.kind === 'figure' ? [] : piece.blocks))
		.flatMap((block: TextBlock) => (block.kind === 'paragraph' ? block.content : []))
		.map((inline) => (inline.kind === 'text' ? inline.text : ' '))
		.join('')
		.trim();
}
