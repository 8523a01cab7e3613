import type { Here } from '#lib/client/liveLine.ts';
import { whenIdle } from '#lib/client/whenIdle.ts';
import { type Arrival, startTogether } from '#lib/client/together.ts';
import { m } from '#lib/paraglide/messages.js';
import { questionOf } from '#lib/xlsform/areaState.ts';
import type { Answering } from './answering.svelte.ts';
import type { AreaView } from './areaView.ts';

/** Changes so close together are told in one sentence, in milliseconds. */
const GATHER = 1500;
/** How long a sentence stands. */
const NEWS = 30_000;

/** Who else is on an area's page and what they change; `view` gives the page as last loaded. */
export function createLive(view: () => AreaView, answering: Answering, reload: () => void) {
	/** null while nobody knows. */
	let people: Here[] | null = $state.raw(null);
	let news = $state('');
	/** Numbers of the questions somebody changed since it was last told, by name. */
	let changed: Record<string, string[]> = {};
	const strangers: string[] = [];
	let timer: ReturnType<typeof setTimeout> | undefined;

	/** A person's name, or that somebody is there. */
	function nameOf(account: string): string {
		const name = view().people.find(({ id }) => id === account)?.name;
		// Somebody who joined since the page was loaded.
		if (name === undefined && !strangers.includes(account)) {
			strangers.push(account);
			reload();
		}
		return name ?? m.respond_someone();
	}

	function tell(): void {
		const sentences = Object.entries(changed).map(([name, numbers]) =>
			numbers.length > 0
				? m.together_changed({ name, numbers: numbers.join(', ') })
				: m.together_changed_elsewhere({ name })
		);
		changed = {};
		say(sentences.join('. '), NEWS);
	}

	function say(words: string, lasts?: number): void {
		clearTimeout(timer);
		news = words;
		if (lasts) timer = setTimeout(() => (news = ''), lasts);
	}

	function onAnswers(answers: Arrival[]): void {
		answering.arrive(answers);
		for (const { question, by } of answers) {
			if (by === view().me) continue;
			const numbers = (changed[nameOf(by)] ??= []);
			const number = questionOf(answering.area, question)?.number;
			if (number && !numbers.includes(number)) numbers.push(number);
		}
		if (Object.keys(changed).length === 0) return;
		clearTimeout(timer);
		timer = setTimeout(tell, GATHER);
	}

	/** Begins once the page has come to rest. Gives what ends it. */
	function start(main: HTMLElement, page: string): () => void {
		let isStopped = false;
		let stop = () => {};
		void whenIdle().then(() => {
			const { home, area, change, me } = view();
			if (isStopped) return;
			stop = startTogether({
				here: `${home}/${area}`,
				page,
				change,
				me,
				main,
				onAnswers,
				onOther: reload,
				onPeople: (here) => (people = here),
				onGone: () => (people = null),
				onOver: (why) => why === 'ended' && say(m.together_over())
			});
		});
		return () => {
			isStopped = true;
			clearTimeout(timer);
			stop();
		};
	}

	return {
		/** Names of those here, each once; null while that is not known. */
		get names(): string[] | null {
			return people && people.map(({ account }) => nameOf(account));
		},
		/** Names of those at a question. */
		at: (key: string): string[] =>
			(people ?? [])
				.filter(({ question }) => question === key)
				.map(({ account }) => nameOf(account)),
		/** What colleagues just did, in words. */
		get news() {
			return news;
		},
		say,
		start
	};
}
