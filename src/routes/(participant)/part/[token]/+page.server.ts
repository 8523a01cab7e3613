import { throwAsPage } from '#lib/server/http/guard.ts';
import {
	amendSchema,
	answersOf,
	confirmSchema,
	giveConsentSchema,
	identitySchema,
	lowerSchema,
	strikeSchema,
	withdrawSchema
} from '#lib/schemas/consent.ts';
import { amendTurn, confirmTurns, limitTurn } from '#lib/server/focusgroups/checkTurns.ts';
import { giveConsent, giveIdentity, takeBack } from '#lib/server/focusgroups/ownConsent.ts';
import { getOwnPage } from '#lib/server/focusgroups/ownPage.ts';
import { byLink, linkOf } from './act.server.ts';
import { viewPart } from './partView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Everything a participant has of their own: what they agreed to, their words, the way to take back. */
export const load: PageServerLoad = async (event) => {
	event.setHeaders({ 'x-robots-tag': 'noindex' });
	const linkId = await linkOf(event);
	const { searchParams } = event.url;
	try {
		const page = await getOwnPage(event.locals.system, linkId, Number(searchParams.get('from')));
		return { view: viewPart(page, searchParams), said: searchParams.get('said') };
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
};

export const actions: Actions = {
	consent: byLink(giveConsentSchema, 'consent', (system, link, input) => {
		const { id, form: formId, language } = input;
		return giveConsent(system, link, { id, formId, language, answers: answersOf(input) });
	}),
	identity: byLink(identitySchema, 'identity', giveIdentity),
	withdraw: byLink(withdrawSchema, 'withdraw', takeBack),
	amend: byLink(amendSchema, 'amend', async (system, link, { turn, ...input }) => {
		await amendTurn(system, link, { turnId: turn, ...input });
		return `t-${turn}`;
	}),
	strike: byLink(strikeSchema, 'strike', async (system, link, { turn, base, struck }) => {
		await limitTurn(system, link, { turnId: turn, base, isStruck: struck === 'yes' });
		return `t-${turn}`;
	}),
	lower: byLink(lowerSchema, 'lower', async (system, link, { turn, base, level }) => {
		const loweredTo = level === '' ? null : Number(level);
		await limitTurn(system, link, { turnId: turn, base, loweredTo });
		return `t-${turn}`;
	}),
	confirm: byLink(confirmSchema, 'confirm', (system, link, { seen }) =>
		confirmTurns(system, link, seen)
	)
};
