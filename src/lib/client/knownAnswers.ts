/**
 * What a page knows of each answer: the newest the server told, and what the text in the
 * field began from. Decides what becomes of a field when the server has something newer
 * (rule R3): shown, merged with what is being typed, or left for the server to see the clash.
 */
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';
import type { GivenAnswer, Known, MergeContents, Outcome } from './saves.ts';

/** Whether two contents would be stored as the same. */
export function sameContent(left: AnswerContent, right: AnswerContent): boolean {
	return (
		left.status === right.status &&
		left.reason === right.reason &&
		left.exposure === right.exposure &&
		sameValue(left.value, right.value)
	);
}

/** `content` is missing where only the number came from the device. */
interface Base {
	revision: number;
	content?: AnswerContent;
}

interface Fields {
	known: Record<string, Known>;
	read: (question: string) => AnswerContent;
	show: (question: string, content: AnswerContent) => void;
}

/** Begins with the answers as loaded. */
export function createKnownAnswers({ known: loaded, read, show }: Fields) {
	const known = new Map(Object.entries(loaded));
	/** Where the server has moved on and the text in the field could not be made one with it. */
	const bases = new Map<string, Base>();

	function take(question: string, theirs: Known, text: AnswerContent): void {
		known.set(question, theirs);
		bases.delete(question);
		if (!sameContent(read(question), text)) show(question, text);
	}

	/** The old base stays, so that the server, too, sees the disagreement. */
	function leave(question: string, base: Base, theirs: Known): void {
		bases.set(question, base);
		known.set(question, theirs);
	}

	return {
		get: (question: string) => known.get(question),
		/** Revision the text in the field was based on. */
		baseOf: (question: string) => (bases.get(question) ?? known.get(question))?.revision ?? 0,
		differs(question: string): boolean {
			const newest = known.get(question);
			return newest !== undefined && !sameContent(read(question), newest.content);
		},
		add(question: string, answer: Known): void {
			const before = known.get(question);
			if (!before || before.revision < answer.revision) known.set(question, answer);
		},
		/** Takes on what became of an answer that was sent from its field. */
		settle(
			{ question, base, ...sent }: GivenAnswer,
			{ result, revision, content }: Outcome,
			merge: MergeContents | undefined
		): void {
			const newest = known.get(question);
			// A save repeated after a while tells of a text that others have since built on.
			const isOld = newest !== undefined && newest.revision > revision;
			const theirs = isOld ? newest : { revision, content: content ?? sent };
			const mine = read(question);
			if (sameContent(mine, sent)) return take(question, theirs, theirs.content);
			// Someone still typing began from what was sent; a merge with that as the base keeps both.
			if (sameContent(theirs.content, sent)) return take(question, theirs, mine);
			const merged =
				result === 'conflict' ? undefined : merge?.(question, sent, mine, theirs.content);
			if (merged) return take(question, theirs, merged);
			const before = bases.get(question) ?? newest;
			leave(question, before?.revision === base ? before : { revision: base }, theirs);
		},
		/** Takes on a colleague's saved answer; `isTyped` where the field holds something unsaved. */
		arrive(question: string, theirs: Known, isTyped: boolean, merge?: MergeContents): void {
			const newest = known.get(question);
			if (!newest || newest.revision >= theirs.revision) return;
			const mine = read(question);
			if (!isTyped || sameContent(mine, newest.content))
				return take(question, theirs, theirs.content);
			const base = bases.get(question) ?? newest;
			const merged = base.content && merge?.(question, base.content, mine, theirs.content);
			if (merged) take(question, theirs, merged);
			else leave(question, base, theirs);
		},
		/** Puts a text kept on the device back into its field, with the base it had. */
		restore(question: string, base: number, content: AnswerContent): void {
			const empty = { ...content, status: 'empty' as const, value: null, reason: null };
			const newest = known.get(question) ?? { revision: 0, content: empty };
			known.set(question, newest);
			if (newest.revision !== base) bases.set(question, { revision: base });
			show(question, content);
		}
	};
}
