import type { Exposure } from '../../xlsform/definition.ts';
import manifest from '../../../../package.json' with { type: 'json' };
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { findCitations, listWithheldWords } from './citations.ts';
import { type ExportCounts, type ExportRows, exportProject } from './exportProject.ts';
import {
	countUnexported,
	listCodes,
	listCodings,
	listExportedAnswers,
	listExportedTurns,
	listForeignGuids,
	listMeetings,
	listMemos
} from './exportRows.ts';
import type { QdaProject } from './model.ts';

/** Which answers go along: none, those that are public, or those for the study team as well. */
export const ANSWER_CHOICES = ['public', 'study_team', 'none'] as const;
export type AnswerChoice = (typeof ANSWER_CHOICES)[number];

const EXPOSED: Record<AnswerChoice, readonly Exposure[]> = {
	none: [],
	public: ['public'],
	study_team: ['public', 'study_team']
};

export interface ExportRequest {
	studyId: string;
	/** One meeting, without answers; null: all of the study. */
	groupId: string | null;
	answers: AnswerChoice;
	/** Of questions and titles. */
	language: string;
	/** What the project says of itself. */
	description: string;
}

/** Why something is not in an export, or not under its name. */
export type UnexportedCode =
	| 'speaker'
	| 'checked'
	| 'consent'
	| 'mark'
	| 'unnamed_consent'
	| 'unnamed_rule'
	| 'unnamed_small_cell'
	| 'translation'
	| 'stale'
	| 'memos_beside'
	| 'cited_memo'
	| 'cited_code'
	| 'codes_beside'
	| 'replaced';

export interface Gathered {
	project: QdaProject;
	counts: ExportCounts;
	left: { code: UnexportedCode; count: number }[];
}

/**
 * What may leave of a study or meeting, read in one transaction by whoever exports. Turns come from
 * `quotes()` alone (rule R10); what the team wrote itself stays behind where it cites other words.
 * @throws Problem not_found
 */
export async function gatherExport(
	trx: Trx,
	study: ExportRows['study'],
	request: ExportRequest
): Promise<Gathered> {
	const { groupId } = request;
	const meetings = await listMeetings(trx, study.id, groupId);
	if (groupId !== null && meetings.length === 0) throw notFound();
	const turns = [];
	for (const roundId of new Set(meetings.map((meeting) => meeting.roundId)))
		turns.push(...(await listExportedTurns(trx, roundId, groupId)));
	const exposed = groupId === null ? EXPOSED[request.answers] : [];
	const answers = await listExportedAnswers(trx, study.id, exposed);
	const definitions = new Map();
	for (const versionId of new Set([...meetings, ...answers].map((each) => each.versionId)))
		definitions.set(versionId, await getDefinition(trx, versionId));
	const codings = await listCodings(
		trx,
		study.id,
		turns.map(({ id }) => id),
		[...new Set(answers.map(({ responseId }) => responseId))]
	);
	const own = await listOwnWords(trx, study.id);
	const { project, counts } = exportProject({
		study,
		meeting: groupId === null ? null : meetings[0]!,
		meetings,
		turns,
		answers,
		codes: own.codes,
		codings,
		memos: own.memos,
		foreign: await listForeignGuids(trx, study.id),
		definitions,
		words: {
			description: request.description,
			origin: `Mufakat ${manifest.version}`,
			language: request.language
		}
	});
	const unexported = await countUnexported(
		trx,
		meetings.map(({ id }) => id)
	);
	const left = [
		...unexported.map(({ reason, turns: count }) => ({ code: reason as UnexportedCode, count })),
		{ code: 'stale' as const, count: counts.stale },
		{ code: 'memos_beside' as const, count: counts.memosBeside },
		{ code: 'cited_memo' as const, count: own.citedMemos },
		{ code: 'cited_code' as const, count: own.citedCodes },
		{ code: 'codes_beside' as const, count: counts.codesBeside },
		{ code: 'replaced' as const, count: counts.replaced }
	];
	return { project, counts, left: left.filter(({ count }) => count > 0) };
}

const CODE_TEXTS = ['definition', 'includeWhen', 'excludeWhen', 'example'] as const;

/** Codes and memos of the team, without what in them cites words that may not leave. */
async function listOwnWords(trx: Trx, studyId: string) {
	const codes = await listCodes(trx, studyId);
	const memos = await listMemos(trx, studyId);
	const texts = [
		...memos.map(({ body }) => body),
		...codes.flatMap((code) => CODE_TEXTS.map((key) => code[key]))
	];
	const withheld = texts.some((text) => text !== '') ? await listWithheldWords(trx, studyId) : [];
	const cited = findCitations(texts, withheld);
	let citedCodes = 0;
	const told = codes.map((code, at) => {
		const from = memos.length + at * CODE_TEXTS.length;
		const kept = { ...code };
		for (const [index, key] of CODE_TEXTS.entries())
			if (cited.has(from + index)) {
				kept[key] = '';
				citedCodes += 1;
			}
		return kept;
	});
	const kept = memos.filter((_memo, at) => !cited.has(at));
	return { codes: told, memos: kept, citedMemos: memos.length - kept.length, citedCodes };
}
