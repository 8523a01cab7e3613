import { redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { passwordConfirmationSchema } from '#lib/schemas/password.ts';
import { nothingSchema, totpSchema } from '#lib/schemas/secondFactor.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { adoptSession, deviceOfRequest } from '#lib/server/http/signInFlow.ts';
import {
	beginSecondFactor,
	confirmSecondFactor,
	getSecondFactor,
	renewRecoveryCodes,
	turnOffSecondFactor
} from '#lib/server/sessions/secondFactor.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		factor: await getSecondFactor(ctx),
		isDue: event.locals.signedIn!.secondFactorDue,
		confirmForm: await emptyForm(totpSchema, 'confirm'),
		renewForm: await emptyForm(passwordConfirmationSchema, 'renew'),
		turnOffForm: await emptyForm(passwordConfirmationSchema, 'turn-off')
	}));

/** Recovery codes are stored hashed, so they can only be shown in the answer that makes them. */
const shown = (codes: string[]) => codes.join('\n');

export const actions = {
	begin: formAction(nothingSchema, 'begin', async (ctx) => {
		await beginSecondFactor(ctx);
		redirect(303, '/account/second-factor');
	}),
	confirm: formAction(totpSchema, 'confirm', async (ctx, input, event) => {
		const device = deviceOfRequest(event);
		const done = await confirmSecondFactor(ctx, { ...input, device });
		if (!done) return m.accounts_code_wrong();
		await adoptSession(event, done.cookie);
		return shown(done.codes);
	}),
	renew: formAction(passwordConfirmationSchema, 'renew', async (ctx, input) => {
		const codes = await renewRecoveryCodes(ctx, input.current);
		return codes ? shown(codes) : m.accounts_password_wrong();
	}),
	turnOff: formAction(passwordConfirmationSchema, 'turn-off', async (ctx, input, event) => {
		const device = deviceOfRequest(event);
		const cookie = await turnOffSecondFactor(ctx, { ...input, device });
		if (!cookie) return m.accounts_password_wrong();
		await adoptSession(event, cookie);
		redirect(303, '/account?saved=second-factor-off');
	})
};
