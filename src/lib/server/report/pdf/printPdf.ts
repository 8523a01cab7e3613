import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Problem } from '../../problem.ts';
import { fontConfig, fontFaces } from '../pictures/fonts.ts';
import { type Devtools, openDevtools } from './devtools.ts';
import { fixPdf } from './fixPdf.ts';
import { groupMemory, killGroup } from './processGroup.ts';

export interface PrintOptions {
	/** Path of a Chromium, as `findChromium` of bin/find.mjs gives it; undefined where there is none. */
	chromium: string | undefined;
	/** Runs along the head of every page, and names the document. */
	title: string;
	/** BCP 47. */
	language: string;
	signal?: AbortSignal;
	/** Milliseconds until it is given up; two minutes where nothing is said. */
	limit?: number;
	/** Bytes of memory the browser may hold; two GiB where nothing is said. */
	memory?: number;
}

/** One after the other: a browser takes some hundred megabytes. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * A page as a PDF: tagged for screen readers, with its headings as an outline, page numbers, and
 * every font in it. Nothing is loaded from anywhere, no script runs, and the same page gives the
 * same bytes in the same Chromium. Throws Problem `no_browser` where there is none, and an Error
 * where it takes too long, too much memory, or is called off by `signal`.
 */
export async function printPdf(html: string, options: PrintOptions): Promise<Uint8Array> {
	if (!options.chromium) throw new Problem('no_browser');
	const turn = queue.then(() => printNow(html, options));
	queue = turn.catch(() => {});
	return turn;
}

const SWITCHES = [
	'--headless',
	'--remote-debugging-pipe',
	'--disable-gpu',
	'--disable-quic',
	'--disable-extensions',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-dev-shm-usage',
	'--no-first-run',
	'--no-default-browser-check',
	'--font-render-hinting=none',
	// Written into the file as what made it; Chromium would name the machine's system.
	'--user-agent=Mufakat',
	// Names lead nowhere and nothing is reached: the page carries all it needs.
	'--host-resolver-rules=MAP * ~NOTFOUND',
	'--proxy-server=127.0.0.1:9'
];

async function printNow(html: string, options: PrintOptions): Promise<Uint8Array> {
	const { signal, limit = 120_000, memory = 2 ** 31 } = options;
	signal?.throwIfAborted();
	const folder = await mkdtemp(join(tmpdir(), 'mufakat-pdf-'));
	// As root there is no sandbox to be had; everybody else keeps it.
	const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
	const child = spawn(options.chromium!, [...SWITCHES, ...root, `--user-data-dir=${folder}`], {
		detached: true,
		stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
		// Nothing of our own environment, which holds secrets, and a home of its own.
		env: {
			PATH: process.env.PATH,
			HOME: folder,
			TMPDIR: folder,
			LANG: 'C.UTF-8',
			TZ: 'UTC',
			FONTCONFIG_FILE: fontConfig()
		}
	});
	const devtools = openDevtools(child.stdio[3] as Writable, child.stdio[4] as Readable);
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const stop = (reason: Error) => {
		devtools.fail(reason);
		if (child.pid) killGroup(child.pid);
	};
	child.once('error', (error) => stop(new Error(`Chromium did not start: ${error.message}`)));
	child.once('exit', () => stop(new Error('Chromium ended before the PDF was there')));
	const calledOff = () => stop(new Error('called off'));
	signal?.addEventListener('abort', calledOff, { once: true });
	const clock = setTimeout(() => stop(new Error('the PDF took too long')), limit);
	const scale = setInterval(() => {
		if (child.pid && groupMemory(child.pid) > memory)
			stop(new Error('the PDF took too much memory'));
	}, 500);
	try {
		return fixPdf(await print(devtools, html, options));
	} finally {
		clearTimeout(clock);
		clearInterval(scale);
		signal?.removeEventListener('abort', calledOff);
		stop(new Error('done'));
		if (child.pid) await ended;
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function print(
	devtools: Devtools,
	html: string,
	{ title, language }: PrintOptions
): Promise<Uint8Array> {
	const { targetId } = await devtools.send('Target.createTarget', { url: 'about:blank' });
	const attached = await devtools.send('Target.attachToTarget', { targetId, flatten: true });
	const session = attached.sessionId as string;
	const send = (method: string, params?: Record<string, unknown>) =>
		devtools.send(method, params, session);
	devtools.on('Fetch.requestPaused', ({ requestId }, from) => {
		devtools
			.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }, from)
			.catch(() => {});
	});
	await send('Page.enable');
	await send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
	await send('Emulation.setScriptExecutionDisabled', { value: true });
	const { frameTree } = await send('Page.getFrameTree');
	const frameId = (frameTree as { frame: { id: string } }).frame.id;
	const loaded = new Promise<void>((resolve) =>
		devtools.on('Page.loadEventFired', () => resolve())
	);
	await send('Page.setDocumentContent', { frameId, html: withFonts(html) });
	await loaded;
	// The page's own scripts were passed over; this only waits until every font is in use.
	await send('Emulation.setScriptExecutionDisabled', { value: false });
	await send('Runtime.evaluate', {
		expression: 'document.fonts.ready.then(() => null)',
		awaitPromise: true
	});
	const { data } = await send('Page.printToPDF', {
		generateTaggedPDF: true,
		generateDocumentOutline: true,
		printBackground: true,
		preferCSSPageSize: true,
		displayHeaderFooter: true,
		headerTemplate: edge(language, escape(title)),
		// A page that counts its own pages is not counted twice.
		footerTemplate: html.includes('counter(page)')
			? '<span></span>'
			: edge(language, '<span class="pageNumber"></span> / <span class="totalPages"></span>')
	});
	return Buffer.from(data as string, 'base64');
}

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The head or foot of every page; Chromium draws it apart, without the page's styles. */
const edge = (language: string, content: string) =>
	`<div lang="${escape(language)}" style="font:8px 'Noto Sans',sans-serif;color:#515c58;width:100%;padding:0 15mm;text-align:center">${content}</div>`;

/** The page with the fonts its texts need, before all other styles. */
function withFonts(html: string): string {
	const style = `<style>${fontFaces(html)}</style>`;
	return /<head[^>]*>/i.test(html)
		? html.replace(/<head[^>]*>/i, (head) => head + style)
		: style + html;
}
