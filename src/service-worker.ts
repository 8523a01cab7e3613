/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
/**
 * The service worker. It keeps files that are the same for everybody: scripts and styles as
 * they are used, and the offline shell with all it needs. Never a page, never data.
 */
import { version } from '$service-worker';
import { openDatabase } from './lib/offline/database.ts';

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope;
const CACHE = `static-${version}`;
const SHELL = '/offline';
/** A page that says nothing for so long is taken from the device, in milliseconds. */
const PATIENCE = 5000;
/** Pages this device may have: areas that are answered, meetings whose notes are taken. */
const WORKING = /^\/respond\/|^\/rounds\/[^/]+\/focus-groups\/[^/]+\/room$/;
/** A gateway says these for a server that is away. */
const AWAY = [502, 503, 504];

/**
 * The cache as this worker found or made it; null where there is none. It is never opened by its name
 * again: who signed out, or left no trace, has had it taken away, and that would begin it anew.
 */
let held: Promise<Cache | null> = caches
	.has(CACHE)
	.then((isThere) => (isThere ? caches.open(CACHE) : null))
	.catch(() => null);

const isStatic = (url: URL) => url.pathname.startsWith('/_app/immutable/');

/** Addresses of files of the build a text names, in whatever way. */
function filesIn(text: string, from: string): string[] {
	const named = [...text.matchAll(/["'`(]((?:\.{0,2}\/)+[\w./-]+\.(?:js|css))["'`)]/g)];
	const files = named.map(([, file]) => new URL(file!, from)).filter(isStatic);
	return files.map(({ href }) => href);
}

/** Keeps files, and every file they name, those fetched only when needed too. */
async function keepFiles(cache: Cache, files: string[], done: Set<string>): Promise<void> {
	const missing = [...new Set(files)].filter((file) => !done.has(file));
	if (missing.length === 0) return;
	for (const file of missing) done.add(file);
	await cache.addAll(missing);
	const named = missing.map(async (file) => {
		const text = file.endsWith('.js') ? await (await cache.match(file))!.text() : '';
		return filesIn(text, file);
	});
	await keepFiles(cache, (await Promise.all(named)).flat(), done);
}

/** Keeps the shell and all that it may come to need. */
async function keepShell(): Promise<void> {
	// Opened before anything is fetched: taken away in between, it stays away with what is put into it.
	const opened = caches.open(CACHE);
	held = opened;
	const cache = await opened;
	const shell = await fetch(SHELL, { cache: 'no-cache', credentials: 'omit' });
	const type = shell.headers.get('content-type') ?? '';
	// A café's sign-in page answers everything, and must not become the shell.
	if (!shell.ok || shell.redirected || !type.includes('text/html')) throw new Error('no shell');
	const files = filesIn(await shell.clone().text(), shell.url);
	if (files.length === 0) throw new Error('no shell');
	await keepFiles(cache, files, new Set());
	await cache.put(SHELL, shell);
}

/** A file whose name changes with its content: from the device where it is there. */
async function fromCache(request: Request): Promise<Response> {
	const kept = await caches.match(request, { ignoreVary: true });
	if (kept) return kept;
	const answer = await fetch(request);
	// A disk that is full costs the copy, not the page.
	if (answer.ok && answer.type === 'basic')
		await (await held)?.put(request, answer.clone()).catch(() => {});
	return answer;
}

/** Whether this device has any area or meeting to work on. */
async function hasCopies(): Promise<boolean> {
	try {
		const db = await openDatabase();
		const count = await db.count('copies');
		db.close();
		return count > 0;
	} catch {
		return false;
	}
}

const later = (milliseconds: number) =>
	new Promise<null>((done) => setTimeout(() => done(null), milliseconds));

/** A page: from the network; where that fails, the shell, which knows what the device has. */
async function navigate(event: FetchEvent, url: URL): Promise<Response> {
	const isAnswering = WORKING.test(url.pathname);
	const network = (async () =>
		((await event.preloadResponse) as Response) ?? fetch(event.request))();
	const patient = network.catch(() => null);
	const canWork = isAnswering && (await hasCopies());
	const answer = await (canWork ? Promise.race([patient, later(PATIENCE)]) : patient);
	if (answer && !(canWork && AWAY.includes(answer.status))) return answer;
	if (!(await caches.match(SHELL))) return network;
	return Response.redirect(`${SHELL}#${url.pathname}${url.search}`);
}

worker.addEventListener('install', (event) => {
	const undo = async (reason: unknown) => {
		await caches.delete(CACHE);
		throw reason;
	};
	event.waitUntil(keepShell().catch(undo));
});

worker.addEventListener('activate', (event) => {
	const tidy = async () => {
		await worker.registration.navigationPreload?.enable();
		const old = (await caches.keys()).filter((name) => name !== CACHE);
		await Promise.all(old.map((name) => caches.delete(name)));
		// So that the page that brought the worker can be opened again without a network.
		await worker.clients.claim();
	};
	event.waitUntil(tidy());
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
	if (isStatic(url)) event.respondWith(fromCache(request));
	else if (request.mode !== 'navigate') return;
	else if (url.pathname === SHELL)
		event.respondWith(caches.match(SHELL).then((kept) => kept ?? fetch(request)));
	else event.respondWith(navigate(event, url));
});
