import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import { countryName } from '#lib/asean.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { linkReplySchema } from '#lib/schemas/talk.ts';
import { addressLimit, countAttempt } from '#lib/server/accounts/throttle.ts';
import { visitorAction } from '#lib/server/http/formAction.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { addressOf } from '#lib/server/http/signInFlow.ts';
import { readQueryLink, replyByLink } from '#lib/server/review/queryLink.ts';
import { type Text, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Counts every look and every reply against its address, whether the link is good or not. */
function count(event: RequestEvent): Promise<void> {
	const limit = addressLimit(addressOf(event));
	return countAttempt(event.locals.system, [{ ...limit, key: `query-${limit.key}` }]);
}

/** A query as whoever got the mail may answer it, without signing in and without the answer. */
export const load: PageServerLoad = async (event) => {
	event.setHeaders({ 'x-robots-tag': 'noindex' });
	try {
		await count(event);
		const at = await readQueryLink(event.locals.system, event.params.token);
		const say = (text: Text) => withoutMarkup(textIn(text, getLocale(), at.language));
		return {
			study: at.study,
			isInvented: at.isInvented,
			round: at.round,
			country: at.name || countryName(at.country, at.countryName, getLocale()),
			area: say(at.areaTitle),
			number: at.asked?.number ?? '',
			// What other answers would fill in stays a gap: this page shows none of them.
			label: at.asked ? say(at.asked.label).replaceAll(/\$\{[^}]*\}/g, '…') : '',
			kind: at.query.kind,
			state: at.query.state,
			messages: at.query.messages,
			expiresAt: at.expiresAt,
			answerPath: `/respond/${at.delegationId}/${at.area}#${encodeURI(at.question)}`,
			newId: randomUUID(),
			isSent: event.url.searchParams.has('sent')
		};
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
};

export const actions: Actions = {
	default: visitorAction(linkReplySchema, 'reply', async (event, input) => {
		await count(event);
		await replyByLink(event.locals.system, event.params.token!, input);
		redirect(303, `${event.url.pathname}?sent`);
	})
};
