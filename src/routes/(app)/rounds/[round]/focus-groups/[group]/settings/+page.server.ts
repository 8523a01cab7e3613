import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import { readGroup, readGroupBase } from '#lib/focusgroups/readForms.ts';
import {
	groupFactsSchema,
	groupPersonSchema,
	removeGroupPersonSchema
} from '#lib/schemas/focusGroup.ts';
import { noFields } from '#lib/schemas/noFields.ts';
import { getGroupSettings } from '#lib/server/focusgroups/groupPage.ts';
import { addGroupPerson, removeGroupPerson } from '#lib/server/focusgroups/groupPeople.ts';
import { changeGroup, closeGroup, openGroup } from '#lib/server/focusgroups/groups.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { Problem } from '#lib/server/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What is said of a meeting, and who runs it. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		page: await getGroupSettings(ctx, event.params.round, event.params.group),
		done: event.url.searchParams.get('done'),
		personForm: await emptyForm(groupPersonSchema, 'person', { id: randomUUID() })
	}));

const groupOf = ({ params }: RequestEvent) => params.group!;
function back(event: RequestEvent, done: string): never {
	redirect(303, `${event.url.pathname}?done=${done}`);
}

export const actions: Actions = {
	facts: formAction(groupFactsSchema, 'facts', async (ctx, input, event) => {
		const base = readGroupBase(input.base);
		if (!base) throw new Problem('invalid');
		const { reason } = input;
		const facts = readGroup(input, base);
		await changeGroup(ctx, { groupId: groupOf(event), base, facts, reason });
		back(event, 'saved');
	}),
	person: formAction(groupPersonSchema, 'person', async (ctx, input, event) => {
		const { id, account, label, role, room } = input;
		const person = account ? { accountId: account } : { label };
		await addGroupPerson(ctx, { id, groupId: groupOf(event), person, role, room: room || null });
		back(event, 'person#people');
	}),
	removePerson: formAction(
		removeGroupPersonSchema,
		'removePerson',
		async (ctx, { person: personId }, event) => {
			await removeGroupPerson(ctx, { groupId: groupOf(event), personId });
			back(event, 'person_removed#people');
		}
	),
	close: formAction(noFields, 'close', async (ctx, _input, event) => {
		await closeGroup(ctx, groupOf(event));
		back(event, 'closed#close');
	}),
	open: formAction(noFields, 'close', async (ctx, _input, event) => {
		await openGroup(ctx, groupOf(event));
		back(event, 'opened#close');
	})
};
