import { createHash } from 'node:crypto';
import type { Locale } from '#lib/paraglide/runtime.js';
import { canonical } from '#lib/paper/readPaper.ts';
import type { Source } from '#lib/report/content.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import type { Trx } from '../../database/database.ts';
import type { Tables } from '../../database/tables.ts';
import type { Selectable } from 'kysely';

/** A citation as it is stored, or one that is about to be. */
export type CitationRow = Selectable<Tables['citations']>;

/** Where sources are read: one round, in one language. */
export interface SourceRoom {
	trx: Trx;
	round: { id: string; studyId: string };
	definition: Definition;
	/** BCP 47, of the report. */
	language: string;
	/** Of the words that are ours. */
	locale: Locale;
	/** Codes of countries with their names. */
	names: Record<string, string>;
}

/** What a citation stands on as it is now; absent where it may not be public any more. */
export interface Standing {
	hash: string;
	source: Source;
	participantId: string | null;
}

/** Reads what citations of one kind stand on, by their ids. */
export type ReadSources = (
	room: SourceRoom,
	rows: readonly CitationRow[]
) => Promise<Map<string, Standing>>;

/** SHA-256 of anything JSON holds, whatever the order of its names. */
export const hashOf = (value: unknown): string =>
	createHash('sha256').update(canonical(value)).digest('hex');

/** A source with nothing but its name. */
export function sourceOf(
	{ label, kind }: Pick<CitationRow, 'label' | 'kind'>,
	title: string,
	rest: Partial<Source> = {}
): Source {
	return {
		...{ label, kind, title, words: '', translation: '', language: null, link: null, quote: null },
		...rest
	};
}

/** The number people know a question by, or its name. */
export function numberOf(definition: Definition, name: string): string {
	for (const area of definition.areas)
		for (const question of area.questions)
			if (question.name === name) return question.number || name;
	return name;
}
