import { sql } from 'kysely';
import type { CodeSnapshot } from '../database/codingTables.ts';
import type { Trx } from '../database/database.ts';
import { guidOf } from './guid.ts';
import { readTexts } from './importKnown.ts';
import {
	type GuidMapKind,
	type ImportState,
	type Ours,
	type TargetMeeting,
	codingKey
} from './importTypes.ts';
import type { QdaFile } from './model.ts';

/**
 * What a study has of what a file is about. Reads as the actor: what they may not see is not
 * matched, and so not touched.
 */
export async function readImportState(
	trx: Trx,
	studyId: string,
	roundId: string | null,
	file: QdaFile
): Promise<ImportState> {
	const sources = file.kind === 'project' ? file.project.sources.map(({ guid }) => guid) : [];
	const codes = await trx
		.selectFrom('codes')
		.select(['id', 'parent_id as parentId', 'name', 'definition', 'colour', 'status', 'position'])
		.select(['include_when as includeWhen', 'exclude_when as excludeWhen', 'example'])
		.select(['is_codable as isCodable', 'merged_into as mergedInto'])
		.where('study_id', '=', studyId)
		.orderBy('position')
		.orderBy('id')
		.execute();
	const guids = await trx
		.selectFrom('qda_guids')
		.select(['kind', 'guid', 'id'])
		.where('study_id', '=', studyId)
		.execute();
	const memos = await trx
		.selectFrom('memos')
		.select('id')
		.where('study_id', '=', studyId)
		.execute();
	const imported = await readImported(trx, studyId, sources, guids);
	const texts = await readTexts(trx, studyId, new Set(sources));
	return {
		studyId,
		codes: codes as CodeSnapshot[],
		remembered: new Map(guids.map(({ kind, guid, id }) => [`${kind} ${guid}`, id])),
		ours: await readOurs(trx, studyId, codes, memos),
		memos: new Set(memos.map(({ id }) => id)),
		texts,
		imported,
		codings: await readCodings(trx, studyId, [
			...[...texts.values()].flatMap(({ units }) => units),
			...[...imported.values()].flatMap(({ turns }) =>
				[...turns.keys()].map((turnId) => ({ turnId }))
			)
		]),
		countries: await readCountries(trx, roundId)
	};
}

async function readCountries(trx: Trx, roundId: string | null): Promise<Set<string>> {
	if (roundId === null) return new Set();
	const rows = await trx
		.selectFrom('round_countries')
		.select('country')
		.where('round_id', '=', roundId)
		.execute();
	return new Set(rows.map(({ country }) => country));
}

/** Our own GUIDs, so that what came from here is told when it comes back. */
async function readOurs(
	trx: Trx,
	studyId: string,
	codes: readonly { id: string }[],
	memos: readonly { id: string }[]
) {
	const participants = await trx
		.selectFrom('participants')
		.select('id')
		.where('study_id', '=', studyId)
		.execute();
	const of = (kind: Ours['kind'], rows: readonly { id: string }[]) =>
		rows.map(({ id }): [string, Ours] => [guidOf(kind, id), { kind, id }]);
	return new Map([...of('code', codes), ...of('case', participants), ...of('memo', memos)]);
}

/** A meeting a file may be taken into, with its participants. */
export async function findTarget(trx: Trx, groupId: string): Promise<TargetMeeting | undefined> {
	const group = await trx
		.selectFrom('focus_groups')
		.select(['id', 'round_id as roundId', 'name'])
		.where('id', '=', groupId)
		.executeTakeFirst();
	if (!group) return undefined;
	const participants = await trx
		.selectFrom('participants')
		.select(['id', 'pseudonym', 'notes_refused as notesRefused', 'withdrawn_scope as withdrawn'])
		.where('group_id', '=', groupId)
		.where('removed_at', 'is', null)
		.orderBy('pseudonym')
		.execute();
	return {
		...group,
		isNew: false,
		set: null,
		participants: participants.map(({ id, pseudonym, notesRefused, withdrawn }) => ({
			id,
			pseudonym,
			isSilent: notesRefused || withdrawn === 'all'
		}))
	};
}

/** Sources that an earlier import made transcripts of. */
async function readImported(
	trx: Trx,
	studyId: string,
	sources: readonly string[],
	guids: readonly { kind: GuidMapKind; guid: string; id: string }[]
): Promise<ImportState['imported']> {
	const wanted = new Set(sources);
	const found = guids.filter(({ kind, guid }) => kind === 'source' && wanted.has(guid));
	const imported = new Map();
	for (const { guid, id } of found) {
		const transcript = await trx
			.selectFrom('transcripts')
			.select('group_id')
			.where('id', '=', id)
			.where('study_id', '=', studyId)
			.executeTakeFirst();
		const meeting = transcript && (await findTarget(trx, transcript.group_id));
		if (!meeting) continue;
		const turns = await trx
			.selectFrom('turns')
			.select(['id', 'body', 'revision'])
			.where('transcript_id', '=', id)
			.where('removed_at', 'is', null)
			.execute();
		imported.set(guid, {
			meeting,
			turns: new Map(turns.map(({ id: turnId, ...turn }) => [turnId, turn]))
		});
	}
	return imported;
}

/** The codes that are or were on these words. What was taken off is not put on again. */
async function readCodings(
	trx: Trx,
	studyId: string,
	units: readonly { turnId: string | null; responseId?: string | null }[]
): Promise<Set<string>> {
	const ids = (key: 'turnId' | 'responseId') => [
		...new Set(units.flatMap((unit) => unit[key] ?? []))
	];
	const rows = await sql<Parameters<typeof codingKey>[0]>`select turn_id as "turnId",
			response_id as "responseId", question, field, code_id as "codeId", starts, ends
		from codings where study_id = ${studyId}::uuid and comparison_id is null
			and (turn_id = any (${ids('turnId')}::uuid[]) or response_id = any (${ids('responseId')}::uuid[]))`.execute(
		trx
	);
	return new Set(rows.rows.map(codingKey));
}
