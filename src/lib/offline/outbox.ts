import type { EvidenceKind } from '#lib/terms.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';

/** Where something belongs: an area of a delegation. */
export interface Place {
	/** Address of the delegation's pages, without a slash at the end. */
	home: string;
	area: string;
}

/** A piece of evidence, written down without a network; the bytes of its file are kept beside it. */
export interface EvidenceItem extends Place {
	kind: 'evidence';
	/** UUID; the same piece sent again adds nothing. */
	id: string;
	/** The answer's key, and the question's number and words for the list. */
	question: string;
	label: string;
	evidence: { kind: EvidenceKind; citation: string; link: string; exposure: Exposure };
	/** Name and type of the file as chosen; the server keeps neither. */
	file: { name: string; type: string } | null;
	/** Why the server did not take it. */
	refused?: string;
}

/** An area somebody calls finished. */
export interface ReadyItem extends Place {
	kind: 'ready';
	id: string;
	ready: boolean;
	refused?: string;
}

/** What waits to be sent beside answers. */
export type OutboxItem = EvidenceItem | ReadyItem;
