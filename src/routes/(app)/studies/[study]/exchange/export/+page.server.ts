import { getLocale } from '#lib/paraglide/runtime.js';
import { loadPage } from '#lib/server/http/guard.ts';
import { getExchangePage } from '#lib/server/qda/exchangePage.ts';
import { countItems } from '#lib/server/qda/exportNotes.ts';
import { codebookOf, lookAtExport } from '#lib/server/qda/exportQda.ts';
import { answerRuleWords, unexportedWords } from '#lib/server/qda/words.ts';
import { exchangeView } from '../exchangeView.server.ts';
import { readExport } from '../readExport.server.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** What would leave and what would stay, before anything is downloaded. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const language = getLocale();
		const { chosen, request } = readExport(event.params.study, event.url.searchParams);
		const made = await lookAtExport(ctx, request);
		const { study, here, meetings } = exchangeView(
			await getExchangePage(ctx, event.params.study),
			null
		);
		const query = new URLSearchParams({ what: chosen.what, answers: chosen.answers });
		return {
			study,
			here,
			meetings,
			chosen,
			file: `${here}/file?${query}`,
			name: made.project.name,
			hasWords: made.counts.turns > 0,
			hasCodebook: codebookOf(made) !== undefined,
			counts: countItems(made, language),
			left: made.left.map(({ code, count }) => ({
				code,
				count,
				words: unexportedWords(code, language)
			})),
			rule: answerRuleWords(request.groupId === null ? chosen.answers : 'none', language),
			notes: made.notes
		};
	});
