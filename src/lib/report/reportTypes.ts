/** What a report is made of, for the server that keeps it and the pages that show it. */
import type { ChapterKind, Strength } from './content.ts';
import type { Live } from './live.ts';

/** The compiled study of a round while it is written. */
export interface Report {
	roundId: string;
	studyId: string;
	language: string;
	title: string;
	subtitle: string;
	publisher: string;
	slug: string | null;
	revision: number;
}

export interface ReportChapter {
	id: string;
	roundId: string;
	studyId: string;
	kind: ChapterKind;
	/** Name of the area, code of the country; '' for the others. */
	key: string;
	title: string;
	position: number;
	revision: number;
}

export interface Block {
	id: string;
	chapterId: string;
	position: number;
	kind: 'text' | 'finding' | 'live';
	body: string;
	live: Live | null;
	strength: Strength | null;
	isGenerated: boolean;
	revision: number;
	savedAt: Date;
	/** Whoever saved it last; null where nobody may say. */
	savedBy: string | null;
}

/**
 * Why an edition cannot be made yet. `unsupported`: a sentence cites nothing. `stale`: what is cited
 * has changed. `gone`: it may not be public any more, or there is no such citation; that cannot be
 * waived.
 */
export interface ReportProblem {
	chapterId: string;
	blockId: string;
	issue: 'unsupported' | 'stale' | 'gone';
	/** What a waiver names: the hash of the sentence, or the label and the hash of the source now. */
	subject: string;
	/** The sentence, or the first one that cites it. */
	words: string;
	label: string | null;
	waiver: { id: string; reason: string; by: string } | null;
}
