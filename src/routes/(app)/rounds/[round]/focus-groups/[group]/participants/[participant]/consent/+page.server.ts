import { redirect } from '@sveltejs/kit';
import { answersOf, recordConsentSchema } from '#lib/schemas/consent.ts';
import { recordConsent } from '#lib/server/focusgroups/consents.ts';
import { getConsentPage } from '#lib/server/focusgroups/participantPage.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { homeOf, placeOf } from '../place.server.ts';
import { viewConsent } from './consentView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The form to hand over on this device, or to copy from paper or from what was said. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { searchParams } = event.url;
		const page = await getConsentPage(ctx, placeOf(event), searchParams.get('version'));
		return {
			view: viewConsent(page, searchParams, ctx.now()),
			home: homeOf(placeOf(event)),
			isDone: searchParams.has('done')
		};
	});

export const actions: Actions = {
	default: formAction(recordConsentSchema, 'consent', async (ctx, input, event) => {
		const { id, form, language, mode, seen, expiresOn, isAfterWithdrawal } = input;
		const today = ctx.now().toISOString().slice(0, 10);
		await recordConsent(ctx, {
			...placeOf(event),
			id,
			formId: form,
			language,
			mode,
			answers: answersOf(input),
			givenOn: mode === 'screen' ? today : input.givenOn,
			expiresOn: expiresOn || null,
			seen,
			isAfterWithdrawal
		});
		const home = homeOf(placeOf(event));
		// On a screen that was handed over, what comes next is for the participant to see.
		redirect(
			303,
			mode === 'screen' ? `${home}/consent?done&language=${language}` : `${home}?said=recorded`
		);
	})
};
