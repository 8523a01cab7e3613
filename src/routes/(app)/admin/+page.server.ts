import { redirect } from '@sveltejs/kit';
import {
	accountSchema,
	inviteToInstanceSchema,
	revokeInvitationSchema
} from '#lib/schemas/invitation.ts';
import { disableAccount, enableAccount } from '#lib/server/accounts/accounts.ts';
import { listAccounts } from '#lib/server/accounts/administration.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { givingAction } from '#lib/server/http/givingAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import {
	invite,
	listInstanceInvitations,
	revokeInvitation
} from '#lib/server/studies/invitations.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const search = (event.url.searchParams.get('search') ?? '').slice(0, 200);
		return {
			search,
			...(await listAccounts(ctx, search)),
			self: ctx.actor.accountId,
			invitations: await listInstanceInvitations(ctx),
			inviteForm: await emptyForm(inviteToInstanceSchema, 'invite')
		};
	});

export const actions: Actions = {
	invite: givingAction(inviteToInstanceSchema, 'invite', (ctx, input) => invite(ctx, input)),
	revoke: formAction(revokeInvitationSchema, 'revoke', async (ctx, input) => {
		await revokeInvitation(ctx, input.invitation);
		redirect(303, '/admin');
	}),
	disable: formAction(accountSchema, 'disable', async (ctx, input) => {
		await disableAccount(ctx, ctx.actor, input.account);
		redirect(303, '/admin');
	}),
	enable: formAction(accountSchema, 'enable', async (ctx, input) => {
		await enableAccount(ctx, ctx.actor, input.account);
		redirect(303, '/admin');
	})
};
