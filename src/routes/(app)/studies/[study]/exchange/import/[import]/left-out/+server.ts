import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendBytes } from '#lib/server/http/sendBytes.ts';
import { getTakenImport } from '#lib/server/qda/exchangePage.ts';
import { leftOutWords, warningWords } from '#lib/server/qda/words.ts';
import type { RequestHandler } from './$types';

/** What was left out of a file that was taken over, and why; the standard asks for such a list. */
export const GET: RequestHandler = (event) =>
	loadPage(event, async (ctx) => {
		const { study: studyId, import: importId } = event.params;
		const { takenAt, result } = await getTakenImport(ctx, { studyId, importId });
		const locale = getLocale();
		const day = takenAt.toISOString().slice(0, 10);
		const lines = [
			m.qda_left_title({ date: day }),
			'',
			...result.leftOut.map(({ code, count }) => `- ${count}: ${leftOutWords(code, locale)}`),
			...result.warnings.map(({ code }) => `- ${warningWords(code, locale)}`)
		];
		return sendBytes({
			bytes: new TextEncoder().encode(`${lines.join('\n')}\n`),
			mediaType: 'text/plain; charset=utf-8',
			name: `import-notes-${day}.txt`
		});
	});
