import { redirect } from '@sveltejs/kit';
import { hashToken } from '#lib/server/accounts/tokens.ts';
import { clearSessionCookie, readSessionToken } from '#lib/server/http/cookies.ts';
import { endSession } from '#lib/server/sessions/sessions.ts';
import type { RequestHandler } from './$types';

/** A link never signs anybody out. */
export const GET: RequestHandler = () => redirect(303, '/');

export const POST: RequestHandler = async (event) => {
	const token = readSessionToken(event);
	if (token) await endSession(event.locals.system, hashToken(token));
	clearSessionCookie(event);
	return new Response(null, {
		status: 303,
		headers: {
			location: '/sign-in?after=sign-out',
			// On a shared phone the pages before this one must not come back.
			'clear-site-data': '"cache", "storage"'
		}
	});
};
