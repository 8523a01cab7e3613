import type { getAreaPage } from '#lib/server/responses/pages.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import type { AskedNow } from './askedNow.server.ts';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;

/** What stands in the way, each with the words of its question and the page where it is settled. */
export function obstaclesOf(page: AreaPage, asked: readonly AskedNow[], language: string) {
	const home = `/respond/${page.delegation.id}`;
	return page.obstacles.map((obstacle) => {
		const found = asked.find(({ key }) => key === obstacle.question);
		const isProposal = obstacle.code === 'proposal';
		const at = isProposal ? `${home}/proposals` : `${home}/${page.response.area}`;
		// The questionnaire's own words about why it wants an answer.
		const required = found?.question.required_message;
		const words = textIn(required, language, page.definition.default_language);
		return {
			...obstacle,
			href: `${at}#${encodeURI(obstacle.question)}`,
			label: [found?.entry, found?.label].filter(Boolean).join(': '),
			words: obstacle.code === 'missing' ? withoutMarkup(words) : ''
		};
	});
}
