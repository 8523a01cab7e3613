import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/paraglide/runtime.js';
import {
	handOutSchema,
	helperLinkSchema,
	revokeLinkSchema,
	takeBackSchema
} from '#lib/schemas/handout.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { givingAction } from '#lib/server/http/givingAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { handOut, takeBack } from '#lib/server/handouts/handouts.ts';
import { getHandoutsPage } from '#lib/server/handouts/handoutsPage.ts';
import { makeHelperLink, revokeHelperLink } from '#lib/server/handouts/links.ts';
import { viewHandouts } from './handoutsView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Who has which areas and questions, and handing out more. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const said = event.url.searchParams;
		const area = said.get('area');
		const { delegation } = event.params;
		const page = await getHandoutsPage(ctx, delegation, area, getLocale());
		return {
			view: viewHandouts(page, ctx.now().toISOString().slice(0, 10)),
			area: page.mayGive && page.areas.some((one) => one.area === area) ? area : null,
			by: said.get('by') === 'link' ? ('link' as const) : ('account' as const),
			done: said.get('done'),
			giveForm: await emptyForm(handOutSchema, 'give', { area: area ?? '' }),
			linkForm: await emptyForm(helperLinkSchema, 'link', { area: area ?? '', id: randomUUID() })
		};
	});

/** No question named is the whole area. */
const partsOf = ({ area, questions }: { area: string; questions: string[] }) =>
	questions.length === 0
		? [{ area, question: null }]
		: questions.map((question) => ({ area, question }));

function back(event: RequestEvent, done: string): never {
	redirect(303, `/respond/${event.params.delegation}/handouts?done=${done}`);
}
const placeOf = ({ params }: RequestEvent) => ({ delegationId: params.delegation ?? '' });

export const actions: Actions = {
	give: formAction(handOutSchema, 'give', async (ctx, input, event) => {
		const { account: accountId, dueOn } = input;
		const parts = partsOf(input);
		await handOut(ctx, { ...placeOf(event), accountId, parts, dueOn: dueOn || null });
		back(event, 'given');
	}),
	link: givingAction(helperLinkSchema, 'link', (ctx, input, event) => {
		const { id, label, days } = input;
		return makeHelperLink(ctx, { ...placeOf(event), id, label, days, parts: partsOf(input) });
	}),
	takeBack: formAction(takeBackSchema, 'takeBack', async (ctx, { handout }, event) => {
		await takeBack(ctx, { ...placeOf(event), handoutId: handout });
		back(event, 'taken_back');
	}),
	revoke: formAction(revokeLinkSchema, 'revoke', async (ctx, { link }, event) => {
		await revokeHelperLink(ctx, { ...placeOf(event), linkId: link });
		back(event, 'revoked');
	})
};
