import { redirect } from '@sveltejs/kit';
import {
	inviteToStudySchema,
	removeMemberSchema,
	removeRepresentativeSchema,
	revokeInvitationSchema
} from '#lib/schemas/invitation.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { givingAction } from '#lib/server/http/givingAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { invite, revokeInvitation } from '#lib/server/studies/invitations.ts';
import { getStudyPeople, removeMember, removeRepresentative } from '#lib/server/studies/people.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		people: await getStudyPeople(ctx, event.params.study),
		self: ctx.actor.accountId,
		inviteForm: await emptyForm(inviteToStudySchema, 'invite')
	}));

export const actions: Actions = {
	invite: givingAction(inviteToStudySchema, 'invite', (ctx, input, { params }) =>
		invite(ctx, {
			studyId: params.study,
			delegationId: input.delegation || undefined,
			email: input.email,
			role: input.role,
			language: input.language
		})
	),
	revoke: formAction(revokeInvitationSchema, 'revoke', async (ctx, input, { params }) => {
		await revokeInvitation(ctx, input.invitation);
		redirect(303, `/studies/${params.study}/people`);
	}),
	removeMember: formAction(removeMemberSchema, 'removeMember', async (ctx, input, { params }) => {
		const { account: accountId, role } = input;
		await removeMember(ctx, { studyId: params.study!, accountId, role });
		const isSelf = accountId === ctx.actor.accountId;
		redirect(303, isSelf ? '/home' : `/studies/${params.study}/people`);
	}),
	removeRepresentative: formAction(
		removeRepresentativeSchema,
		'removeRepresentative',
		async (ctx, input, { params }) => {
			await removeRepresentative(ctx, {
				delegationId: input.delegation,
				accountId: input.account
			});
			redirect(303, `/studies/${params.study}/people`);
		}
	)
};
