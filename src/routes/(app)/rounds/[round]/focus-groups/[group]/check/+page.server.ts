import { randomUUID } from 'node:crypto';
import { makeLinksSchema } from '#lib/schemas/consent.ts';
import { qrPath } from '#lib/server/accounts/qrPath.ts';
import { getCheckPage } from '#lib/server/focusgroups/checkOverview.ts';
import { makeLinks } from '#lib/server/focusgroups/participantLinks.ts';
import { givingAction } from '#lib/server/http/givingAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Who has checked their words, who has not, and who has no way to yet. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		page: await getCheckPage(ctx, event.params.round, event.params.group),
		newId: randomUUID(),
		today: ctx.now().toISOString().slice(0, 10)
	}));

export const actions: Actions = {
	links: givingAction(makeLinksSchema, 'links', async (ctx, { id, days, whom }, { params }) => {
		const made = await makeLinks(ctx, {
			roundId: params.round!,
			groupId: params.group!,
			id,
			days,
			anew: whom === 'all'
		});
		return { cards: made.map((one) => ({ ...one, picture: qrPath(one.link) })) };
	})
};
