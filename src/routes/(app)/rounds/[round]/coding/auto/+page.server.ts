import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { ruleSchema, undoRuleSchema } from '#lib/schemas/coding.ts';
import { applyRule, getAutoCodePage, undoRule } from '#lib/server/coding/autoCode.ts';
import { RULE_KINDS, type Rule } from '#lib/server/coding/rules.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { viewRules } from './rulesView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The rule an address asks about; null where it says too little. */
function ruleOf(asked: URLSearchParams): { rule: Rule; codeId: string } | null {
	const by = RULE_KINDS.find((kind) => kind === asked.get('by'));
	const value = (asked.get(by ?? '') || asked.get('value')) ?? '';
	const codeId = asked.get('code') ?? '';
	if (!by || value.trim() === '' || !/^[0-9a-f-]{36}$/i.test(codeId)) return null;
	const among = (['turns', 'answers'] as const).find((each) => each === asked.get('among'));
	const groupId = asked.get('group') || undefined;
	return { rule: { by, value, groupId, among: among ?? 'all' }, codeId };
}

/** Coding by a rule: what it would do, and what was done by one. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = event.url.searchParams;
		const rule = ruleOf(asked);
		const page = await getAutoCodePage(ctx, event.params.round, rule);
		return {
			...viewRules(page, asked),
			rule,
			preview: page.preview,
			batches: page.batches,
			batchId: randomUUID(),
			done: asked.get('done')
		};
	});

export const actions: Actions = {
	apply: formAction(ruleSchema, 'apply', async (ctx, input, event) => {
		const { by, value, group, among, code, batch } = input;
		const count = await applyRule(ctx, {
			roundId: event.params.round ?? '',
			batchId: batch,
			codeId: code,
			rule: { by, value, groupId: group || undefined, among }
		});
		redirect(303, `${event.url.pathname}?done=${count > 0 ? 'auto' : 'auto_none'}#batches`);
	}),
	undo: formAction(undoRuleSchema, 'undo', async (ctx, { batch }, event) => {
		await undoRule(ctx, { roundId: event.params.round ?? '', batchId: batch });
		redirect(303, `${event.url.pathname}?done=auto_undone#batches`);
	})
};
