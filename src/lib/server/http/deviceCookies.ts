import type { RequestEvent } from '@sveltejs/kit';
import { KEPT_FOR, NO_TRACE_COOKIE, WAITING_COOKIE } from '#lib/offline/cookies.ts';

/** Makes a browser forget pages, scripts' storage and the service worker of this site. */
export const CLEAR_SITE_DATA = '"cache", "storage"';

/** Whether this device was told to keep nothing. */
export function leavesNoTrace(event: RequestEvent): boolean {
	return event.cookies.get(NO_TRACE_COOKIE) === '1';
}

/** How many things this device says it has not sent yet. */
export function countWaiting(event: RequestEvent): number {
	return Math.max(0, Math.trunc(Number(event.cookies.get(WAITING_COOKIE)) || 0));
}

const options = (event: RequestEvent) => ({
	path: '/',
	// Pages with script read and write both.
	httpOnly: false,
	sameSite: 'lax' as const,
	secure: event.locals.system.config.origin?.startsWith('https:') ?? false
});

/** After this nothing waits on the device, because nothing is left on it. */
export function forgetWaiting(event: RequestEvent): void {
	event.cookies.delete(WAITING_COOKIE, options(event));
}

/** Tells the device to keep nothing, or lets it keep drafts again. */
export function setNoTrace(event: RequestEvent, isOn: boolean): void {
	if (isOn) event.cookies.set(NO_TRACE_COOKIE, '1', { ...options(event), maxAge: KEPT_FOR });
	else event.cookies.delete(NO_TRACE_COOKIE, options(event));
}
