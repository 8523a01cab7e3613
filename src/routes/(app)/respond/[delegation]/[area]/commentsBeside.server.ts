import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import { m } from '#lib/paraglide/messages.js';
import type { getAreaPage } from '#lib/server/responses/pages.ts';
import { isAsked, questionOf } from '#lib/xlsform/areaState.ts';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;

/** The way to the comments on each question, with their number, in words of the reader's language. */
export function commentsBeside(page: AreaPage, home: string): Pick<AreaView, 'links' | 'notes'> {
	const area = page.definition.areas[0]!;
	const links: AreaView['links'] = {};
	for (const key of Object.keys(page.seen.questions)) {
		const question = questionOf(area, key);
		if (!question || !isAsked(question)) continue;
		const count = page.comments[key] ?? 0;
		links[key] = [
			{
				href: `${home}/${area.name}/comments?question=${encodeURIComponent(key)}`,
				words: count === 0 ? m.talk_comment() : m.talk_comments_count({ count })
			}
		];
	}
	return { links, notes: {} };
}
