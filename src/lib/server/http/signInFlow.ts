import { type RequestEvent, redirect } from '@sveltejs/kit';
import type { Cookie } from 'lucia';
import { m } from '#lib/paraglide/messages.js';
import { Problem } from '../problem.ts';
import { deviceOf } from '../sessions/device.ts';
import { type SignedIn, readSession } from '../sessions/sessions.ts';
import {
	hasLanguageCookie,
	readSessionToken,
	setLanguageCookie,
	setSessionCookie
} from './cookies.ts';

/** Where people arrive who came for nothing in particular. */
const HOME = '/home';

/**
 * Takes an address someone wants to be led to; gives it where it is a path of this site, else
 * `otherwise`. A link to the sign-in page must not lead on to a stranger's copy of it.
 */
export function localPath(wanted: unknown, otherwise = HOME): string {
	if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted)) return otherwise;
	// Resolved as a browser would: it drops tabs and line breaks, and reads \ as /.
	const here = 'http://here.invalid';
	const url = URL.parse(wanted, here);
	if (!url || url.origin !== here || url.pathname.startsWith('//')) return otherwise;
	return url.pathname + url.search + url.hash;
}

/** Where the request came from, for counting attempts; one key for all where that is unknown. */
export function addressOf(event: RequestEvent): string {
	try {
		return event.getClientAddress();
	} catch {
		return 'unknown';
	}
}

/** Which browser asks, for the list of devices. */
export function deviceOfRequest(event: RequestEvent): string {
	return deviceOf(event.request.headers.get('user-agent'));
}

/** The session that has only its password so far; null where there is none. */
export async function readWaitingSession(event: RequestEvent): Promise<SignedIn | null> {
	const token = readSessionToken(event);
	const session = token ? await readSession(event.locals.system, token) : null;
	return session?.codeDue ? session : null;
}

/**
 * Takes the cookie of a session that began in the middle of a request; gives it to the browser
 * and lets the rest of this request know who is signed in.
 */
export async function adoptSession(event: RequestEvent, cookie: Cookie): Promise<void> {
	setSessionCookie(event, cookie);
	const session = await readSession(event.locals.system, cookie.value);
	const signedIn = session?.codeDue ? null : session;
	event.locals.signedIn = signedIn;
	event.locals.ctx = signedIn && {
		...event.locals.system,
		actor: { accountId: signedIn.account.id }
	};
}

/** Ends a sign-in: on to the code where it is due, else to where the person wanted to go. */
export function leadOn(event: RequestEvent, codeDue: boolean): never {
	const next = localPath(event.url.searchParams.get('next'));
	redirect(303, codeDue ? `/sign-in/code?next=${encodeURIComponent(next)}` : next);
}

/** Gives a browser without a language of its own that of the account. */
export function offerLanguage(event: RequestEvent, language: string): void {
	if (!hasLanguageCookie(event)) setLanguageCookie(event, language);
}

/**
 * Runs `work` of a form in which a password is chosen or asked; where that password is refused,
 * gives the sentence that says why, for the form to show.
 */
export async function sayPasswordFault(work: () => Promise<string | void>): Promise<string | void> {
	try {
		return await work();
	} catch (thrown) {
		const said = thrown instanceof Problem && passwordFaultText(thrown);
		if (said) return said;
		throw thrown;
	}
}

function passwordFaultText(problem: Problem): string | undefined {
	if (problem.code !== 'invalid' || problem.detail.field !== 'password') return undefined;
	if (problem.detail.fault === 'common') return m.accounts_password_common();
	if (problem.detail.fault === 'personal') return m.accounts_password_personal();
	if (problem.detail.fault === 'wrong') return m.accounts_password_wrong();
	return undefined;
}
