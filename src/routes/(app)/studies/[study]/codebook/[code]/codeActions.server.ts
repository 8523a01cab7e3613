import { type RequestEvent, redirect } from '@sveltejs/kit';
import {
	changeCodeSchema,
	memoRemoveSchema,
	memoSchema,
	mergeCodeSchema,
	moveCodeSchema,
	retireCodeSchema,
	splitCodeSchema
} from '#lib/schemas/coding.ts';
import { changeCode, moveCode, retireCode } from '#lib/server/coding/changeCode.ts';
import { changeMemo, removeMemo, writeMemo } from '#lib/server/coding/memos.ts';
import { mergeCode } from '#lib/server/coding/mergeCodes.ts';
import { splitCode } from '#lib/server/coding/splitCode.ts';
import { formAction } from '#lib/server/http/formAction.ts';

const codeOf = ({ params }: RequestEvent) => params.code ?? '';
const back = ({ url }: RequestEvent, done: string): never =>
	redirect(303, `${url.pathname}?done=${done}`);

export const changeAction = formAction(changeCodeSchema, 'change', async (ctx, input, event) => {
	const { revision, kind, ...words } = input;
	const given = { ...words, isCodable: kind === 'code' };
	await changeCode(ctx, { codeId: codeOf(event), revision, words: given });
	back(event, 'changed');
});

export const moveAction = formAction(moveCodeSchema, 'move', async (ctx, input, event) => {
	const to = input.to === 'under' ? { under: input.parent || null } : input.to;
	await moveCode(ctx, { codeId: codeOf(event), revision: input.revision, to });
	back(event, 'moved');
});

export const retireAction = formAction(retireCodeSchema, 'retire', async (ctx, input, event) => {
	const isRetired = input.act === 'retire';
	await retireCode(ctx, { codeId: codeOf(event), revision: input.revision, isRetired });
	back(event, isRetired ? 'retired' : 'back');
});

export const mergeAction = formAction(mergeCodeSchema, 'merge', async (ctx, input, event) => {
	await mergeCode(ctx, { codeId: codeOf(event), revision: input.revision, intoId: input.into });
	const at = event.url.pathname.replace(codeOf(event), input.into);
	redirect(303, `${at}?done=merged`);
});

export const splitAction = formAction(splitCodeSchema, 'split', async (ctx, input, event) => {
	const { id, revision, existing, name, definition, codings } = input;
	const into = existing ? { existingId: existing } : { newId: id, name, definition };
	await splitCode(ctx, { codeId: codeOf(event), revision, into, codingIds: codings });
	back(event, 'split');
});

export const memoAction = formAction(memoSchema, 'memo', async (ctx, input, event) => {
	const { id, revision, visibility, body } = input;
	const target = { scope: 'code', codeId: codeOf(event) } as const;
	if (revision > 0) await changeMemo(ctx, { id, revision, visibility, body });
	else await writeMemo(ctx, { id, target, visibility, body });
	back(event, 'memo');
});

export const memoRemoveAction = formAction(
	memoRemoveSchema,
	'memoRemove',
	async (ctx, { memo }, event) => {
		await removeMemo(ctx, memo);
		back(event, 'memo_removed');
	}
);
