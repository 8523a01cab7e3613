import type { RequestEvent } from '@sveltejs/kit';
import { endSession, startSession } from '../sessions/sessions.ts';
import { adoptSession, deviceOfRequest, leadOn, offerLanguage } from './signInFlow.ts';

/**
 * Signs a visitor in to an account they have just shown to be theirs, in place of whoever was
 * signed in on this browser, and leads them on: to the code where the account asks one.
 * @throws redirect, always
 */
export async function signInAs(event: RequestEvent, accountId: string): Promise<never> {
	const { system, signedIn } = event.locals;
	if (signedIn) await endSession(system, signedIn.sessionId);
	const cookie = await startSession(system, accountId, { device: deviceOfRequest(event) });
	await adoptSession(event, cookie);
	const account = event.locals.signedIn?.account;
	if (account) offerLanguage(event, account.language);
	leadOn(event, account === undefined);
}
