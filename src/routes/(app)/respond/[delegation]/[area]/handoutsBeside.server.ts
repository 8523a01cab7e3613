import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import type { getAreaPage } from '#lib/server/responses/pages.ts';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;

/** What the page shows of it beside its questions, in words of the reader's language. */
export function handoutsBeside(_page: AreaPage, _home: string): Pick<AreaView, 'links' | 'notes'> {
	return { links: {}, notes: {} };
}
