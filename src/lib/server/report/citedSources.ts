import { countryName } from '#lib/asean.ts';
import type { CitationKind, Source } from '#lib/report/content.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { localeOf } from './chaptersOf.ts';
import { findReport } from './reports.ts';
import { readAnswerSources } from './sources/answers.ts';
import { readChangeSources } from './sources/changes.ts';
import { readDataSources } from './sources/data.ts';
import { readEvidenceSources } from './sources/evidence.ts';
import { readQuoteSources } from './sources/quotes.ts';
import type { CitationRow, ReadSources, SourceRoom, Standing } from './sources/sourceRoom.ts';
import { readTreatySources } from './sources/treaties.ts';

/** `stale`: what it stands on is another one than when it was cited. `gone`: it may not be public. */
export type CitationState = 'fresh' | 'stale' | 'gone';

/** A citation and what it stands on now. */
export interface CitedSource {
	citationId: string;
	label: string;
	kind: CitationKind;
	state: CitationState;
	/** Of what it stands on now; null where that is gone, as the source is. */
	hash: string | null;
	source: Source | null;
	turnId: string | null;
	participantId: string | null;
	responseId: string | null;
	question: string | null;
}

const readers: Record<CitationKind, ReadSources> = {
	answer: readAnswerSources,
	quote: readQuoteSources,
	evidence: readEvidenceSources,
	data: readDataSources,
	change: readChangeSources,
	treaty: readTreatySources
};

/** Where sources of a round are read; undefined where the actor sees no report of it. */
export async function openSources(
	trx: Trx,
	roundId: string,
	language?: string
): Promise<SourceRoom | undefined> {
	const report = await findReport(trx, roundId);
	if (!report) return undefined;
	const round = await trx
		.selectFrom('rounds')
		.select('questionnaire_version_id as versionId')
		.where('id', '=', roundId)
		.executeTakeFirstOrThrow();
	const named = await trx
		.selectFrom('round_countries')
		.select(['country', 'name'])
		.where('round_id', '=', roundId)
		.execute();
	const said = language ?? report.language;
	return {
		trx,
		round: { id: report.roundId, studyId: report.studyId },
		definition: await getDefinition(trx, round.versionId),
		language: said,
		locale: localeOf(said),
		names: Object.fromEntries(
			named.map(({ country, name }) => [country, countryName(country, name, said)])
		)
	};
}

/** What citations stand on now, by their ids; what may not be public is not there. */
export async function readStandings(
	room: SourceRoom,
	rows: readonly CitationRow[]
): Promise<Map<string, Standing>> {
	const standings = new Map<string, Standing>();
	for (const [kind, of = []] of Object.entries(Object.groupBy(rows, (row) => row.kind)))
		for (const [id, standing] of await readers[kind as CitationKind](room, of))
			standings.set(id, standing);
	return standings;
}

/**
 * Every citation of a round's report with what it stands on, worded in `language`, by label. For
 * whoever may see the report, and the system; others get nothing.
 */
export async function listCitedSources(
	trx: Trx,
	roundId: string,
	language: string
): Promise<CitedSource[]> {
	const room = await openSources(trx, roundId, language);
	if (!room) return [];
	const rows = await trx
		.selectFrom('citations')
		.selectAll()
		.where('round_id', '=', roundId)
		.orderBy('made_at')
		.orderBy('label')
		.execute();
	const standings = await readStandings(room, rows);
	return rows.map((row) => citedSource(row, standings.get(row.id)));
}

/** A citation beside what it stands on now. */
export function citedSource(row: CitationRow, standing: Standing | undefined): CitedSource {
	return {
		citationId: row.id,
		label: row.label,
		kind: row.kind,
		state: !standing ? 'gone' : standing.hash === row.source_hash ? 'fresh' : 'stale',
		hash: standing?.hash ?? null,
		source: standing?.source ?? null,
		turnId: row.turn_id,
		participantId: standing?.participantId ?? null,
		responseId: row.response_id,
		question: row.question
	};
}
