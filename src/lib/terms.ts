/** The closed sets of words that rows, pages and messages share. */

export const STUDY_ROLES = ['coordinator', 'editor', 'note_taker', 'reader'] as const;
export type StudyRole = (typeof STUDY_ROLES)[number];
export type InvitationRole =
	StudyRole | 'focal_point' | 'representative' | 'study_creator' | 'administrator';
export const DELEGATION_STATUSES = [
	'active',
	'no_respondent',
	'declined',
	'withdrawn_for_safety'
] as const;
export type DelegationStatus = (typeof DELEGATION_STATUSES)[number];
export const RESPONSE_STATES = [
	'not_started',
	'draft',
	'submitted',
	'returned',
	'accepted',
	'reopened'
] as const;
export type ResponseState = (typeof RESPONSE_STATES)[number];
export type Standing = 'current' | 'merged' | 'beside' | 'restored';
export const EVIDENCE_KINDS = [
	'law',
	'statistic',
	'case',
	'media',
	'study',
	'observation'
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
export const QUERY_KINDS = [
	'needs_source',
	'unclear',
	'contradicts',
	'out_of_period',
	'unsafe',
	'duplicate',
	'other'
] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];
export type QueryState = 'open' | 'replied' | 'closed' | 'changed_after_closing';
/** How a proposal stands; `replaced` by a later one of its author. */
export type ProposalState = 'open' | 'replaced' | 'accepted' | 'merged' | 'declined' | 'withdrawn';
export type QueryAct = 'ask' | 'reply' | 'send_back' | 'close';
/** When somebody gets mail: once a day, or at every event. */
export const MAIL_RHYTHMS = ['daily', 'at_once'] as const;
export type MailRhythm = (typeof MAIL_RHYTHMS)[number];
/** What has become of an answer of the round before (rule R12). */
export const CARRY_MARKS = ['still_true', 'changed', 'no_longer_known'] as const;
export type CarryMark = (typeof CARRY_MARKS)[number];
/** How an answer stands to that of the round before. */
export const CHANGE_KINDS = [
	'still_true',
	'changed',
	'no_longer_known',
	'new',
	'not_answered',
	'not_comparable'
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
export const DATASET_KINDS = ['public', 'study_team', 'working'] as const;
export type DatasetKind = (typeof DATASET_KINDS)[number];
export const DATASET_FORMATS = ['csv_long', 'csv_wide', 'xlsx'] as const;
export type DatasetFormat = (typeof DATASET_FORMATS)[number];
/** What may be told of who spoke in a meeting; under the Chatham House rule never who. */
export const SESSION_RULES = ['open', 'chatham_house'] as const;
export type SessionRule = (typeof SESSION_RULES)[number];
export const MEETING_ROLES = ['facilitator', 'note_taker', 'interpreter', 'observer'] as const;
export type MeetingRole = (typeof MEETING_ROLES)[number];
/**
 * What of the answers to bring up in a meeting: countries of one corridor contradict each other,
 * a scale differs by two steps or more, a coordinator's question stayed open.
 */
export const SEED_KINDS = ['corridor', 'spread', 'query'] as const;
export type SeedKind = (typeof SEED_KINDS)[number];
/** Who spoke a turn: a participant, or somebody with a role in the meeting. */
export const SPEAKERS = ['participant', ...MEETING_ROLES, 'unknown'] as const;
export type Speaker = (typeof SPEAKERS)[number];
export const TURN_KINDS = ['verbatim', 'paraphrase', 'observation'] as const;
export type TurnKind = (typeof TURN_KINDS)[number];
/** The mark on a turn (rule R10), from narrowest to widest. */
export const TURN_MARKS = ['off_record', 'background', 'quotable'] as const;
export type TurnMark = (typeof TURN_MARKS)[number];
/**
 * How far words may go (rule R10): 0 not beyond the room, 1 background, 2 quoted without name or
 * country, 3 with the country, 4 with the organisation, 5 with the name.
 */
export const LEVELS = [0, 1, 2, 3, 4, 5] as const;
export type Level = (typeof LEVELS)[number];
/** What a consent form can ask, in the order it asks; the migration says what each means. */
export const CONSENT_ITEMS = [
	'take_part',
	'notes',
	'confidentiality',
	'recording',
	'quotation',
	'translation',
	'country',
	'organisation',
	'name',
	'photo',
	'partners',
	'archive',
	'recontact'
] as const;
export type ConsentItem = (typeof CONSENT_ITEMS)[number];
export const CONSENT_MODES = ['screen', 'link', 'paper', 'oral'] as const;
export type ConsentMode = (typeof CONSENT_MODES)[number];
/** What somebody takes back, from narrowest to widest. */
export const WITHDRAWAL_SCOPES = ['identity', 'quotes', 'future_use', 'all'] as const;
export type WithdrawalScope = (typeof WITHDRAWAL_SCOPES)[number];
export const TRANSCRIPT_FORMATS = ['webvtt', 'srt', 'docx', 'text', 'csv'] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];
export const CODE_STATUSES = ['active', 'merged', 'retired'] as const;
export type CodeStatus = (typeof CODE_STATUSES)[number];
/** Which text of a turn or answer a code lies on. */
export const CODED_FIELDS = ['body', 'translation', 'value'] as const;
export type CodedField = (typeof CODED_FIELDS)[number];
export const CODING_ORIGINS = ['hand', 'auto', 'quick', 'import', 'settled'] as const;
export type CodingOrigin = (typeof CODING_ORIGINS)[number];
export const COMPARISON_STATES = ['coding', 'comparing', 'settled'] as const;
export type ComparisonState = (typeof COMPARISON_STATES)[number];
export const COMPARISON_DECISIONS = ['apply', 'drop', 'new_code', 'defer'] as const;
export type ComparisonDecision = (typeof COMPARISON_DECISIONS)[number];
export const MEMO_SCOPES = ['study', 'group', 'turn', 'span', 'code', 'answer'] as const;
export type MemoScope = (typeof MEMO_SCOPES)[number];
export const RELATIONS = ['confirms', 'contradicts', 'extends'] as const;
/** How a turn stands to an answer. */
export type Relation = (typeof RELATIONS)[number];
export const VOTES = ['agree', 'disagree', 'abstain'] as const;
export type Vote = (typeof VOTES)[number];
/** Why a turn's words stay in, or its speaker unnamed. */
export type WithheldReason = 'checked' | 'consent' | 'mark' | 'rule' | 'small_cell';
