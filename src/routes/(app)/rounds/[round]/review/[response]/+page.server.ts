import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import {
	acceptSchema,
	askSchema,
	closeSchema,
	reopenSchema,
	returnSchema,
	sendBackSchema
} from '#lib/schemas/review.ts';
import { assignSchema } from '#lib/schemas/talk.ts';
import type { Context } from '#lib/server/context.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { assignQuery } from '#lib/server/review/assignQuery.ts';
import { acceptResponse, reopenResponse, returnResponse } from '#lib/server/review/decision.ts';
import { findNextToReview, getReviewPage } from '#lib/server/review/pages.ts';
import { closeQuery, openQuery, sendBackQuery } from '#lib/server/review/query.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await getReviewPage(ctx, event.params.round, event.params.response);
		return {
			page,
			/** A key per question for a new query: the same form sent twice asks once. */
			newIds: Object.fromEntries(
				page.questions.map(({ question }) => [question.name, randomUUID()])
			),
			done: event.url.searchParams.get('done') ?? ''
		};
	});

const responseOf = (event: RequestEvent) => event.params.response!;

function stay(event: RequestEvent, done: string): never {
	redirect(303, `${event.url.pathname}?done=${done}`);
}

async function goOn(ctx: Context, event: RequestEvent, done: string): Promise<never> {
	const queue = `/rounds/${event.params.round}/review`;
	const next = await findNextToReview(ctx, event.params.round!, responseOf(event));
	redirect(303, `${queue}${next ? `/${next}` : ''}?done=${done}`);
}

export const actions: Actions = {
	ask: formAction(askSchema, 'ask', async (ctx, input, event) => {
		await openQuery(ctx, { ...input, responseId: responseOf(event) });
		stay(event, `asked#${encodeURIComponent(input.question)}`);
	}),
	sendBack: formAction(sendBackSchema, 'sendBack', async (ctx, input, event) => {
		await sendBackQuery(ctx, { queryId: input.query, body: input.body });
		stay(event, `sent_back#query-${input.query}`);
	}),
	close: formAction(closeSchema, 'close', async (ctx, input, event) => {
		const { query: queryId, body, submission } = input;
		await closeQuery(ctx, { queryId, body, submission });
		stay(event, `closed#query-${queryId}`);
	}),
	assign: formAction(assignSchema, 'assign', async (ctx, input, event) => {
		await assignQuery(ctx, { queryId: input.query, accountId: input.account || null });
		stay(event, `assigned#query-${input.query}`);
	}),
	accept: formAction(acceptSchema, 'accept', async (ctx, input, event) => {
		await acceptResponse(ctx, responseOf(event), input.submission);
		await goOn(ctx, event, 'accepted');
	}),
	return: formAction(returnSchema, 'return', async (ctx, input, event) => {
		await returnResponse(ctx, responseOf(event), input.reason, input.submission);
		await goOn(ctx, event, 'returned');
	}),
	reopen: formAction(reopenSchema, 'reopen', async (ctx, input, event) => {
		await reopenResponse(ctx, responseOf(event), input.reason);
		redirect(303, `/rounds/${event.params.round}/review?done=reopened`);
	})
};
