import type { RequestEvent } from '@sveltejs/kit';
import { findHelperLink } from '../handouts/helper.ts';

/** Of its own, and for the pages of helpers only: it says nothing about who is signed in. */
const COOKIE = 'help';
const PATH = '/help';

const options = (event: RequestEvent) => ({
	path: PATH,
	httpOnly: true,
	sameSite: 'lax' as const,
	secure: event.locals.system.config.origin?.startsWith('https:') ?? false
});

/** The token of a helper's session as the browser sent it; any text may come. */
export function readHelperToken(event: RequestEvent): string | undefined {
	return event.cookies.get(COOKIE);
}

/** Lets this browser in until `expiresAt`. */
export function setHelperToken(event: RequestEvent, token: string, expiresAt: Date): void {
	event.cookies.set(COOKIE, token, { ...options(event), expires: expiresAt });
}

/** Takes it away again. */
export function clearHelperToken(event: RequestEvent): void {
	event.cookies.delete(COOKIE, options(event));
}

/** The link this browser was let in by; null where it has ended. */
export function helperLinkOf(event: RequestEvent): Promise<string | null> {
	return findHelperLink(event.locals.system, readHelperToken(event));
}
