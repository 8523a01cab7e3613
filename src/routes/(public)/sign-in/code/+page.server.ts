import { type RequestEvent, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { codeSchema } from '#lib/schemas/secondFactor.ts';
import { emptyForm, visitorAction } from '#lib/server/http/formAction.ts';
import {
	addressOf,
	adoptSession,
	deviceOfRequest,
	leadOn,
	localPath,
	readWaitingSession
} from '#lib/server/http/signInFlow.ts';
import { signInWithCode } from '#lib/server/sessions/signIn.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

async function requireWaitingSession(event: RequestEvent) {
	if (event.locals.signedIn) redirect(303, localPath(event.url.searchParams.get('next')));
	const waiting = await readWaitingSession(event);
	if (!waiting) redirect(303, `/sign-in${event.url.search}`);
	return waiting;
}

export const load: PageServerLoad = async (event) => {
	await requireWaitingSession(event);
	return { form: await emptyForm(codeSchema, 'code') };
};

export const actions = {
	default: visitorAction(codeSchema, 'code', async (event, input) => {
		const waiting = await requireWaitingSession(event);
		const cookie = await signInWithCode(event.locals.system, waiting, {
			code: input.code,
			address: addressOf(event),
			device: deviceOfRequest(event)
		});
		if (!cookie) return m.accounts_code_wrong();
		await adoptSession(event, cookie);
		leadOn(event, false);
	})
};
