import {
	codeWordsSchema,
	codingSchema,
	memoRemoveSchema,
	memoSchema
} from '#lib/schemas/coding.ts';
import { codeWords } from '#lib/server/coding/codeWords.ts';
import { type MemoTarget, changeMemo, removeMemo, writeMemo } from '#lib/server/coding/memos.ts';
import { removeCodings, restoreCodings } from '#lib/server/coding/removeCodings.ts';
import { type Place, placeKey } from '#lib/server/coding/texts.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { notFound } from '#lib/server/problem.ts';
import { backTo } from './address.server.ts';

/** The forms of coding pages, which work without a script; each goes back to its unit. */
const roundOf = (params: Partial<Record<string, string>>) => params.round ?? '';

function placeOf(input: { turn: string; response: string; question: string }): Place {
	if (input.turn) return { turnId: input.turn };
	if (!input.response || !input.question) throw notFound();
	return { responseId: input.response, question: input.question };
}

export const codeAction = formAction(codeWordsSchema, 'code', async (ctx, input, event) => {
	const place = placeOf(input);
	await codeWords(ctx, {
		id: input.id,
		roundId: roundOf(event.params),
		codeId: input.code,
		place,
		field: input.field,
		words: input.how === 'whole' ? null : input.words,
		isEverywhere: input.everywhere
	});
	backTo(event.url, 'coded', placeKey(place));
});

export const removeAction = formAction(codingSchema, 'remove', async (ctx, { coding }, event) => {
	await removeCodings(ctx, { roundId: roundOf(event.params), ids: [coding] });
	const unit = event.url.searchParams.get('unit');
	event.url.searchParams.set('removed', coding);
	backTo(event.url, 'removed', unit);
});

export const restoreAction = formAction(codingSchema, 'restore', async (ctx, { coding }, event) => {
	await restoreCodings(ctx, { roundId: roundOf(event.params), ids: [coding] });
	event.url.searchParams.delete('removed');
	backTo(event.url, 'restored', event.url.searchParams.get('unit'));
});

/** What a memo's form is about: the one of its fields that says something. */
export function targetOf(input: {
	coding: string;
	turn: string;
	response: string;
	question: string;
	code: string;
	group: string;
}): MemoTarget {
	if (input.coding) return { scope: 'span', codingId: input.coding };
	if (input.turn) return { scope: 'turn', turnId: input.turn };
	if (input.response && input.question)
		return { scope: 'answer', responseId: input.response, question: input.question };
	if (input.code) return { scope: 'code', codeId: input.code };
	if (input.group) return { scope: 'group', groupId: input.group };
	throw notFound();
}

export const memoAction = formAction(memoSchema, 'memo', async (ctx, input, event) => {
	const { id, visibility, body, revision } = input;
	if (revision > 0) await changeMemo(ctx, { id, revision, visibility, body });
	else await writeMemo(ctx, { id, target: targetOf(input), visibility, body });
	backTo(event.url, 'memo', event.url.searchParams.get('unit'));
});

export const memoRemoveAction = formAction(
	memoRemoveSchema,
	'memoRemove',
	async (ctx, { memo }, event) => {
		await removeMemo(ctx, memo);
		backTo(event.url, 'memo_removed', event.url.searchParams.get('unit'));
	}
);
