import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { Problem } from '../problem.ts';
import { lockBlock, writeRevision } from './blockRows.ts';
import { type Citable, cite } from './citations.ts';
import { openReport } from './reports.ts';
import { LONGEST_BODY } from './saveBlock.ts';

/**
 * Makes a citation, as addCitation does, and puts it at the end of a text, where it belongs to the
 * last sentence; a text that cites it already is left as it is. Gives the label.
 * @throws Problem not_found; not_citable; wrong_state for a live block and one taken out
 */
export async function citeInto(
	ctx: Context,
	input: { roundId: string; what: Citable; blockId: string }
): Promise<string> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await openReport(trx, input.roundId, 'report.write', true);
		const block = await lockBlock(trx, input);
		if (block.kind === 'live' || block.removedAt !== null) throw new Problem('wrong_state');
		const label = await cite(ctx, trx, input.roundId, input.what);
		if (block.body.includes(`[@${label}]`)) return label;
		const end = block.body.trimEnd();
		const body = end === '' ? `[@${label}]` : `${end} [@${label}]`;
		if (body.length > LONGEST_BODY) throw new Problem('too_large');
		const write = { saveId: randomUUID(), basedOn: block.revision };
		const { live, strength } = block;
		await writeRevision(ctx, trx, block, { ...write, standing: 'current', body, live, strength });
		return label;
	});
}
