/**
 * What goes on between colleagues on one area's page, fetched once the page is alive: what they
 * save is fetched as soon as the server says that there is something, and they learn which
 * question this page is at.
 */
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { writtenBy } from './writer.ts';
import { type Here, openLiveLine } from './liveLine.ts';

/** A colleague's saved answer, and by whose account. */
export interface Arrival extends AnswerContent {
	question: string;
	revision: number;
	by: string;
}

interface TogetherOptions {
	/** Address of the area, without a slash at the end. */
	here: string;
	/** UUID of this page among all that are open. */
	page: string;
	/** Highest number of a change the page knows. */
	change: number;
	/** The account that reads the page. */
	me: string;
	/** The part of the page in which questions stand. */
	main: HTMLElement;
	onAnswers: (answers: Arrival[]) => void;
	/** Something but answers changed: the page should be fetched again. */
	onOther: () => void;
	/** Who else is here; every account once, at the question it came to last. */
	onPeople: (people: Here[]) => void;
	/** Nobody knows any more who is here. */
	onGone: () => void;
	onOver: (why: string) => void;
}

/** How long somebody stays at a question before others are told, in milliseconds. */
const SETTLED = 400;
/** Where the line carries nothing the whole page is fetched every so many times its answers are. */
const SILENCES = 10;

/** Key of the question an element belongs to; null outside of all. */
export function questionAt(element: Element | null): string | null {
	return element?.closest('section.q')?.id.slice('q-'.length) ?? null;
}

/** Begins; gives what ends it. */
export function startTogether(options: TogetherOptions): () => void {
	const { here, page, main } = options;
	let { change } = options;
	let fetching = false;
	let isBehind = false;
	let at: string | null = null;
	let told: string | null = null;
	let silences = 0;
	let moving: ReturnType<typeof setTimeout> | undefined;

	/** One fetch at a time; where more was written meanwhile, one more. */
	async function catchUp(): Promise<void> {
		isBehind = true;
		if (fetching) return;
		fetching = true;
		try {
			while (isBehind) {
				isBehind = false;
				const headers = writtenBy(options.me);
				const answer = await fetch(`${here}/changes?after=${change}`, { headers });
				if (!answer.ok) break;
				const news = (await answer.json()) as { change: number; answers: Arrival[] };
				change = Math.max(change, news.change);
				if (news.answers.length > 0) options.onAnswers(news.answers);
			}
		} catch {
			// The line opens again with what is known, and the server says once more what is not.
		} finally {
			fetching = false;
		}
	}

	function tellWhere(): void {
		if (at === told) return;
		told = at;
		const body = JSON.stringify({ page, question: at });
		const headers = { ...writtenBy(options.me), 'content-type': 'application/json' };
		// Whoever cannot be told now is told with the next move.
		void fetch(`${here}/presence`, { method: 'POST', headers, body, keepalive: true }).catch(
			() => (told = null)
		);
	}

	function onFocus({ type, target, relatedTarget }: FocusEvent): void {
		at = questionAt((type === 'focusin' ? target : relatedTarget) as Element | null);
		clearTimeout(moving);
		moving = setTimeout(tellWhere, SETTLED);
	}

	const stop = openLiveLine({
		href: () => `${here}/live?page=${page}&after=${change}`,
		onChange: (what) => (what === 'answers' ? void catchUp() : options.onOther()),
		onPeople(people) {
			const others = people.filter(({ account }) => account !== options.me);
			// The first of an account is where it is: questions come before pages merely open.
			const byAccount = new Map(others.toReversed().map((each) => [each.account, each]));
			options.onPeople([...byAccount.values()].toReversed());
		},
		onOpen(isAgain) {
			told = null;
			at = questionAt(document.activeElement);
			tellWhere();
			if (isAgain) options.onOther();
		},
		onGone: options.onGone,
		onSilent() {
			options.onGone();
			void catchUp();
			silences += 1;
			if (silences % SILENCES === 0) options.onOther();
		},
		onOver: options.onOver
	});
	main.addEventListener('focusin', onFocus);
	main.addEventListener('focusout', onFocus);
	return () => {
		main.removeEventListener('focusin', onFocus);
		main.removeEventListener('focusout', onFocus);
		clearTimeout(moving);
		stop();
	};
}
