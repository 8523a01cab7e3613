import { tick, untrack } from 'svelte';
import {
	type Autosave,
	type Outcome,
	type SaveStatus,
	createAutosave,
	sameContent
} from '#lib/client/autosave.ts';
import { guardLeaving } from '#lib/client/guardLeaving.ts';
import { keepCaret } from '#lib/client/keepCaret.ts';
import { randomId } from '#lib/client/randomId.ts';
import { sendAnswers } from '#lib/client/sendAnswers.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { evaluateArea } from '#lib/xlsform/evaluate.ts';
import type { AreaView, SaveReport } from './areaView.ts';

/** What would be stored: a value put away behind a code stays on the page only. */
function toSend({ status, value, reason, exposure }: AnswerContent): AnswerContent {
	return {
		status,
		value: status === 'answered' ? $state.snapshot(value) : null,
		reason: status === 'not_applicable' ? reason : null,
		exposure
	};
}

/**
 * The live side of an area's page: what stands in the fields, what that makes relevant and
 * missing, and how saving goes. On the server it is only read. `onConflict` is called when
 * the server kept two texts, so that the page can show both.
 */
export function createAnswering(
	view: AreaView,
	saved: SaveReport | undefined,
	onConflict: () => void
) {
	const area = view.definition.areas[0]!;
	const refused = Object.fromEntries((saved?.refused ?? []).map((each) => [each.question, each]));
	const loaded = Object.fromEntries(
		area.questions.map(({ name, exposure }) => {
			const { revision = 0, ...content } = view.answers[name] ?? {};
			const empty: AnswerContent = { status: 'empty', value: null, reason: null, exposure };
			return [name, { revision, content: { ...empty, ...content } }];
		})
	);
	const contents = $state(
		Object.fromEntries(
			Object.entries(loaded).map(([name, { content }]) => [name, refused[name]?.content ?? content])
		)
	);
	const bases = $state(
		Object.fromEntries(Object.entries(loaded).map(([name, { revision }]) => [name, revision]))
	);
	/** Codes of what was not taken, by question. */
	const problems: Record<string, string> = $state(
		Object.fromEntries(Object.entries(refused).map(([name, { code }]) => [name, code]))
	);
	let merged = $state(saved?.merged ?? []);
	let status = $state<SaveStatus>();
	let autosave: Autosave | undefined;
	const evaluation = $derived(
		evaluateArea(view.definition, area, { ...view.elsewhere, ...contents }, { today: view.today })
	);

	function onOutcome({ question, result, code }: Outcome, revision: number): void {
		bases[question] = revision;
		if (result === 'refused') problems[question] = code ?? '';
		else delete problems[question];
		if (result === 'conflict') onConflict();
		if (result === 'merged' && !merged.includes(question)) merged = [...merged, question];
	}

	/** Begins to save by itself. Gives what ends it. */
	function start(form: HTMLFormElement): () => void {
		const queue = createAutosave({
			known: loaded,
			read: (question) => untrack(() => toSend(contents[question]!)),
			show: (question, content) =>
				void keepCaret(async () => {
					contents[question] = content;
					await tick();
				}),
			send: (save) => sendAnswers(`${view.home}/${view.area}/answers`, view.responseId, save),
			loadMerge: async () => {
				const { mergeContent } = await import('#lib/xlsform/mergeText.ts');
				return (name, base, mine, theirs) => {
					const question = area.questions.find((each) => each.name === name)!;
					return mergeContent(question, base, mine, theirs).merged;
				};
			},
			makeId: randomId,
			onStatus: (now) => (status = now),
			onOutcome: (outcome, known) => onOutcome(outcome, known.revision)
		});
		autosave = queue;
		status = { kind: 'saved', at: null };
		const stopGuarding = guardLeaving({ ...queue, form });
		// What was typed before the page came alive was put into `contents` by its fields.
		for (const name of Object.keys(loaded)) queue.changed(name);
		return () => {
			stopGuarding();
			queue.stop();
		};
	}

	return {
		area,
		contents,
		bases,
		problems,
		get evaluation() {
			return evaluation;
		},
		get merged() {
			return merged;
		},
		/** undefined until the page is alive. */
		get status() {
			return status;
		},
		change(question: string, content: AnswerContent) {
			const before = contents[question];
			contents[question] = content;
			if (!before || !sameContent(before, content)) autosave?.changed(question);
		},
		start,
		flush: () => autosave?.flush() ?? Promise.resolve(false)
	};
}

export type Answering = ReturnType<typeof createAnswering>;
