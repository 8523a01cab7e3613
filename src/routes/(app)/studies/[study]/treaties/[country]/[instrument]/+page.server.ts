import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { claimOnlySchema, claimSchema, rulingSchema } from '#lib/schemas/treaty.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { addClaim, withdrawClaim } from '#lib/server/treaties/claims.ts';
import { getTreatyCell } from '#lib/server/treaties/pages.ts';
import { ruleClaim, verifyClaim } from '#lib/server/treaties/rulings.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What is claimed of one country and one treaty. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { study, country, instrument } = event.params;
		const asOf = ctx.now().toISOString().slice(0, 10);
		return {
			cell: await getTreatyCell(ctx, { studyId: study, country, instrument }),
			claimForm: await emptyForm(claimSchema, 'claim', { id: randomUUID(), asOf }),
			done: event.url.searchParams.get('done') ?? ''
		};
	});

function back(url: URL, done: string, claim = ''): never {
	redirect(303, `${url.pathname}?done=${done}${claim && `#claim-${claim}`}`);
}

export const actions: Actions = {
	claim: formAction(claimSchema, 'claim', async (ctx, input, { params, url }) => {
		const { study, country, instrument } = params as Record<string, string>;
		await addClaim(ctx, {
			...input,
			studyId: study!,
			country: country!,
			instrument: instrument!
		});
		back(url, 'claimed');
	}),
	rule: formAction(rulingSchema, 'rule', async (ctx, input, { params, url }) => {
		await ruleClaim(ctx, { ...input, studyId: params.study!, claimId: input.claim });
		back(url, 'ruled', input.claim);
	}),
	verify: formAction(claimOnlySchema, 'verify', async (ctx, input, { params, url }) => {
		await verifyClaim(ctx, { studyId: params.study!, claimId: input.claim });
		back(url, 'verified', input.claim);
	}),
	withdraw: formAction(claimOnlySchema, 'withdraw', async (ctx, input, { params, url }) => {
		await withdrawClaim(ctx, { studyId: params.study!, claimId: input.claim });
		back(url, 'withdrawn', input.claim);
	})
};
