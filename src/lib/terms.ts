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
