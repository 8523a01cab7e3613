import { redirect } from '@sveltejs/kit';
import { statuses, treatyWords } from '#lib/components/review/words.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { lookSchema } from '#lib/schemas/report.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { mayDo } from '#lib/server/access/verbs.ts';
import { type OpenCitation, getCitation, lookAgain } from '#lib/server/report/openCitation.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

type Said = NonNullable<NonNullable<OpenCitation['answer']>['then']>;

function wordsOf({ definition, answer }: OpenCitation, said: Said | null): string | null {
	if (!said) return null;
	if (said.status !== 'answered' && said.status !== 'empty') return statuses[said.status].words();
	if (!answer?.question) return '';
	return describeAnswer(definition, answer.question, said, getLocale(), treatyWords());
}

/** A citation, its source as it was and as it is. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round: roundId, label } = event.params;
		const opened = await getCitation(ctx, { roundId, label });
		const { round, report, cited, isPassage, madeAt, madeBy, answer, usedIn } = opened;
		return {
			round: { id: round.id, name: round.name, study: round.study },
			mayWrite: mayDo('report.write', round.roles),
			...{ language: report.language, isPassage, madeAt, madeBy, usedIn },
			cited: {
				...{ label: cited.label, kind: cited.kind, state: cited.state },
				...{ hash: cited.hash, source: cited.source }
			},
			answer: answer && {
				then: wordsOf(opened, answer.then),
				now: wordsOf(opened, answer.now)
			},
			done: event.url.searchParams.get('done') ?? ''
		};
	});

export const actions: Actions = {
	look: formAction(lookSchema, 'look', async (ctx, input, { params, url }) => {
		await lookAgain(ctx, { ...input, roundId: params.round!, label: params.label! });
		redirect(303, `${url.pathname}?done=looked`);
	})
};
