import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { suggestedRules } from '#lib/components/focusgroup/groundRules.ts';
import { PLAIN_FACTS } from '#lib/focusgroups/facts.ts';
import { readNewGroup } from '#lib/focusgroups/readForms.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { newGroupSchema } from '#lib/schemas/focusGroup.ts';
import { getGroupList } from '#lib/server/focusgroups/groupList.ts';
import { createGroup } from '#lib/server/focusgroups/groups.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The meetings of a round, and a form for another one. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		...(await getGroupList(ctx, event.params.round)),
		createForm: await emptyForm(newGroupSchema, 'create', {
			id: randomUUID(),
			languages: [...new Set(['en', getLocale()])]
		})
	}));

export const actions: Actions = {
	create: formAction(newGroupSchema, 'create', async (ctx, input, { params }) => {
		const facts = { ...PLAIN_FACTS, ...readNewGroup(input) };
		const groundRules = suggestedRules(facts.languages);
		const roundId = params.round!;
		await createGroup(ctx, { id: input.id, roundId, facts: { ...facts, groundRules } });
		redirect(303, `/rounds/${roundId}/focus-groups/${input.id}?done=created`);
	})
};
