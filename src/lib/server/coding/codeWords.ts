import { randomUUID } from 'node:crypto';
import { findWords } from '#lib/passages/excerpt.ts';
import type { CodedField } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { Problem, notFound } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';
import { type AddedCoding, auditAdded, placeCodings } from './addCodings.ts';
import { type Place, holdTurns, placeKey, readAnswers } from './texts.ts';

/** The most passages one press of a button codes in one text. */
const MOST_AT_ONCE = 200;

/**
 * Puts a code on words somebody typed or pasted, found in the text whatever their capitals; on the
 * whole text where none are given. Of several places it is the first, or each with `isEverywhere`.
 * For pages without a script. `id` is made by the page.
 * @throws Problem not_found, words_missing where they are not in the text, and what addCodings says
 */
export async function codeWords(
	ctx: Context,
	input: {
		id: string;
		roundId: string;
		codeId: string;
		place: Place;
		field: CodedField;
		words: string | null;
		isEverywhere: boolean;
	}
): Promise<AddedCoding[]> {
	const { id, codeId, place, field, words } = input;
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'coding.write');
		const texts =
			'turnId' in place
				? await holdTurns(trx, round.id, [place.turnId])
				: await readAnswers(
						trx,
						round.id,
						[place.responseId],
						mayDo('response.review', round.roles)
					);
		const text = texts.get(placeKey(place));
		if (!text) throw notFound();
		const whole = text.texts[field];
		if (whole === undefined) throw new Problem('invalid');
		const spans =
			words === null
				? [{ start: 0, end: whole.length }]
				: findWords(whole, words, input.isEverywhere ? MOST_AT_ONCE : 1);
		if (spans.length === 0) throw new Problem('words_missing');
		const codings = spans.map((span, at) => ({
			...span,
			id: at === 0 ? id : randomUUID(),
			codeId,
			place,
			field,
			textRevision: text.revision
		}));
		const added = await placeCodings(trx, ctx, round, { codings });
		await auditAdded(trx, ctx, round, added);
		return added;
	});
}
