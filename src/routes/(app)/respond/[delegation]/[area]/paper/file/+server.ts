import script from '../../../../../../../lib/paper/fill.js?raw';
import style from '../../../../../../../lib/paper/paper.css?raw';
import { drawBody, drawPaper } from '#lib/paper/html.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { loadPage } from '#lib/server/http/guard.ts';
import { packAssets } from '#lib/server/paper/assets.ts';
import { makePaper } from '#lib/server/paper/makePaper.ts';
import { writePaperDocx } from '#lib/server/paper/writeDocx.ts';
import type { RequestHandler } from './$types';

const assets = packAssets(script, style);

/** One area with its answers as a file: to fill in without a line, or to print. */
export const GET: RequestHandler = (event) =>
	loadPage(event, async (ctx) => {
		const { delegation: delegationId, area } = event.params;
		const query = event.url.searchParams;
		const format = query.get('format') === 'docx' ? 'docx' : 'html';
		const language = query.get('language') ?? getLocale();
		const input = { delegationId, area, language, format } as const;
		const { paper, fileName, seal } = await makePaper(ctx, input);
		const send = (bytes: Uint8Array, type: string, name: string) =>
			new Response(bytes as BodyInit, {
				headers: {
					'content-type': type,
					'content-length': String(bytes.byteLength),
					'content-disposition': `attachment; filename="${name}"`,
					'x-content-type-options': 'nosniff',
					'content-security-policy': "default-src 'none'; sandbox",
					'cache-control': 'private, no-store'
				}
			});
		if (format === 'docx') {
			const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
			return send(await writePaperDocx(paper), type, `${fileName}.docx`);
		}
		const body = drawBody(paper);
		const name = `${fileName}-filled.html`;
		const html = drawPaper(paper, { body, payload: seal(body), name, assets });
		return send(new TextEncoder().encode(html), 'text/html; charset=utf-8', `${fileName}.html`);
	});
