import { redirect } from '@sveltejs/kit';
import { hashToken } from '#lib/server/accounts/tokens.ts';
import { clearSessionCookie, readSessionToken } from '#lib/server/http/cookies.ts';
import { CLEAR_SITE_DATA, countWaiting, forgetWaiting } from '#lib/server/http/deviceCookies.ts';
import { endSession } from '#lib/server/sessions/sessions.ts';
import type { RequestHandler } from './$types';

/** A link never signs anybody out. */
export const GET: RequestHandler = () => redirect(303, '/');

export const POST: RequestHandler = async (event) => {
	const token = readSessionToken(event);
	// Signing out clears the device: what was not sent would be gone, so that is asked first.
	if (token && countWaiting(event) > 0) {
		const fields = await event.request.formData().catch(() => new FormData());
		if (fields.get('sure') !== '1') redirect(303, '/device?leaving');
	}
	if (token) await endSession(event.locals.system, hashToken(token));
	clearSessionCookie(event);
	forgetWaiting(event);
	return new Response(null, {
		status: 303,
		headers: {
			location: '/sign-in?after=sign-out',
			// On a shared phone the pages before this one must not come back.
			'clear-site-data': CLEAR_SITE_DATA
		}
	});
};
