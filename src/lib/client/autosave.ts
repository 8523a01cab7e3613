/**
 * The queue behind a page of answers: one save at a time, repeated until the server has
 * answered, and nothing typed meanwhile lost (rule R3). It knows neither the page nor the
 * network nor where a device keeps what is not through; all are given to it.
 */
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { AutosaveOptions } from './autosaveOptions.ts';
import { createKnownAnswers, sameContent } from './knownAnswers.ts';
import { pendingOf } from './pendingOf.ts';
import { restorePending } from './restorePending.ts';
import type {
	Delay,
	GivenAnswer,
	Known,
	MergeContents,
	Outcome,
	Pending,
	Save,
	Unsent
} from './saves.ts';

/** How long after the last key a save begins, in milliseconds. */
export const QUIET = 1500;
const LONGEST_WAIT = 30_000;
const MOST_AT_ONCE = 100;

/** Starts the queue of a page. Nothing is sent before something differs from `known`. */
export function createAutosave(options: AutosaveOptions) {
	const { read, send, onStatus, onOutcome, now = () => new Date(), isHeld = () => false } = options;
	const answers = createKnownAnswers(options);
	const touched = new Set<string>();
	/** What the server would not take; not sent again until it changes. */
	const refused = new Map<string, { base: number; content: AnswerContent; reason: string }>();
	/** On its way, or waiting to go again as it was. */
	let save: Save | undefined;
	/** Saves of an earlier visit that come before any new one. */
	const backlog: Save[] = [];
	/** Saves with answers that are not what their fields were typed on. */
	const foreign = new Map<string, Set<string>>();
	/** Replies that would write where nothing may be written; their saves are not through before. */
	const held = new Map<string, { save: Save; answer: GivenAnswer; outcome: Outcome }>();
	/** Colleagues' answers to questions that are on their way themselves, or held. */
	const late = new Map<string, Known>();
	let running: Promise<void> | undefined;
	let quiet: ReturnType<typeof setTimeout> | undefined;
	let pause: ReturnType<typeof setTimeout> | undefined;
	let isUrgent = false;
	let isStopped = false;
	let isThrough = true;
	let attempts = 0;
	let why: Delay = 'offline';
	let savedAt: Date | null = null;

	const isRefused = (question: string) => {
		const no = refused.get(question);
		return no !== undefined && sameContent(read(question), no.content);
	};
	const unsaved = () => [...touched].filter(answers.differs);
	const sendable = () =>
		unsaved().filter((question) => !isRefused(question) && !held.has(question));
	const sending = (question: string) =>
		save?.answers.find((each) => each.question === question) ?? held.get(question)?.answer;
	const isBusy = (question: string) => isHeld(question) || sending(question) !== undefined;
	const toSend = () => [...(save ? [save] : []), ...backlog];
	const countLeft = () => backlog.length + held.size + unsaved().length;

	function pending(): Pending | null {
		const unsent: Pending['unsent'] = {};
		// A text taken back while its save is on the way is as before, and yet not what was sent.
		const sent = (save?.answers ?? []).map((each) => each.question);
		const going = [...held.keys(), ...sent].filter(answers.get);
		for (const question of new Set([...sendable(), ...going])) {
			const content = read(question);
			const given = sending(question);
			if (!given || !sameContent(given, content))
				unsent[question] = { base: answers.baseOf(question), content };
		}
		const saves = [...[...held.values()].map((each) => each.save), ...toSend()];
		return pendingOf({ saves, foreign, unsent, refused });
	}

	function keep(): void {
		const left = options.onPending ? pending() : null;
		if (left || !isThrough) options.onPending?.(left);
		isThrough = !left;
	}

	function tell(): void {
		keep();
		const texts = [...refused].map(([question, { content }]) => ({ question, content }));
		const no = unsaved().find(isRefused) ?? texts[0]?.question;
		if (running) onStatus({ kind: 'saving' });
		else if (save) onStatus({ kind: 'waiting', why, count: countWaiting() });
		else if (no !== undefined)
			onStatus({ kind: 'refused', reason: refused.get(no)!.reason, texts });
		else if (held.size + sendable().length > 0) onStatus({ kind: 'changed' });
		else onStatus({ kind: 'saved', at: savedAt });
	}

	function countWaiting(): number {
		const saved = toSend().flatMap(({ answers: each }) => each.map(({ question }) => question));
		return new Set([...saved, ...sendable()]).size;
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

	function nextSave(): Save | undefined {
		const questions = sendable().slice(0, MOST_AT_ONCE);
		if (backlog.length > 0 || questions.length === 0) return backlog.shift();
		return {
			saveId: options.makeId(),
			answers: questions.map((question) => ({
				question,
				base: answers.baseOf(question),
				...read(question)
			}))
		};
	}

	async function work(): Promise<void> {
		do {
			save ??= nextSave();
			if (!save) break;
			// Kept before it goes: an answer that gets lost on the way back finds the same save again.
			keep();
			const sent = await send(save);
			if (sent.kind === 'later') {
				why = sent.why;
				if (!isStopped)
					pause = setTimeout(() => void run(), Math.min(1000 * 2 ** attempts++, LONGEST_WAIT));
				break;
			}
			attempts = 0;
			if (sent.kind === 'never') for (const answer of save.answers) refuse(answer, sent.reason);
			else {
				await settle(save, sent.answers);
				savedAt = now();
			}
			save = undefined;
			const told = [...late];
			late.clear();
			for (const [question, theirs] of told) arrived(question, theirs);
		} while (isUrgent || backlog.length > 0);
		isUrgent = false;
	}

	function refuse({ question, base, ...content }: GivenAnswer, reason: string): void {
		refused.set(question, { base, content, reason });
	}

	/** Without what merges, the old base stays and the server sees both. */
	const loadMerge = () => options.loadMerge().catch(() => undefined);

	async function settle(done: Save, outcomes: Outcome[]): Promise<void> {
		const isOther = ({ question, revision, content }: Outcome) =>
			content !== undefined || (answers.get(question)?.revision ?? 0) > revision;
		const needsMerge = outcomes.some((each) => isOther(each) && each.result !== 'conflict');
		const merge = needsMerge ? await loadMerge() : undefined;
		for (const answer of done.answers) {
			const { question, base, ...sent } = answer;
			const outcome = outcomes.find((each) => each.question === question);
			// One never told of, were it sent again and again, would hold up everything else.
			if (!outcome || outcome.result === 'refused') refuse(answer, outcome?.code ?? '');
			else if (foreign.get(done.saveId)?.has(question)) {
				const { revision, content = sent } = outcome;
				postpone(question, { revision, content });
			} else if (isHeld(question) && isOther(outcome)) {
				held.set(question, { save: done, answer, outcome });
				continue;
			} else take(answer, outcome, merge);
			if (outcome) onOutcome(outcome, answers.get(question) ?? { revision: base, content: sent });
		}
	}

	function take(answer: GivenAnswer, outcome: Outcome, merge: MergeContents | undefined): void {
		refused.delete(answer.question);
		answers.settle(answer, outcome, merge);
	}

	/** Something may be written into the fields of a question again. */
	async function release(question: string): Promise<void> {
		if (!held.has(question) && !late.has(question)) return;
		const merge = await loadMerge();
		if (isStopped || isHeld(question)) return;
		const reply = held.get(question);
		if (reply) {
			held.delete(question);
			take(reply.answer, reply.outcome, merge);
			onOutcome(reply.outcome, answers.get(question)!);
		}
		const theirs = late.get(question);
		if (theirs && !sending(question)) {
			late.delete(question);
			arrived(question, theirs);
		}
		if (answers.differs(question)) changed(question);
		else tell();
	}

	function arrived(question: string, theirs: Known): void {
		if (!answers.get(question)) return answers.add(question, theirs);
		const isNew = theirs.revision > answers.get(question)!.revision;
		if (isStopped || !isNew) return;
		// What becomes of the save says more than what the colleague saw of it.
		if (isBusy(question)) return postpone(question, theirs);
		if (!unsaved().includes(question)) answers.arrive(question, theirs, false);
		else void mergeIn(question, theirs);
	}

	function postpone(question: string, theirs: Known): void {
		if ((late.get(question)?.revision ?? -1) < theirs.revision) late.set(question, theirs);
	}

	async function mergeIn(question: string, theirs: Known): Promise<void> {
		const merge = await loadMerge();
		if (isStopped) return;
		if (isBusy(question)) return postpone(question, theirs);
		answers.arrive(question, theirs, true, merge);
		changed(question);
	}

	function changed(question: string): void {
		if (isStopped || (!touched.has(question) && !answers.differs(question))) return;
		touched.add(question);
		// While a save waits for the connection, its own pause decides.
		if (!save) wait();
		tell();
	}

	function restore(kept: Pending): void {
		const isFree = (question: string) =>
			!answers.get(question) || !(isBusy(question) || unsaved().includes(question));
		const put = (question: string, { base, content }: Unsent, reason?: string) => {
			answers.restore(question, base, content);
			touched.add(question);
			if (reason !== undefined) refused.set(question, { base, content, reason });
		};
		const { saves, others } = restorePending(kept, { isFree, put, makeId: options.makeId });
		for (const [saveId, questions] of others) foreign.set(saveId, questions);
		backlog.push(...saves);
		if (saves.length > 0) void run();
		else wait();
		tell();
	}

	if (options.restored) restore(options.restored);

	return {
		/** Takes on an answer the page had nothing under: a new entry's. */
		add: answers.add,
		/** The newest the page has from the server. */
		known: answers.get,
		/** Takes on a colleague's saved answer: shown, merged where somebody types, or left to the server. */
		arrived,
		/** What waited while `isHeld` said yes is taken on; to be called when it no longer does. */
		release,
		/** Takes on what a device kept: its saves go first, exactly as they were, then the unsent. */
		restore,
		/** What is not through now; null when all is. */
		pending,
		/** The content of a question may have changed. */
		changed,
		/** Saves all at once, with `again` what was refused too; true when everything is saved. */
		async flush(again = false): Promise<boolean> {
			if (again) refused.clear();
			if (!save && backlog.length + sendable().length === 0) return countLeft() === 0;
			isUrgent = true;
			await run();
			return !save && countLeft() === 0;
		},
		/** Does not wait for the next attempt: the connection is back. */
		retry(): void {
			if (save && !running && !isStopped) void run();
		},
		isUnsaved: () => save !== undefined || countLeft() > 0,
		stop(): void {
			isStopped = true;
			clearTimeout(quiet);
			clearTimeout(pause);
		}
	};
}

export type Autosave = ReturnType<typeof createAutosave>;
