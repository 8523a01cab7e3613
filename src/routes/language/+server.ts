import { error, redirect } from '@sveltejs/kit';
import { isLocale } from '#lib/paraglide/runtime.js';
import { changeLanguage } from '#lib/server/accounts/accounts.ts';
import { setLanguageCookie } from '#lib/server/http/cookies.ts';
import { localPath } from '#lib/server/http/signInFlow.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = () => redirect(303, '/');

/** Keeps the language for this browser, and for the account of whoever is signed in. */
export const POST: RequestHandler = async (event) => {
	const fields = await event.request.formData().catch(() => error(415));
	const language = fields.get('language');
	if (isLocale(language)) {
		setLanguageCookie(event, language);
		if (event.locals.ctx) await changeLanguage(event.locals.ctx, language);
	}
	redirect(303, localPath(fields.get('back'), '/'));
};
