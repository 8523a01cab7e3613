import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import { readParticipant, readParticipantBase } from '#lib/focusgroups/readForms.ts';
import {
	newParticipantSchema,
	participantSchema,
	removeParticipantSchema
} from '#lib/schemas/focusGroup.ts';
import { getGroupPage } from '#lib/server/focusgroups/groupPage.ts';
import {
	addParticipant,
	changeParticipant,
	removeParticipant,
	restoreParticipant
} from '#lib/server/focusgroups/participants.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { Problem } from '#lib/server/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** A meeting's front page; the participants are looked after here. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const said = event.url.searchParams;
		const page = await getGroupPage(ctx, event.params.round, event.params.group);
		return {
			page,
			today: ctx.now().toISOString().slice(0, 10),
			done: said.get('done'),
			who: said.get('who'),
			/** The participant whose form is shown. */
			chosen: said.get('change'),
			addForm: await emptyForm(newParticipantSchema, 'add', {
				id: randomUUID(),
				pseudonym: page.next,
				proposed: page.next,
				language: page.group.languages[0] ?? 'en'
			})
		};
	});

const groupOf = ({ params }: RequestEvent) => params.group!;
function back(event: RequestEvent, done: string, who: string): never {
	redirect(303, `${event.url.pathname}?done=${done}&who=${who}#participants`);
}

export const actions: Actions = {
	add: formAction(newParticipantSchema, 'add', async (ctx, input, event) => {
		const { pseudonym, ...facts } = readParticipant(input);
		const isOwn = pseudonym !== '' && pseudonym !== input.proposed;
		const participant = { ...facts, id: input.id, pseudonym: isOwn ? pseudonym : null };
		await addParticipant(ctx, { ...participant, groupId: groupOf(event) });
		back(event, 'added', input.id);
	}),
	change: formAction(participantSchema, 'change', async (ctx, input, event) => {
		const base = readParticipantBase(input.base);
		if (!base) throw new Problem('invalid');
		const change = { groupId: groupOf(event), id: input.participant, base };
		await changeParticipant(ctx, { ...change, facts: readParticipant(input) });
		back(event, 'changed', input.participant);
	}),
	remove: formAction(removeParticipantSchema, 'remove', async (ctx, { participant: id }, event) => {
		await removeParticipant(ctx, { groupId: groupOf(event), id });
		back(event, 'removed', id);
	}),
	restore: formAction(
		removeParticipantSchema,
		'restore',
		async (ctx, { participant: id }, event) => {
			await restoreParticipant(ctx, { groupId: groupOf(event), id });
			back(event, 'restored', id);
		}
	)
};
