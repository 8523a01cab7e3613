import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type {
	Known,
	MergeContents,
	Outcome,
	Pending,
	Save,
	SaveStatus,
	SendResult
} from './saves.ts';

/** What the queue behind a page of answers is given of page, network and device. */
export interface AutosaveOptions {
	/** Answers as loaded, by question. */
	known: Record<string, Known>;
	/** What stands in the fields of a question now. */
	read: (question: string) => AnswerContent;
	/** Puts a content into the fields; `revision` is what the next save is based on. */
	show: (question: string, content: AnswerContent) => void;
	/**
	 * Whether nothing may be put into the fields of a question now, because a keyboard is putting
	 * letters together there. What comes for it waits until `release` is called.
	 */
	isHeld?: (question: string) => boolean;
	send: (save: Save) => Promise<SendResult>;
	/** Gives the merging function; asynchronous because a page fetches it when first needed. */
	loadMerge: () => Promise<MergeContents>;
	makeId: () => string;
	onStatus: (status: SaveStatus) => void;
	/** Told of every outcome, with the revision the question now stands at. */
	onOutcome: (outcome: Outcome, known: Known) => void;
	/** What a device kept of an earlier visit. */
	restored?: Pending | undefined;
	/** Told whenever what is not through changes; null when all is through. */
	onPending?: (pending: Pending | null) => void;
	now?: () => Date;
}
