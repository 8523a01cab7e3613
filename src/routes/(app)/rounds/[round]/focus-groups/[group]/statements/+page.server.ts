import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import { readVotes } from '#lib/focusgroups/readVotes.ts';
import { newStatementSchema, statementIdSchema, statementSchema } from '#lib/schemas/said.ts';
import {
	addStatement,
	changeStatement,
	setStatementRemoved
} from '#lib/server/focusgroups/statements.ts';
import { getStatementsPage } from '#lib/server/focusgroups/statementsPage.ts';
import { recordVotes } from '#lib/server/focusgroups/votes.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { viewStatements } from './statementsView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What the room was asked to agree to. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		view: viewStatements(await getStatementsPage(ctx, event.params.round, event.params.group)),
		done: event.url.searchParams.get('done'),
		addForm: await emptyForm(newStatementSchema, 'add', { id: randomUUID() })
	}));

const groupOf = ({ params }: RequestEvent) => ({ groupId: params.group! });
function back({ url }: RequestEvent, done: string, statement: string): never {
	redirect(303, `${url.pathname}?done=${done}#s-${statement}`);
}
const factsOf = ({ body, area, question }: Record<'body' | 'area' | 'question', string>) => ({
	body,
	area: area || null,
	question: question || null
});

const setRemoved = (id: string, isRemoved: boolean) =>
	formAction(statementIdSchema, id, async (ctx, { statement }, event) => {
		await setStatementRemoved(ctx, { ...groupOf(event), id: statement, isRemoved });
		back(event, isRemoved ? 'removed' : 'restored', statement);
	});

export const actions: Actions = {
	add: formAction(newStatementSchema, 'add', async (ctx, input, event) => {
		await addStatement(ctx, { ...groupOf(event), id: input.id, facts: factsOf(input) });
		back(event, 'added', input.id);
	}),
	change: formAction(statementSchema, 'change', async (ctx, input, event) => {
		const { statement: id, revision } = input;
		await changeStatement(ctx, { ...groupOf(event), id, revision, facts: factsOf(input) });
		back(event, 'changed', id);
	}),
	remove: setRemoved('remove', true),
	restore: setRemoved('restore', false),
	vote: async (event) => {
		// The schema reads which statement; the answers are as many as there are participants.
		const votes = readVotes(await event.request.clone().formData());
		return formAction(statementIdSchema, 'vote', async (ctx, { statement }) => {
			await recordVotes(ctx, { ...groupOf(event), statementId: statement, votes });
			back(event, 'voted', statement);
		})(event);
	}
};
