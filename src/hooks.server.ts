import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { building } from '$app/environment';
import { m } from '#lib/paraglide/messages.js';
import { faultOf } from '#lib/server/http/fault.ts';
import { chooseLanguage, handle as handleRequest } from '#lib/server/http/handle.ts';
import { getInstance } from '#lib/server/http/instance.ts';
import { log } from '#lib/server/http/log.ts';

/** The build renders the offline shell, for nobody and without a database. */
export const handle: Handle = building ? chooseLanguage : handleRequest;

/** Opens the database before the first request is taken. The build runs this file too. */
export const init: ServerInit = async () => {
	if (!building) await getInstance();
};

/** A fault of ours: kept in the log under the request's id, without what was asked or sent. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	const { requestId } = event.locals;
	if (status >= 500)
		log.error({
			requestId,
			route: event.route.id,
			method: event.request.method,
			...faultOf(error, log.isLevelEnabled('debug'))
		});
	return { message: status >= 500 ? m.accounts_server_fault() : message, requestId };
};
