import type {
	AreaView,
	LinkView,
	NoteView
} from '#lib/components/questionnaire/answering/areaView.ts';
import { dayWords } from '#lib/components/review/roundWords.ts';
import { m } from '#lib/paraglide/messages.js';
import type { getAreaPage } from '#lib/server/responses/pages.ts';
import { canBeProposed } from '#lib/server/handouts/handouts.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;
type Standing = AreaPage['handouts']['standing'][number];

/** “Dara, by 3 December”: with whom something is, and until when. */
export function withWords({ who, dueOn }: Pick<Standing, 'who' | 'dueOn'>, today: string): string {
	if (!dueOn) return who;
	const at = { who, day: dayWords(dueOn) };
	return dueOn < today ? m.handouts_with_overdue(at) : m.handouts_with_by(at);
}

/** What the page shows of it beside its questions, in words of the reader's language. */
export function handoutsBeside(page: AreaPage, home: string): Pick<AreaView, 'links' | 'notes'> {
	const { standing, proposals } = page.handouts;
	const today = new Date().toISOString().slice(0, 10);
	const links: Record<string, LinkView[]> = {};
	const notes: Record<string, NoteView[]> = {};
	const { mayWrite } = page.delegation;
	const here = `${home}/${page.response.area}`;
	const area = page.definition.areas[0]!;
	for (const key of Object.keys(page.seen.questions)) {
		const found: LinkView[] = [];
		const question = questionOf(area, key);
		const waiting = proposals.filter((proposal) => proposal.question === key);
		const isMine = waiting.some(({ authorId }) => authorId === page.me);
		if (mayWrite && waiting.length > 0)
			found.push({
				href: `${home}/proposals#${encodeURI(key)}`,
				words:
					waiting.length === 1
						? m.handouts_one_proposal()
						: m.handouts_some_proposals({ count: waiting.length })
			});
		if (!mayWrite && isOpen(page) && question && canBeProposed(question))
			found.push({
				href: `${here}/propose?question=${encodeURIComponent(key)}`,
				words: isMine ? m.handouts_propose_change() : m.handouts_propose()
			});
		const mine = standing.filter((handout) => handout.question === key);
		if (mine.length > 0)
			found.push({
				href: `${home}/handouts#${page.response.area}`,
				words: mine.map((handout) => withWords(handout, today)).join('; ')
			});
		if (found.length > 0) links[key] = found;
	}
	const whole = standing.filter(({ question }) => question === null);
	const [first] = Object.entries(page.seen.questions).find(([, state]) => state.relevant) ?? [];
	if (first && whole.length > 0) {
		const who = whole.map((handout) => withWords(handout, today)).join('; ');
		notes[first] = [
			{
				id: 'handed-out',
				tone: 'info',
				title: m.handouts_area_with({ who }),
				by: '',
				body: '',
				actions: []
			}
		];
	}
	return { links, notes };
}

/** Whether the area takes answers, from whoever may write them. */
export function isOpen({ delegation, response }: AreaPage): boolean {
	return (
		!delegation.closedAt &&
		delegation.status === 'active' &&
		['not_started', 'draft', 'returned', 'reopened'].includes(response.state)
	);
}
