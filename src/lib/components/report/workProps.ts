/** What the parts of the workbench are given. */
import type { Figure, Piece, Strength } from '#lib/report/content.ts';
import type { ReadText } from '#lib/report/readText.ts';
import type { Block, Report, ReportChapter, ReportProblem } from '#lib/report/reportTypes.ts';
import type { DiffPart } from '#lib/xlsform/diffText.ts';

export type ShownBlock = Block & { pieces: Piece[]; text: ReadText };

export interface ShownConflict {
	blockId: string;
	revision: number;
	body: string;
	strength: Strength | null;
	author: string | null;
	madeAt: Date;
	parts: DiffPart[];
}

export interface Work {
	report: Report;
	chapter: ReportChapter;
	mayWrite: boolean;
	filter: { area: string; country: string };
	blocks: ShownBlock[];
	removed: Pick<Block, 'id' | 'kind' | 'body'>[];
	conflicts: ShownConflict[];
	problems: ReportProblem[];
	/** How citations stand, by label. */
	states: Record<string, string>;
	hasEarlier: boolean;
	areas: { name: string; label: string; questions: { name: string; label: string }[] }[];
	countries: { code: string; name: string }[];
	instruments: { code: string; short: string }[];
	questions: {
		name: string;
		label: string;
		/** `isText`: words of their own, of which a passage can be cited. */
		answers: { what: string; country: string; words: string; isText: boolean }[];
		spread: { sentence: string; strip: Figure | null; change: string } | null;
		/** Countries without a public answer, in words. */
		without: string;
	}[];
	passages: {
		id: string;
		code: string;
		passages: { what: string; words: string; language: string | null; country: string | null }[];
	}[];
	quotes: {
		id: string;
		words: string;
		translation: string | null;
		language: string | null;
		by: string;
	}[];
	evidence: { id: string; citation: string; link: string | null; country: string }[];
}

/** A form that came back. */
export type Sent =
	| {
			id: string;
			message?: string;
			data: Record<string, unknown>;
			errors?: Record<string, string[]>;
	  }
	| undefined;
