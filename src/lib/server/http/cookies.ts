import type { RequestEvent } from '@sveltejs/kit';
import type { Cookie } from 'lucia';
import { cookieMaxAge, cookieName, isLocale } from '#lib/paraglide/runtime.js';
import { createLucia, sessionCookieName } from '../sessions/lucia.ts';

type Where = Pick<RequestEvent, 'cookies' | 'locals'>;

/** The session's token as the browser sent it, undefined where it sent none. Any text may come. */
export function readSessionToken(event: Where): string | undefined {
	return event.cookies.get(sessionCookieName(event.locals.system.config));
}

/** Gives the browser the cookie of a session that has just begun. */
export function setSessionCookie(event: Where, cookie: Cookie): void {
	event.cookies.set(cookie.name, cookie.value, { ...cookie.attributes, path: '/' });
}

/** Takes the session's cookie from the browser. */
export function clearSessionCookie(event: Where): void {
	const { db, config } = event.locals.system;
	setSessionCookie(event, createLucia(db, config).createBlankSessionCookie());
}

/** Keeps the language of this browser. Pages that run in the browser read it, so not HttpOnly. */
export function setLanguageCookie(event: Where, language: string): void {
	if (!isLocale(language)) return;
	event.cookies.set(cookieName, language, {
		path: '/',
		maxAge: cookieMaxAge,
		httpOnly: false,
		sameSite: 'lax',
		secure: event.locals.system.config.origin?.startsWith('https:') ?? false
	});
}

/** true where this browser has chosen a language before. */
export function hasLanguageCookie(event: Where): boolean {
	return isLocale(event.cookies.get(cookieName));
}
