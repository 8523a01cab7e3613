import { tick, untrack } from 'svelte';
import type { Autosave } from '#lib/client/autosave.ts';
import { sameContent } from '#lib/client/knownAnswers.ts';
import { randomId } from '#lib/client/randomId.ts';
import type { Known, Outcome, SaveStatus } from '#lib/client/saves.ts';
import type { Arrival } from '#lib/client/together.ts';
import type { AnswerContent, Answers } from '#lib/xlsform/answers.ts';
import {
	type AreaState,
	contentWithout,
	countArea,
	isComputed,
	questionOf,
	repeatsOf
} from '#lib/xlsform/areaState.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';
import type { AreaView, SaveReport } from './areaView.ts';
import { loadedAnswers } from './loadedAnswers.ts';
import type { LiveArea } from './liveArea.ts';
import { type Saving, startSaving } from './saving.ts';
import { toSend } from './toSend.ts';
import type { Ways } from './ways.ts';

const isCode = ({ status }: AnswerContent) => status !== 'answered' && status !== 'empty';

/**
 * The live side of an area's page: what stands in the fields, what that makes relevant and
 * missing, and how saving goes. On the server it is only read.
 */
export function createAnswering(view: AreaView, saved: SaveReport | undefined, ways: Ways) {
	const area = view.definition.areas[0]!;
	const refused = Object.fromEntries((saved?.refused ?? []).map((each) => [each.question, each]));
	const loaded = loadedAnswers(view, view.seen);
	/** What the engine says; replaced, or added to, after every change. */
	let seen = $state.raw(view.seen);
	const contents: Record<string, AnswerContent> = $state(
		Object.fromEntries(
			Object.entries(loaded).map(([key, { content }]) => [key, refused[key]?.content ?? content])
		)
	);
	const bases: Record<string, number> = $state(
		Object.fromEntries(Object.entries(loaded).map(([key, { revision }]) => [key, revision]))
	);
	/** Codes of what was not taken, by question. */
	const problems: Record<string, string> = $state(
		Object.fromEntries(Object.entries(refused).map(([key, { code }]) => [key, code]))
	);
	/** What somebody answered here, as against what stands there by itself. */
	const touched: Record<string, true> = Object.fromEntries(
		Object.keys(refused).map((key) => [key, true as const])
	);
	let merged = $state(saved?.merged ?? []);
	let status = $state<SaveStatus>();
	let autosave: Autosave | undefined;
	/** Words of codes that came up here; the engine brings them along. */
	let wrongs: Record<string, string> = $state.raw({
		...view.wrongs,
		...Object.fromEntries(Object.values(refused).map(({ code, words }) => [code, words]))
	});
	let findWords: ((code: string) => string) | undefined;
	let live: LiveArea | undefined;
	let saving: Saving | undefined;
	/** What the device of this page has told: whether it keeps what is not through, and what else waits. */
	const device = $state({ isKept: false, waiting: '' });
	const told = {
		onKept: (isKept: boolean) => void (device.isKept = isKept),
		onWaiting: (words: string) => void (device.waiting = words)
	};
	let opening: Promise<LiveArea> | undefined;
	const counts = $derived(countArea(area, seen));

	function answersNow(): Answers {
		const given = Object.entries(contents).filter(
			([key]) => bases[key]! > 0 || touched[key] === true
		);
		// A copy of its own: the contents are proxies, and JSON is all they hold.
		return JSON.parse(
			JSON.stringify({ ...view.elsewhere, ...Object.fromEntries(given) })
		) as Answers;
	}

	/** The engine, fetched once; from then on the page judges every change by itself. */
	function wake(): Promise<LiveArea> {
		opening ??= import('./liveArea.ts').then(
			async ({ openLiveArea, loadRareFunctions, problemWords }) => {
				findWords = problemWords;
				const { definition, language, now, seed } = view;
				await loadRareFunctions(definition);
				const answers = untrack(answersNow);
				live = openLiveArea({ definition, area, language, answers, now, seed });
				show(live.all());
				return live;
			}
		);
		// Without a connection the page goes on as it is and tries again at the next change.
		opening.catch(() => (opening = undefined));
		return opening;
	}

	function show(next: AreaState | Pick<AreaState, 'questions'>): void {
		seen =
			'outline' in next ? next : { ...seen, questions: { ...seen.questions, ...next.questions } };
		for (const [key, state] of Object.entries(next.questions)) {
			learn(state.invalid);
			const question = questionOf(area, key)!;
			const computed = contentWithout(question, state);
			const now = contents[key];
			if (!now) add(key, { revision: 0, content: computed });
			else if (!state.relevant || sameValue(now.value, computed.value)) continue;
			else if (!touched[key] && bases[key] === 0)
				contents[key] = { ...computed, exposure: now.exposure };
			else if (question.calculation !== undefined && !isCode(now)) {
				contents[key] = { ...computed, exposure: now.exposure };
				// A trigger's value is an answer like one that was typed.
				if (!state.readonly) autosave?.changed(key);
			}
		}
	}

	/** Sees to it that a code has words; without the engine it waits for them. */
	function learn(code: string | undefined): void {
		if (!code || code in wrongs) return;
		if (findWords) wrongs = { ...wrongs, [code]: findWords(code) };
		else
			void wake().then(
				() => learn(code),
				() => {}
			);
	}

	function add(key: string, answer: Known): void {
		contents[key] = answer.content;
		bases[key] = answer.revision;
		autosave?.add(key, answer);
	}

	function judge(key: string): void {
		if (!live) return void wake().catch(() => {});
		const { status: now, value } = toSend(untrack(() => contents[key]!));
		show(live.set(key, { status: now, value }));
	}

	function put(key: string, content: AnswerContent): void {
		touched[key] = true;
		contents[key] = content;
		judge(key);
	}

	function onOutcome({ question, result, code }: Outcome, revision: number): void {
		bases[question] = revision;
		if (result === 'refused') {
			problems[question] = code ?? '';
			learn(code);
		} else delete problems[question];
		const isEntries = Array.isArray(contents[question]?.value) && !questionOf(area, question);
		if (result === 'conflict' || (result === 'merged' && isEntries)) ways.reload();
		if (result === 'merged' && !isEntries && !merged.includes(question))
			merged = [...merged, question];
	}

	/** Takes on what was saved elsewhere, the entries of repeats before what stands in them. */
	function arrive(answers: readonly Arrival[]): void {
		const asked = (each: Arrival) => questionOf(area, each.question);
		const own = answers.filter((each) => {
			const question = asked(each);
			return question && !isComputed(question);
		});
		for (const each of [...answers.filter((one) => !asked(one)), ...own]) {
			const { question, revision, ...content } = each;
			const answer = { revision, content: toSend(content) };
			if ((bases[question] ?? -1) >= revision) continue;
			if (autosave && question in contents) {
				autosave.arrived(question, answer);
				bases[question] = revision;
			} else {
				add(question, answer);
				judge(question);
			}
		}
		saving?.copySoon();
	}

	/** Begins to save by itself. Gives what ends it. */
	function start(form: HTMLFormElement): () => void {
		saving = startSaving({
			view,
			loaded,
			form,
			ways,
			read: (key) => untrack(() => toSend(contents[key]!)),
			async show(key, content, revision) {
				put(key, content);
				bases[key] = Math.max(bases[key] ?? 0, revision);
				await tick();
			},
			questionOf: (key) => questionOf(area, key),
			onStatus: (now) => (status = now),
			onOutcome,
			...told,
			onTouch: () => void wake().catch(() => {})
		});
		autosave = saving.queue;
		return saving.stop;
	}

	/** The area is not open any more: the fields show what stands, the report what was refused. */
	async function putAway(): Promise<void> {
		await autosave?.flush();
		for (const { question } of status?.kind === 'refused' ? status.texts : []) {
			const known = autosave?.known(question);
			if (known) put(question, known.content);
		}
	}

	/** Puts the entries of a repeat in place of those it has. */
	async function setEntries(repeat: string, change: (ids: string[]) => string[]): Promise<void> {
		await wake();
		const now = repeatsOf(seen.outline).find(({ key }) => key === repeat)?.entries ?? [];
		const value = change(now.map(({ id }) => id));
		put(repeat, { status: 'answered', value, reason: null, exposure: 'public' });
		autosave?.changed(repeat);
		await tick();
	}

	return {
		area,
		contents,
		bases,
		problems,
		get outline() {
			return seen.outline;
		},
		get questions() {
			return seen.questions;
		},
		get sections() {
			return seen.sections;
		},
		/** Why an answer cannot stand, in words; '' while they are fetched. */
		wordsOf: (code: string): string => wrongs[code] ?? '',
		get counts() {
			return counts;
		},
		get merged() {
			return merged;
		},
		/** undefined until the page is alive. */
		get status() {
			return status;
		},
		change(key: string, content: AnswerContent) {
			const before = contents[key];
			if (before && sameContent(before, content)) {
				contents[key] = content;
				return;
			}
			put(key, content);
			autosave?.changed(key);
		},
		/** Adds an entry at the end; gives its id. */
		async addEntry(repeat: string): Promise<string> {
			const id = randomId().slice(0, 8);
			await setEntries(repeat, (ids) => [...ids, id]);
			return id;
		},
		async removeEntry(repeat: string, id: string): Promise<void> {
			await setEntries(repeat, (ids) => ids.filter((each) => each !== id));
		},
		device,
		told,
		arrive,
		/** Takes on what a later load brought. */
		adopt(next: AreaView) {
			saving?.renew(next);
			arrive(
				Object.entries(next.answers).map(([question, answer]) => ({ question, ...answer, by: '' }))
			);
			if (!next.isWritable) void putAway();
		},
		start,
		/** Saves at once; `again`: also what was refused before. */
		flush: (again = false) => autosave?.flush(again) ?? Promise.resolve(false)
	};
}

export type Answering = ReturnType<typeof createAnswering>;
