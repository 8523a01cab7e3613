import { redirect } from '@sveltejs/kit';
import {
	inviteColleagueSchema,
	removeRepresentativeSchema,
	revokeInvitationSchema
} from '#lib/schemas/invitation.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { givingAction } from '#lib/server/http/givingAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { invite, revokeInvitation } from '#lib/server/studies/invitations.ts';
import { getColleagues, removeRepresentative } from '#lib/server/studies/people.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		colleagues: await getColleagues(ctx, event.params.delegation),
		self: ctx.actor.accountId,
		inviteForm: await emptyForm(inviteColleagueSchema, 'invite')
	}));

export const actions: Actions = {
	invite: givingAction(inviteColleagueSchema, 'invite', (ctx, input, { params }) =>
		invite(ctx, { ...input, delegationId: params.delegation, role: 'representative' })
	),
	revoke: formAction(revokeInvitationSchema, 'revoke', async (ctx, input, { params }) => {
		await revokeInvitation(ctx, input.invitation);
		redirect(303, `/respond/${params.delegation}/people`);
	}),
	remove: formAction(removeRepresentativeSchema, 'remove', async (ctx, input, { params }) => {
		await removeRepresentative(ctx, {
			delegationId: params.delegation!,
			accountId: input.account
		});
		redirect(303, `/respond/${params.delegation}/people`);
	})
};
