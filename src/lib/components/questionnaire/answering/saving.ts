import { createAutosave } from '#lib/client/autosave.ts';
import { guardLeaving } from '#lib/client/guardLeaving.ts';
import { keepCaret } from '#lib/client/keepCaret.ts';
import { keepTrying } from '#lib/client/keepTrying.ts';
import { randomId } from '#lib/client/randomId.ts';
import { questionAt } from '#lib/client/together.ts';
import type { Known, Outcome, SaveStatus } from '#lib/client/saves.ts';
import type { Device } from '#lib/offline/device.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Question } from '#lib/xlsform/definition.ts';
import type { AreaView } from './areaView.ts';
import type { Ways } from './ways.ts';

interface SavingOptions {
	view: AreaView;
	loaded: Record<string, Known>;
	form: HTMLFormElement;
	ways: Ways;
	read: (key: string) => AnswerContent;
	/** Ends when the page shows it. */
	show: (key: string, content: AnswerContent, revision: number) => Promise<void>;
	questionOf: (key: string) => Question | undefined;
	onStatus: (status: SaveStatus) => void;
	onOutcome: (outcome: Outcome, revision: number) => void;
	/** Whether the device keeps what is not through. */
	onKept: (isKept: boolean) => void;
	/** What waits on the device beside this page's answers, in words. */
	onWaiting: (words: string) => void;
	/** Somebody begins to answer. */
	onTouch: () => void;
}

/** How long after a colleague's save the device's copy of the page is renewed, in milliseconds. */
const COPY_AFTER = 3000;

/** Begins to save an area's page by itself, and to keep on the device what is not through. */
export function startSaving(options: SavingOptions) {
	const { loaded, form, ways, read, questionOf } = options;
	/** The page as last loaded. */
	let { view } = options;
	let device: Device | null = null;
	let copying: ReturnType<typeof setTimeout> | undefined;
	let isStopped = false;
	/** The question in whose field a keyboard puts letters together, as those of phones do all the time. */
	let composing: string | null = null;
	let compositions = 0;
	const listening = new AbortController();

	const queue = createAutosave({
		known: loaded,
		read,
		show: (key, content) =>
			void keepCaret(() => options.show(key, content, queue.known(key)?.revision ?? 0)),
		isHeld: (key) => key === composing,
		send: ways.send,
		loadMerge: async () => {
			const { mergeContent } = await import('#lib/xlsform/mergeText.ts');
			return (key, base, mine, theirs) =>
				mergeContent(questionOf(key) ?? { type: 'entries' }, base, mine, theirs).merged;
		},
		makeId: randomId,
		onStatus(status) {
			options.onStatus(status);
			// There is a line: what was missing for keeping may be had now.
			if (status.kind === 'saved' && status.at) opening.again();
		},
		onOutcome: (outcome, { revision }) => options.onOutcome(outcome, revision),
		onPending: (pending) => device?.keep(pending)
	});

	function onComposition({ type, target }: Event): void {
		const field = target as HTMLInputElement;
		// A reply or a comment beside the question is a field of its own.
		if (field.form !== form) return;
		const turn = ++compositions;
		if (type === 'compositionstart') compose(questionAt(field));
		// Some browsers tell that a word is done before they have put it in.
		else setTimeout(() => turn === compositions && compose(null));
	}

	function compose(key: string | null): void {
		const before = composing;
		composing = key;
		if (before !== null && before !== key) void queue.release(before);
	}

	/** What the device shows where there is no network: the page with what is known to be saved. */
	function copy(): void {
		const answers = { ...view.answers };
		for (const key of Object.keys(loaded)) {
			const { revision, content } = queue.known(key)!;
			if (revision > 0) answers[key] = { ...content, revision };
		}
		device?.copy({ ...view, answers });
	}

	function copySoon(): void {
		clearTimeout(copying);
		if (device) copying = setTimeout(copy, COPY_AFTER);
	}

	const opening = keepTrying(
		async () => (await ways.openDevice?.(options)) ?? null,
		(opened) => {
			if (isStopped) return opened.close();
			device = opened;
			options.onKept(true);
			if (opened.restored) queue.restore(opened.restored);
			opened.keep(queue.pending());
			copy();
		}
	);

	options.onStatus({ kind: 'saved', at: null });
	const stopGuarding = guardLeaving({ ...queue, isKept: () => device?.isKept() ?? false, form });
	const { signal } = listening;
	for (const begins of ['focusin', 'pointerdown'])
		form.addEventListener(begins, options.onTouch, { once: true, signal });
	for (const moment of ['compositionstart', 'compositionend'])
		form.addEventListener(moment, onComposition, { signal });
	// What was typed before the page came alive was put into the contents by its fields.
	for (const name of Object.keys(loaded)) queue.changed(name);
	return {
		queue,
		copySoon,
		/** The page was loaded again. */
		renew(next: AreaView): void {
			view = next;
			// A field that is gone tells of no end.
			if (!next.isWritable) compose(null);
			copySoon();
		},
		stop(): void {
			isStopped = true;
			opening.stop();
			listening.abort();
			clearTimeout(copying);
			device?.close();
			stopGuarding();
			queue.stop();
		}
	};
}

export type Saving = ReturnType<typeof startSaving>;
