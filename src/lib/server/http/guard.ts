import { type RequestEvent, error, redirect } from '@sveltejs/kit';
import { WRITER_FIELD } from '#lib/client/writer.ts';
import type { Context } from '../context.ts';
import { Problem, problemOf } from '../problem.ts';
import type { SignedIn } from '../sessions/sessions.ts';
import { problemText } from './problemText.ts';

/**
 * The context of whoever is signed in.
 * @throws redirect to the sign-in page, which leads back here
 */
export function requireContext(event: RequestEvent): Context {
	const { ctx, signedIn } = event.locals;
	if (!ctx || !signedIn) {
		const next = event.request.method === 'GET' ? event.url.pathname + event.url.search : '/';
		redirect(303, `/sign-in?next=${encodeURIComponent(next)}`);
	}
	if (signedIn.secondFactorDue && !event.url.pathname.startsWith('/account/second-factor'))
		redirect(303, '/account/second-factor');
	return ctx;
}

/**
 * The same for addresses that scripts call: they read a problem document, see `problemResponse`.
 * @throws Problem sign_in_required, also where a second factor is due
 */
export function requireContextForScript(event: RequestEvent): {
	ctx: Context;
	signedIn: SignedIn;
} {
	const { ctx, signedIn } = event.locals;
	if (!ctx || !signedIn || signedIn.secondFactorDue || signedIn.codeDue)
		throw new Problem('sign_in_required');
	return { ctx, signedIn };
}

/**
 * Refuses what somebody else wrote than who is signed in now. Takes what names the writer: a
 * form with WRITER_FIELD, or the id itself; forms that name nobody speak for the session.
 * @throws Problem other_account
 */
export function requireWriter(event: RequestEvent, given: FormData | string | null): void {
	const writer = given instanceof FormData ? given.get(WRITER_FIELD) : given;
	const account = event.locals.signedIn?.account.id;
	if (writer === null || account === undefined || writer === account) return;
	// A form comes back with the words and with whose they are: pressing again sends no more.
	event.locals.otherWriter = String(writer);
	throw new Problem('other_account');
}

/** Takes whatever a domain function threw; throws it as the page people see. */
export function throwAsPage(event: RequestEvent, thrown: unknown): never {
	const problem = problemOf(thrown);
	if (!problem) throw thrown;
	error(problem.status, {
		message: problemText(problem),
		code: problem.code,
		requestId: event.locals.requestId
	});
}

/**
 * Wraps a page's load: signed in, one query or verb, problems as pages.
 * Takes the event and what to do with the context; gives what that gives.
 */
export async function loadPage<T>(
	event: RequestEvent,
	work: (ctx: Context) => Promise<T>
): Promise<T> {
	const ctx = requireContext(event);
	try {
		return await work(ctx);
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
}
