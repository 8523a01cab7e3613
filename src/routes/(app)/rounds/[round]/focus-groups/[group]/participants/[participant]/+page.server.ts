import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import {
	eraseSchema,
	identitySchema,
	makeLinkSchema,
	revokeParticipantLinkSchema,
	withdrawSchema
} from '#lib/schemas/consent.ts';
import { noFields } from '#lib/schemas/noFields.ts';
import { qrPath } from '#lib/server/accounts/qrPath.ts';
import { eraseParticipant } from '#lib/server/focusgroups/erase.ts';
import { eraseIdentity, readIdentity, writeIdentity } from '#lib/server/focusgroups/identities.ts';
import {
	makeParticipantLink,
	revokeParticipantLink
} from '#lib/server/focusgroups/participantLinks.ts';
import { getParticipantPage } from '#lib/server/focusgroups/participantPage.ts';
import { recordWithdrawal } from '#lib/server/focusgroups/withdrawals.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { givingAction } from '#lib/server/http/givingAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { homeOf, placeOf } from './place.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What a participant agreed to and what it comes to. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		page: await getParticipantPage(ctx, placeOf(event)),
		home: homeOf(placeOf(event)),
		newId: randomUUID(),
		said: event.url.searchParams.get('said')
	}));

const back = (event: RequestEvent, said: string): never =>
	redirect(303, `${homeOf(placeOf(event))}?said=${said}`);

export const actions: Actions = {
	link: givingAction(makeLinkSchema, 'link', async (ctx, input, event) => {
		const made = await makeParticipantLink(ctx, { ...placeOf(event), ...input });
		return { card: { ...made, picture: qrPath(made.link) } };
	}),
	revoke: formAction(revokeParticipantLinkSchema, 'revoke', async (ctx, { link }, event) => {
		await revokeParticipantLink(ctx, { ...placeOf(event), linkId: link });
		back(event, 'revoked');
	}),
	withdraw: formAction(withdrawSchema, 'withdraw', async (ctx, input, event) => {
		await recordWithdrawal(ctx, { ...placeOf(event), ...input });
		back(event, 'withdrawn');
	}),
	readIdentity: givingAction(noFields, 'readIdentity', async (ctx, _input, event) => ({
		identity: await readIdentity(ctx, placeOf(event))
	})),
	writeIdentity: formAction(identitySchema, 'writeIdentity', async (ctx, identity, event) => {
		await writeIdentity(ctx, { ...placeOf(event), identity });
		back(event, 'sealed');
	}),
	eraseIdentity: formAction(noFields, 'eraseIdentity', async (ctx, _input, event) => {
		await eraseIdentity(ctx, placeOf(event));
		back(event, 'identity_erased');
	}),
	erase: formAction(eraseSchema, 'erase', async (ctx, { pseudonym }, event) => {
		await eraseParticipant(ctx, { ...placeOf(event), pseudonym });
		back(event, 'erased');
	})
};
