import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/paraglide/runtime.js';
import { commentSchema, removeCommentSchema } from '#lib/schemas/talk.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getCommentsPage, removeComment, writeComment } from '#lib/server/responses/comments.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { type Text, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Which question the address names; null is the whole area. */
function questionOf(event: { url: URL }): string | null {
	return event.url.searchParams.get('question') || null;
}

/** What colleagues say to each other about a question, or in a whole area. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { delegation: delegationId, area } = event.params;
		const asked = questionOf(event);
		const page = await getCommentsPage(ctx, { delegationId, area, question: asked });
		const { delegation, definition } = page;
		const say = (text: Text) =>
			withoutMarkup(textIn(text, getLocale(), definition.default_language));
		return {
			home: `/respond/${delegationId}`,
			here: `/respond/${delegationId}/${area}`,
			country: delegation.name || delegation.countryName,
			isInvented: delegation.isInvented,
			title: say(page.area.title),
			question: page.question && {
				key: asked!,
				number: page.question.number,
				label: say(page.question.label).replaceAll(/\$\{[^}]*\}/g, '…')
			},
			comments: page.comments.map((comment) => ({
				...comment,
				number: comment.question
					? (findAskedQuestion(definition, comment.question)?.question.number ?? '')
					: ''
			})),
			colleagues: page.colleagues,
			newId: randomUUID(),
			done: event.url.searchParams.get('done')
		};
	});

function stay(event: RequestEvent, done: string, to: string): never {
	const asked = questionOf(event);
	const about = asked ? `question=${encodeURIComponent(asked)}&` : '';
	redirect(303, `${event.url.pathname}?${about}done=${done}#${to}`);
}

export const actions: Actions = {
	write: formAction(commentSchema, 'write', async (ctx, input, event) => {
		const { delegation: delegationId = '', area = '' } = event.params;
		await writeComment(ctx, { ...input, delegationId, area, question: questionOf(event) });
		stay(event, 'sent', `comment-${input.id}`);
	}),
	remove: formAction(removeCommentSchema, 'remove', async (ctx, input, event) => {
		const { delegation: delegationId = '' } = event.params;
		await removeComment(ctx, { delegationId, commentId: input.comment });
		stay(event, 'removed', `comment-${input.comment}`);
	})
};
