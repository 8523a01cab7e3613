/**
 * The queue behind a page of answers: one save at a time, repeated until the server has
 * answered, and nothing typed meanwhile lost (rule R3). It knows neither the page nor the
 * network; both are given to it. Unsaved answers live in the memory of the page only: a
 * shared device keeps nothing.
 */
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';

/** An answer on its way, with the revision it was based on. */
export interface GivenAnswer extends AnswerContent {
	question: string;
	base: number;
}

export interface Save {
	/** UUID; the same save sent again stores nothing twice. */
	saveId: string;
	answers: GivenAnswer[];
}

/** What became of one answer, as the server says it. */
export interface Outcome {
	question: string;
	result: 'saved' | 'merged' | 'unchanged' | 'conflict' | 'refused';
	revision: number;
	content?: AnswerContent;
	code?: string;
}

/** Why a save did not get through and is tried again. */
export type Delay = 'offline' | 'busy' | 'signed_out';

export type SendResult =
	| { kind: 'done'; answers: Outcome[] }
	| { kind: 'later'; why: Delay }
	| { kind: 'never'; reason: string };

export type SaveStatus =
	| { kind: 'saved'; at: Date | null }
	| { kind: 'changed' }
	| { kind: 'saving' }
	| { kind: 'waiting'; why: Delay }
	| { kind: 'refused'; reason: string };

/** A text as the server knows it. */
export interface Known {
	revision: number;
	content: AnswerContent;
}

/** Three contents made one, or undefined where they disagree. */
export type MergeContents = (
	question: string,
	base: AnswerContent,
	mine: AnswerContent,
	theirs: AnswerContent
) => AnswerContent | undefined;

export interface AutosaveOptions {
	/** Answers as loaded, by question. */
	known: Record<string, Known>;
	/** What stands in the fields of a question now. */
	read: (question: string) => AnswerContent;
	/** Puts a content into the fields; `revision` is what the next save is based on. */
	show: (question: string, content: AnswerContent) => void;
	send: (save: Save) => Promise<SendResult>;
	/** Gives the merging function; asynchronous because a page fetches it when first needed. */
	loadMerge: () => Promise<MergeContents>;
	makeId: () => string;
	onStatus: (status: SaveStatus) => void;
	/** Told of every outcome, with the revision the question now stands at. */
	onOutcome: (outcome: Outcome, known: Known) => void;
	now?: () => Date;
}

export interface Autosave {
	/** Takes on an answer that came to the page later: a new entry's, or a colleague's. */
	add(question: string, known: Known): void;
	/** The content of a question may have changed. */
	changed(question: string): void;
	/** Saves all there is at once; true when everything is saved. */
	flush(): Promise<boolean>;
	/** Does not wait for the next attempt: the connection is back. */
	retry(): void;
	isUnsaved(): boolean;
	stop(): void;
}

/** How long after the last key a save begins, in milliseconds. */
export const QUIET = 1500;
const LONGEST_WAIT = 30_000;
const MOST_AT_ONCE = 100;

/** Whether two contents would be stored as the same. */
export function sameContent(left: AnswerContent, right: AnswerContent): boolean {
	return (
		left.status === right.status &&
		left.reason === right.reason &&
		left.exposure === right.exposure &&
		sameValue(left.value, right.value)
	);
}

/** Starts the queue of a page. Nothing is sent before something differs from `known`. */
export function createAutosave(options: AutosaveOptions): Autosave {
	const { read, show, send, onStatus, onOutcome, now = () => new Date() } = options;
	const known = new Map(Object.entries(options.known));
	const touched = new Set<string>();
	/** What the server would not take; not sent again until it changes. */
	const refused = new Map<string, { content: AnswerContent; reason: string }>();
	/** On its way, or waiting to be tried again exactly as it was. */
	let save: Save | undefined;
	let running: Promise<void> | undefined;
	let quiet: ReturnType<typeof setTimeout> | undefined;
	let pause: ReturnType<typeof setTimeout> | undefined;
	let isUrgent = false;
	let isStopped = false;
	let attempts = 0;
	let why: Delay = 'offline';
	let savedAt: Date | null = null;

	const differs = (question: string) => {
		const before = known.get(question);
		return before !== undefined && !sameContent(read(question), before.content);
	};
	const isRefused = (question: string) => {
		const no = refused.get(question);
		return no !== undefined && sameContent(read(question), no.content);
	};
	const unsaved = () => [...touched].filter(differs);
	const sendable = () => unsaved().filter((question) => !isRefused(question));

	function tell(): void {
		const no = unsaved().find(isRefused);
		if (running) onStatus({ kind: 'saving' });
		else if (save) onStatus({ kind: 'waiting', why });
		else if (no !== undefined) onStatus({ kind: 'refused', reason: refused.get(no)!.reason });
		else if (sendable().length > 0) onStatus({ kind: 'changed' });
		else onStatus({ kind: 'saved', at: savedAt });
	}

	function wait(): void {
		clearTimeout(quiet);
		quiet = setTimeout(() => void run(), QUIET);
	}

	function run(): Promise<void> {
		clearTimeout(quiet);
		clearTimeout(pause);
		running ??= work().finally(() => {
			running = undefined;
			if (isStopped) return;
			if (!save && sendable().length > 0) wait();
			tell();
		});
		tell();
		return running;
	}

	async function work(): Promise<void> {
		do {
			const questions = sendable().slice(0, MOST_AT_ONCE);
			if (!save && questions.length === 0) break;
			save ??= {
				saveId: options.makeId(),
				answers: questions.map((question) => ({
					question,
					base: known.get(question)!.revision,
					...read(question)
				}))
			};
			const sent = await send(save);
			if (sent.kind === 'later') {
				why = sent.why;
				if (!isStopped)
					pause = setTimeout(() => void run(), Math.min(1000 * 2 ** attempts++, LONGEST_WAIT));
				break;
			}
			attempts = 0;
			const { answers } = save;
			if (sent.kind === 'never')
				for (const { question, ...content } of answers)
					refused.set(question, { content, reason: sent.reason });
			else {
				await settle(answers, sent.answers);
				savedAt = now();
			}
			save = undefined;
		} while (isUrgent);
		isUrgent = false;
	}

	async function settle(answers: GivenAnswer[], outcomes: Outcome[]): Promise<void> {
		const isMerged = outcomes.some((outcome) => outcome.result === 'merged');
		const merge = isMerged ? await options.loadMerge() : undefined;
		for (const { question, base, ...sent } of answers) {
			const outcome = outcomes.find((each) => each.question === question);
			if (outcome) settleOne(question, sent, outcome, merge);
			// Never seen; were it sent again and again, nothing else would be saved.
			else refused.set(question, { content: sent, reason: '' });
			if (outcome) onOutcome(outcome, known.get(question) ?? { revision: base, content: sent });
		}
	}

	function settleOne(
		question: string,
		sent: AnswerContent,
		outcome: Outcome,
		merge: MergeContents | undefined
	): void {
		const { result, revision, content: theirs } = outcome;
		if (result === 'refused') {
			refused.set(question, { content: sent, reason: outcome.code ?? '' });
			return;
		}
		refused.delete(question);
		if (!theirs) {
			known.set(question, { revision, content: sent });
			return;
		}
		const mine = read(question);
		const isTyping = !sameContent(mine, sent);
		// Someone still typing begins from what was sent; a merge with that as the base keeps both.
		// Where it fails the old base stays, so that the server, too, sees the disagreement.
		const settled = !isTyping
			? theirs
			: result === 'merged'
				? merge?.(question, sent, mine, theirs)
				: undefined;
		if (!settled) return;
		known.set(question, { revision, content: theirs });
		show(question, settled);
	}

	return {
		add(question, answer) {
			const before = known.get(question);
			if (!before || before.revision < answer.revision) known.set(question, answer);
		},
		changed(question) {
			if (isStopped || (!touched.has(question) && !differs(question))) return;
			touched.add(question);
			// While a save waits for the connection, its own pause decides.
			if (!save) wait();
			tell();
		},
		async flush() {
			clearTimeout(quiet);
			if (!save && sendable().length === 0) return unsaved().length === 0;
			isUrgent = true;
			await run();
			return !save && unsaved().length === 0;
		},
		retry() {
			if (save && !running && !isStopped) void run();
		},
		isUnsaved: () => save !== undefined || unsaved().length > 0,
		stop() {
			isStopped = true;
			clearTimeout(quiet);
			clearTimeout(pause);
		}
	};
}
