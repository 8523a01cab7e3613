import type { CodeSnapshot } from '../database/codingTables.ts';
import type { NewTurn } from '../focusgroups/insertTurns.ts';
import type { CodedField, MemoScope, Speaker } from '../../terms.ts';

/** Kinds of things whose GUIDs are remembered. */
export type GuidMapKind = 'code' | 'source' | 'case' | 'note' | 'set';

/** A participant of a meeting as far as matching needs them. */
export interface KnownParticipant {
	id: string;
	pseudonym: string;
	/** Said no to notes, or took everything back: nothing they say is written down. */
	isSilent: boolean;
}

/** The meeting a file is taken into. */
export interface TargetMeeting {
	id: string;
	roundId: string;
	isNew: boolean;
	name: string;
	/** GUID of the set of the file it is made of; null for the one of everything else. */
	set: string | null;
	participants: KnownParticipant[];
}

/** Words of this study that a source of a file holds. */
export interface KnownUnit {
	/** The turn; null: the answer below. */
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	roundId: string;
	field: CodedField;
	text: string;
	revision: number;
	/** What its passage is called in our own exports. */
	guid: string;
}

/** One of our own things. */
export interface Ours {
	kind: 'code' | 'case' | 'memo';
	id: string;
}

/** What is there already, as far as a file is about it. */
export interface ImportState {
	studyId: string;
	codes: CodeSnapshot[];
	/** What GUIDs of earlier files became: `kind guid`. */
	remembered: ReadonlyMap<string, string>;
	/** Our own GUIDs: of codes, meetings, participants, memos. */
	ours: ReadonlyMap<string, Ours>;
	/** Memos that are there, by their id. */
	memos: ReadonlySet<string>;
	/** Texts of this study by the GUID of a source that is about them. */
	texts: ReadonlyMap<string, { groupId: string | null; units: KnownUnit[] }>;
	/** What an earlier import made of a source, by its GUID: the meeting, and turns by their id. */
	imported: ReadonlyMap<
		string,
		{ meeting: TargetMeeting; turns: ReadonlyMap<string, { body: string; revision: number }> }
	>;
	/** Codes on words that are there, also those taken off again: see codingKey. */
	codings: ReadonlySet<string>;
	/** Countries of the round. */
	countries: ReadonlySet<string>;
}

export interface PlannedCode extends CodeSnapshot {
	/** In the file. */
	guid: string;
}

export interface PlannedParticipant {
	id: string;
	meeting: TargetMeeting;
	pseudonym: string;
	country: string | null;
	organisationKind: string | null;
}

export interface PlannedTranscript {
	id: string;
	/** Of the source. */
	guid: string;
	meeting: TargetMeeting;
	title: string;
	language: string | null;
	translationLanguage: string | null;
	turns: NewTurn[];
}

export interface PlannedCoding {
	id: string;
	roundId: string;
	codeId: string;
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	field: CodedField;
	starts: number;
	ends: number;
	textRevision: number;
}

export interface PlannedMemo {
	id: string;
	/** Of the note; null for one that gathers what a file says of cases. */
	guid: string | null;
	scope: MemoScope;
	roundId: string | null;
	groupId: string | null;
	turnId: string | null;
	codingId: string | null;
	codeId: string | null;
	responseId: string | null;
	question: string | null;
	body: string;
}

/** What a label in front of turns becomes. */
export interface PlannedSpeaker {
	label: string;
	turns: number;
	becomes:
		| 'participant'
		| 'new_participant'
		| 'unknown'
		| 'marked'
		| Exclude<Speaker, 'participant' | 'unknown'>;
	pseudonym: string | null;
}

export type ImportLeftCode =
	| 'codes_known'
	| 'texts_known'
	| 'codings_known'
	| 'memos_known'
	| 'code_folder'
	| 'passage_label'
	| 'passage_bare'
	| 'passage_unplaced'
	| 'case_name'
	| 'case_variables'
	| 'sets'
	| 'coders'
	| 'answers_elsewhere'
	| 'not_chosen'
	| 'silent'
	| 'code_long'
	| 'no_meeting';

export interface ImportPlan {
	codes: PlannedCode[];
	/** To be remembered. */
	guids: { kind: GuidMapKind; guid: string; id: string; isMade: boolean }[];
	/** Meetings that something is put into. */
	meetings: TargetMeeting[];
	participants: PlannedParticipant[];
	transcripts: PlannedTranscript[];
	/** Translations for turns of this plan are in the turns. */
	codings: PlannedCoding[];
	memos: PlannedMemo[];
	speakers: PlannedSpeaker[];
	left: Map<ImportLeftCode, number>;
}

/** What two codings have in common that are the same. */
export function codingKey(coding: {
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	field: string;
	codeId: string;
	starts: number;
	ends: number;
}): string {
	const { turnId, responseId, question, field, codeId, starts, ends } = coding;
	return [turnId ?? `${responseId} ${question}`, field, codeId, starts, ends].join(' ');
}
