import { redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { profileSchema } from '#lib/schemas/account.ts';
import { rhythmSchema } from '#lib/schemas/talk.ts';
import { passwordChangeSchema } from '#lib/schemas/password.ts';
import { nothingSchema } from '#lib/schemas/secondFactor.ts';
import { changeMailRhythm, changeProfile, getMailRhythm } from '#lib/server/accounts/accounts.ts';
import { setLanguageCookie } from '#lib/server/http/cookies.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { adoptSession, deviceOfRequest, sayPasswordFault } from '#lib/server/http/signInFlow.ts';
import { changePassword, signOutElsewhere } from '#lib/server/sessions/ownAccount.ts';
import { listSessions } from '#lib/server/sessions/sessions.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { account, sessionId } = event.locals.signedIn!;
		return {
			email: account.email,
			hasSecondFactor: account.hasSecondFactor,
			sessions: await listSessions(ctx, account.id, sessionId),
			profileForm: await emptyForm(profileSchema, 'profile', {
				name: account.name,
				language: account.language as 'en'
			}),
			rhythm: await getMailRhythm(ctx),
			passwordForm: await emptyForm(passwordChangeSchema, 'password'),
			saved: event.url.searchParams.get('saved')
		};
	});

export const actions = {
	profile: formAction(profileSchema, 'profile', async (ctx, input, event) => {
		await changeProfile(ctx, input);
		setLanguageCookie(event, input.language);
		redirect(303, '/account?saved=profile');
	}),
	rhythm: formAction(rhythmSchema, 'rhythm', async (ctx, input) => {
		await changeMailRhythm(ctx, input.rhythm);
		redirect(303, '/account?saved=rhythm');
	}),
	password: formAction(passwordChangeSchema, 'password', (ctx, input, event) =>
		sayPasswordFault(async () => {
			const device = deviceOfRequest(event);
			const cookie = await changePassword(ctx, { ...input, device });
			if (!cookie) return m.accounts_password_wrong();
			await adoptSession(event, cookie);
			redirect(303, '/account?saved=password');
		})
	),
	signOutElsewhere: formAction(nothingSchema, 'sessions', async (ctx, _input, event) => {
		await signOutElsewhere(ctx, event.locals.signedIn!.sessionId);
		redirect(303, '/account?saved=sessions');
	})
};
