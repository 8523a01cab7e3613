import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import { m } from '#lib/paraglide/messages.js';
import type { getAreaPage } from '#lib/server/responses/pages.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;

/** From a question about treaties to the page where each claim can be confirmed or corrected. */
export function treatiesBeside(page: AreaPage, home: string): Pick<AreaView, 'links' | 'notes'> {
	const area = page.definition.areas[0]!;
	const keys = Object.keys(page.seen.questions).filter(
		(key) => questionOf(area, key)?.type === 'treaty'
	);
	const link = { href: `${home}/treaties`, words: m.treaties_own_link() };
	return { links: Object.fromEntries(keys.map((key) => [key, [link]])), notes: {} };
}
