import { tick, untrack } from 'svelte';
import { type Autosave, createAutosave } from '#lib/client/autosave.ts';
import { guardLeaving } from '#lib/client/guardLeaving.ts';
import { sameContent } from '#lib/client/knownAnswers.ts';
import { keepCaret } from '#lib/client/keepCaret.ts';
import { randomId } from '#lib/client/randomId.ts';
import type { Outcome, SaveStatus } from '#lib/client/saves.ts';
import { sendAnswers } from '#lib/client/sendAnswers.ts';
import type { AnswerContent, Answers } from '#lib/xlsform/answers.ts';
import {
	type AreaState,
	contentWithout,
	countArea,
	questionOf,
	repeatsOf
} from '#lib/xlsform/areaState.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';
import type { AreaView, SaveReport } from './areaView.ts';
import type { LiveArea } from './liveArea.ts';

/** What would be stored: a value put away behind a code stays on the page only. */
function toSend({ status, value, reason, exposure }: AnswerContent): AnswerContent {
	return {
		status,
		value: status === 'answered' ? $state.snapshot(value) : null,
		reason: status === 'not_applicable' ? reason : null,
		exposure
	};
}

const isCode = ({ status }: AnswerContent) => status !== 'answered' && status !== 'empty';

interface Loaded {
	revision: number;
	content: AnswerContent;
}

/** What stands under every key of the page as it came from the server. */
function loadedOf(view: AreaView, state: AreaState): Record<string, Loaded> {
	const area = view.definition.areas[0]!;
	const stored = (key: string, empty: AnswerContent): [string, Loaded] => {
		const { revision = 0, ...content } = view.answers[key] ?? {};
		return [key, { revision, content: { ...empty, ...content } }];
	};
	const questions = Object.keys(state.questions).map((key) =>
		stored(key, contentWithout(questionOf(area, key)!, state.questions[key]))
	);
	const repeats = repeatsOf(state.outline).map(({ key }) =>
		stored(key, { status: 'empty', value: null, reason: null, exposure: 'public' })
	);
	return Object.fromEntries([...questions, ...repeats]);
}

/**
 * The live side of an area's page: what stands in the fields, what that makes relevant and
 * missing, and how saving goes. On the server it is only read. `reload` is called when the
 * server knows more than the page: two texts kept, or a colleague's new entry.
 */
export function createAnswering(
	view: AreaView,
	saved: SaveReport | undefined,
	reload: () => Promise<void>
) {
	const area = view.definition.areas[0]!;
	const refused = Object.fromEntries((saved?.refused ?? []).map((each) => [each.question, each]));
	const loaded = loadedOf(view, view.seen);
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
	let opening: Promise<LiveArea> | undefined;
	const counts = $derived(countArea(area, seen));

	function answersNow(): Answers {
		const given = Object.entries(contents).filter(
			([key]) => bases[key]! > 0 || touched[key] === true
		);
		return $state.snapshot({ ...view.elsewhere, ...Object.fromEntries(given) }) as Answers;
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

	function add(key: string, answer: Loaded): void {
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
		if (result === 'conflict' || (result === 'merged' && isEntries)) void reload();
		if (result === 'merged' && !isEntries && !merged.includes(question))
			merged = [...merged, question];
	}

	/** Begins to save by itself. Gives what ends it. */
	function start(form: HTMLFormElement): () => void {
		const queue = createAutosave({
			known: loaded,
			read: (key) => untrack(() => toSend(contents[key]!)),
			show: (key, content) =>
				void keepCaret(async () => {
					put(key, content);
					await tick();
				}),
			send: (save) => sendAnswers(`${view.home}/${view.area}/answers`, view.responseId, save),
			loadMerge: async () => {
				const { mergeContent } = await import('#lib/xlsform/mergeText.ts');
				return (key, base, mine, theirs) =>
					mergeContent(questionOf(area, key) ?? { type: 'entries' }, base, mine, theirs).merged;
			},
			makeId: randomId,
			onStatus: (now) => (status = now),
			onOutcome: (outcome, known) => onOutcome(outcome, known.revision)
		});
		autosave = queue;
		status = { kind: 'saved', at: null };
		const stopGuarding = guardLeaving({ ...queue, form });
		const onTouch = () => void wake().catch(() => {});
		form.addEventListener('focusin', onTouch, { once: true });
		form.addEventListener('pointerdown', onTouch, { once: true });
		// What was typed before the page came alive was put into `contents` by its fields.
		for (const name of Object.keys(loaded)) queue.changed(name);
		return () => {
			form.removeEventListener('focusin', onTouch);
			form.removeEventListener('pointerdown', onTouch);
			stopGuarding();
			queue.stop();
		};
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
		/** Takes on what a later load brought for keys the page had nothing under, or nothing typed. */
		adopt(next: AreaView) {
			for (const [key, { content, revision }] of Object.entries(loadedOf(next, next.seen)))
				if (revision > 0 && (bases[key] ?? 0) === 0 && !touched[key]) {
					delete contents[key];
					add(key, { content, revision });
					judge(key);
				}
		},
		start,
		flush: () => autosave?.flush() ?? Promise.resolve(false)
	};
}

export type Answering = ReturnType<typeof createAnswering>;
