import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { MeetingRole, TurnKind, TurnMark } from '#lib/terms.ts';
import { MEETING_ROLES } from '#lib/terms.ts';
import {
	type ImportChoices,
	type ImportPlan,
	type SpeakerMatch,
	planImport
} from '#lib/transcripts/planImport.ts';
import type { NameToReplace } from '#lib/transcripts/replaceNames.ts';
import { listSpeakerLabels } from '#lib/transcripts/speakerLabels.ts';
import type { Trx } from '../database/database.ts';
import type { ParsedTranscript } from '#lib/transcripts/cue.ts';
import { type ListedParticipant, listParticipants } from './queries.ts';

/** What a person says of one speaker of the file. */
export interface GivenSpeaker {
	/** `participant:` and an id, `new`, a role, `unknown`, `words`; empty where nothing was chosen. */
	who: string;
	/** Of a new participant. */
	pseudonym: string;
	forms: string[];
	isReplaced: boolean;
}

/** A file on its way into a meeting; nothing of it is stored yet. */
export interface ImportRequest {
	/** Made by the page: of the transcript, or of the save of a translation. */
	id: string;
	title: string;
	language: string | null;
	translationLanguage: string | null;
	read: ParsedTranscript;
	/** One for each of listSpeakerLabels, in its order. */
	speakers: readonly GivenSpeaker[];
	more: readonly NameToReplace[];
	also: readonly string[];
	mark: TurnMark;
	kind: TurnKind;
	join: boolean;
	roleWords: ImportChoices['roleWords'];
}

/** What is wrong with what was said of a speaker. */
export type SpeakerFault = 'missing' | 'pseudonym' | 'taken';

export interface PlannedImport {
	plan: ImportPlan;
	participants: ListedParticipant[];
	/** By place of the speaker. */
	faults: Record<number, SpeakerFault>;
	/** Of what would be stored: the same request in the same meeting gives the same. */
	digest: string;
}

const PSEUDONYM = /^\S(?:.{0,38}\S)?$/u;

/** Plans an import as the meeting stands; writes nothing. New people cannot come by a translation. */
export async function planRequest(
	trx: Trx,
	groupId: string,
	request: ImportRequest,
	{ mayAdd }: { mayAdd: boolean }
): Promise<PlannedImport> {
	const participants = await listParticipants(trx, groupId);
	const taken = await listPseudonyms(trx, groupId);
	const labels = listSpeakerLabels(request.read.cues);
	const faults: Record<number, SpeakerFault> = {};
	const speakers = labels.map((_, at) => {
		const given = request.speakers[at];
		const match = matchOf(given, participants, taken, mayAdd);
		if (typeof match === 'string') faults[at] = match;
		return {
			match: typeof match === 'string' ? ({ kind: 'role', role: 'unknown' } as const) : match,
			forms: given?.forms ?? [],
			isReplaced: given?.isReplaced ?? true
		};
	});
	const { title, more, also, join, roleWords } = request;
	const plan = planImport(request.read.cues, request.read.format, {
		title,
		speakers,
		more,
		also,
		join,
		roleWords
	});
	return { plan, participants, faults, digest: digestOf(plan) };
}

function matchOf(
	given: GivenSpeaker | undefined,
	participants: readonly ListedParticipant[],
	taken: readonly string[],
	mayAdd: boolean
): SpeakerMatch | SpeakerFault {
	const who = given?.who ?? '';
	if (who === 'words') return { kind: 'words' };
	if (who === 'unknown' || (MEETING_ROLES as readonly string[]).includes(who))
		return { kind: 'role', role: who as MeetingRole | 'unknown' };
	if (who === 'new' && mayAdd) {
		const pseudonym = given!.pseudonym.normalize('NFC').trim();
		if (!PSEUDONYM.test(pseudonym)) return 'pseudonym';
		const isTaken = taken.some((each) => each.toLowerCase() === pseudonym.toLowerCase());
		return isTaken ? 'taken' : { kind: 'new', pseudonym };
	}
	const chosen = participants.find(({ id }) => who === `participant:${id}`);
	if (!chosen) return 'missing';
	const { id, pseudonym, notesRefused } = chosen;
	return { kind: 'participant', id, pseudonym, notesRefused };
}

/** Also those of people who were removed: a pseudonym is nobody else's. */
async function listPseudonyms(trx: Trx, groupId: string): Promise<string[]> {
	const rows = await trx
		.selectFrom('participants')
		.select('pseudonym')
		.where('group_id', '=', groupId)
		.execute();
	return rows.map(({ pseudonym }) => pseudonym);
}

function digestOf({ title, turns, names, leftOut }: ImportPlan): string {
	const stored = turns.map(({ speaker, participant, startsMs, endsMs, body, translation }) => [
		speaker,
		participant,
		startsMs,
		endsMs,
		body,
		translation
	]);
	const replaced = names.map(({ name, replacement, count }) => [name, replacement, count]);
	return createHash('sha256')
		.update(JSON.stringify([title, stored, replaced, leftOut]))
		.digest('hex');
}

/** The pseudonyms a meeting has, for proposing the next. */
export async function listTakenPseudonyms(trx: Trx, groupId: string): Promise<string[]> {
	return listPseudonyms(trx, groupId);
}

/** Whether a page's save is done already: revisions with its id are there. */
export async function isSaved(trx: Trx, transcriptId: string, saveId: string): Promise<boolean> {
	const found = await sql`select 1 from turn_revisions r join turns t on t.id = r.turn_id
		where t.transcript_id = ${transcriptId}::uuid and r.save_id = ${saveId}::uuid limit 1`.execute(trx);
	return found.rows.length > 0;
}
