import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import { m } from '#lib/paraglide/messages.js';
import type { getAreaPage } from '#lib/server/responses/pages.ts';
import { isAsked, questionOf } from '#lib/xlsform/areaState.ts';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;

/** The ways to the comments on the area and on each question, with their number, in words. */
export function commentsBeside(page: AreaPage, home: string): Pick<AreaView, 'links' | 'notes'> {
	const area = page.definition.areas[0]!;
	const whole = page.comments[''] ?? 0;
	const links: AreaView['links'] = {
		'': [
			{
				href: `${home}/${area.name}/comments`,
				words: whole === 0 ? m.talk_comment_area() : m.talk_comments_area_count({ count: whole })
			}
		]
	};
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
