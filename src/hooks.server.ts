import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { building } from '$app/environment';
import { m } from '#lib/paraglide/messages.js';
import { chooseLanguage, handle as handleRequest } from '#lib/server/http/handle.ts';
import { getInstance } from '#lib/server/http/instance.ts';
import { log } from '#lib/server/http/log.ts';

/** The build renders the offline shell, for nobody and without a database. */
export const handle: Handle = building ? chooseLanguage : handleRequest;

/** Opens the database before the first request is taken. The build runs this file too. */
export const init: ServerInit = async () => {
	if (!building) await getInstance();
};

/**
 * A fault of ours: kept in the log under the request's id, without what was asked or sent. A
 * message may quote an answer (that of a database does), so only the place in the code is kept.
 */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	const { requestId } = event.locals;
	if (status >= 500)
		log.error({
			requestId,
			route: event.route.id,
			method: event.request.method,
			...traceOf(error)
		});
	return { message: status >= 500 ? m.accounts_server_fault() : message, requestId };
};

function traceOf(error: unknown) {
	if (!(error instanceof Error)) return { error: typeof error };
	const places = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
	return {
		error: error.name,
		code: (error as { code?: unknown }).code,
		...(log.isLevelEnabled('debug') && { message: error.message }),
		at: places.map((line) => line.trim())
	};
}
