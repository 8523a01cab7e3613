import { redirect } from '@sveltejs/kit';
import { noFields } from '#lib/schemas/noFields.ts';
import {
	CLEAR_SITE_DATA,
	countWaiting,
	forgetWaiting,
	leavesNoTrace,
	setNoTrace
} from '#lib/server/http/deviceCookies.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { listOwnRounds } from '#lib/server/responses/ownRounds.ts';
import type { Actions, PageServerLoad } from './$types';

/** What this device keeps, and the switch for it. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		rounds: (await listOwnRounds(ctx)).map(({ delegationId, areas, ...words }) => ({
			...words,
			home: `/respond/${delegationId}`,
			areas: areas.map((name) => ({ name }))
		})),
		isOff: leavesNoTrace(event),
		waiting: countWaiting(event),
		isLeaving: event.url.searchParams.has('leaving'),
		done: event.url.searchParams.get('done')
	}));

export const actions: Actions = {
	/** Leave no trace: forgets everything at once, and nothing is kept from now on. */
	off: formAction(noFields, 'off', async (_ctx, _input, event) => {
		setNoTrace(event, true);
		forgetWaiting(event);
		event.setHeaders({ 'clear-site-data': CLEAR_SITE_DATA });
		redirect(303, '/device?done=off');
	}),
	on: formAction(noFields, 'on', async (_ctx, _input, event) => {
		setNoTrace(event, false);
		redirect(303, '/device?done=on');
	})
};
