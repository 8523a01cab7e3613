import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { problemText } from '#lib/server/http/problemText.ts';
import type { Problem } from '#lib/server/problem.ts';
import type { ExchangePage, TakenImport } from '#lib/server/qda/exchangePage.ts';
import { refusalWords } from '#lib/server/qda/qdaProblem.ts';
import type { QdaRefusal } from '#lib/server/qda/refusal.ts';
import { leftOutWords, resultItems } from '#lib/server/qda/words.ts';

const kinds = { project: m.qda_kind_project, codebook: m.qda_kind_codebook };

/** What was taken over of a file, in words. */
function takenView({ id, kind, takenAt, by, result }: TakenImport) {
	const locale = getLocale();
	return {
		id,
		kind: kinds[kind](),
		takenAt,
		by: by ?? m.dataset_somebody(),
		items: resultItems(result.counts, locale),
		leftOut: result.leftOut.map(({ code, count }) => ({
			code,
			count,
			words: leftOutWords(code, locale)
		}))
	};
}

/** The page of exchange; `taken` is the import that has just been taken over. */
export function exchangeView(page: ExchangePage, taken: string | null) {
	const history = page.taken.map(takenView);
	return {
		study: page.study,
		here: `/studies/${page.study.id}/exchange`,
		roundId: page.rounds[0]?.id ?? null,
		mayExport: page.mayExport,
		mayImport: page.mayImport,
		meetings: page.meetings.map(({ id, name, heldOn }) => ({
			value: id,
			label: heldOn ? `${name} (${heldOn})` : name
		})),
		waiting: page.waiting.map(({ id, kind, sentAt }) => ({ id, kind: kinds[kind](), sentAt })),
		history,
		justTaken: history.find(({ id }) => id === taken) ?? null
	};
}

/** Why a file was not taken in, in the page's language. */
export function uploadProblemText(problem: Problem): string {
	if (problem.code !== 'qda_unreadable') return problemText(problem);
	const { refusal, ...values } = problem.detail as Record<string, string> & {
		refusal: QdaRefusal['code'];
	};
	const reason = refusalWords({ code: refusal, values }, getLocale());
	return m.problem_qda_unreadable({ reason });
}
