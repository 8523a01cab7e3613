import { randomUUID } from 'node:crypto';
import type { Handle } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { WRITER_HEADER } from '#lib/client/writer.ts';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { readSession } from '../sessions/sessions.ts';
import { clearSessionCookie, readSessionToken } from './cookies.ts';
import { requireWriter } from './guard.ts';
import { getInstance } from './instance.ts';
import { problemResponse } from './problemResponse.ts';
import { SECURITY_HEADERS } from './securityHeaders.ts';

/** What pages fetch without anybody having pressed anything. */
const BY_ITSELF = /^\/(respond\/[^/]+\/[^/]+\/(live|changes|view)|device\/key)$/;

const identify: Handle = async ({ event, resolve }) => {
	const { system } = await getInstance();
	event.locals.requestId = randomUUID();
	event.locals.system = system;
	event.locals.signedIn = null;
	event.locals.ctx = null;
	const token = readSessionToken(event);
	const session = token
		? await readSession(system, token, { byItself: BY_ITSELF.test(event.url.pathname) })
		: null;
	if (token && !session) clearSessionCookie(event);
	// Half signed in is not signed in: only the page that asks for the code reads such a session.
	if (session && !session.codeDue) {
		event.locals.signedIn = session;
		event.locals.ctx = { ...system, actor: { accountId: session.account.id } };
	}
	return resolve(event);
};

/**
 * Reads the language of a request and writes it into the page. What Kit would have fetched early
 * it names in a header, which nothing compresses, before the styles: on a slow line the scripts
 * would be there first and the page still blank. Here they are named at the end of the page.
 */
export const chooseLanguage: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ request, locale }) => {
		event.request = request;
		const scripts: string[] = [];
		return resolve(event, {
			preload: ({ type, path }) => {
				if (type === 'js') scripts.push(path);
				return false;
			},
			transformPageChunk: ({ html }) => {
				const links = scripts.map((path) => `<link rel="modulepreload" href="${path}">`);
				return html.replace('%lang%', locale).replace('</body>', `${links.join('')}</body>`);
			}
		});
	});

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** true for a body that is neither a form, whose origin Kit checks, nor JSON, which no form can send. */
function isForeignBody(request: Request): boolean {
	if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return false;
	const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
	if (!type) return request.body !== null;
	return type !== 'application/json' && !FORM_TYPES.includes(type);
}

const refuseForeignBodies: Handle = ({ event, resolve }) =>
	isForeignBody(event.request)
		? new Response('Send application/json or a form.\n', {
				status: 415,
				headers: { 'content-type': 'text/plain; charset=utf-8' }
			})
		: resolve(event);

/** What a script sends in the name of somebody else than who is signed in; see writer.ts. */
const refuseOtherWriters: Handle = ({ event, resolve }) => {
	try {
		requireWriter(event, event.request.headers.get(WRITER_HEADER));
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
	return resolve(event);
};

/** Pages whose address or content is a secret even to whoever uses the browser next. */
const SECRET_PATHS = /^\/(reset|invitation|setup|help|part|query|sign-in\/code)(\/|$)/;

const secureHeaders: Handle = async ({ event, resolve }) => {
	const given = await resolve(event);
	// A response that was fetched or is a bare redirect refuses new headers.
	const response = new Response(given.body, given);
	for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
	if (event.locals.system.config.origin?.startsWith('https:'))
		response.headers.set('strict-transport-security', 'max-age=31536000');
	const path = event.url.pathname;
	// The same for everybody, whoever is signed in: it says so itself.
	const isPublished =
		path.startsWith('/published/') && response.headers.get('cache-control')?.startsWith('public');
	if (
		!isPublished &&
		(event.locals.signedIn || readSessionToken(event) || SECRET_PATHS.test(path)) &&
		!path.startsWith('/_app/')
	)
		response.headers.set('cache-control', 'no-store');
	return response;
};

/** Everything that happens to every request, outermost first. */
export const handle: Handle = sequence(
	secureHeaders,
	identify,
	refuseForeignBodies,
	chooseLanguage,
	refuseOtherWriters
);
