import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { claimOnlySchema, ownClaimSchema } from '#lib/schemas/treaty.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { addOwnClaim, withdrawClaim } from '#lib/server/treaties/claims.ts';
import { getOwnTreaties } from '#lib/server/treaties/pages.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What is known of the delegation's country; `for` is the treaty to say something of, `like` a claim to confirm. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const own = await getOwnTreaties(ctx, event.params.delegation);
		const asked = event.url.searchParams;
		const treaty = own.treaties.find(({ code }) => code === asked.get('for'));
		const like = treaty?.claims.find(({ id }) => id === asked.get('like'));
		return {
			own,
			chosen: own.mayClaim ? (treaty?.code ?? null) : null,
			claimForm: await emptyForm(ownClaimSchema, 'claim', {
				id: randomUUID(),
				instrument: treaty?.code ?? '',
				asOf: ctx.now().toISOString().slice(0, 10),
				...(like && {
					action: like.action,
					happenedOn: like.happenedOn ?? '',
					territory: like.territory
				})
			}),
			done: asked.get('done') ?? ''
		};
	});

export const actions: Actions = {
	claim: formAction(ownClaimSchema, 'claim', async (ctx, input, { params, url }) => {
		await addOwnClaim(ctx, { ...input, delegationId: params.delegation! });
		redirect(303, `${url.pathname}?done=claimed#${input.instrument}`);
	}),
	withdraw: formAction(claimOnlySchema, 'withdraw', async (ctx, input, { params, url }) => {
		await withdrawClaim(ctx, { delegationId: params.delegation!, claimId: input.claim });
		redirect(303, `${url.pathname}?done=withdrawn`);
	})
};
