import { sql } from 'kysely';
import type { SessionRule, WithdrawalScope } from '#lib/terms.ts';
import { type Verb, mayDo } from '../access/verbs.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';

/** Where a participant's page is; the three must belong together. */
export interface ParticipantPlace {
	roundId: string;
	groupId: string;
	participantId: string;
}

/** A participant with their meeting, as coordinators and note-takers have them before them. */
export interface ParticipantHead {
	id: string;
	groupId: string;
	roundId: string;
	studyId: string;
	pseudonym: string;
	country: string | null;
	countryName: string | null;
	organisationKind: string | null;
	language: string;
	/** What the consents come to; see LEVELS. */
	consentLevel: number;
	consentUntil: string | null;
	consentedAt: Date | null;
	recordingAllowed: boolean;
	translationAllowed: boolean;
	notesRefused: boolean;
	withdrawnScope: WithdrawalScope | null;
	validatedAt: Date | null;
	erasedAt: Date | null;
	groupName: string;
	heldOn: string | null;
	endsOn: string | null;
	rule: SessionRule;
	validationUntil: string | null;
	roundName: string;
	studyName: string;
	isInvented: boolean;
	/** From how many participants of a country on it may be named. */
	cellSize: number;
	/** How many of the round came from that country. */
	fromCountry: number;
	/** The number of the last consent or withdrawal; 0 where there is none. */
	seen: number;
	roles: string[];
}

/**
 * @throws Problem not_found where the actor may not do `verb`, and where participant, meeting and
 * round do not belong together or the participant was removed
 */
export function getParticipant(trx: Trx, at: ParticipantPlace, verb: Verb) {
	return headOf(trx, at, verb, sql``);
}

/** The same, locked until the transaction ends. */
export function lockParticipant(trx: Trx, at: ParticipantPlace, verb: Verb) {
	return headOf(trx, at, verb, sql`for update of p`);
}

async function headOf(
	trx: Trx,
	{ roundId, groupId, participantId }: ParticipantPlace,
	verb: Verb,
	lock: ReturnType<typeof sql>
): Promise<ParticipantHead> {
	const found = await sql<Omit<ParticipantHead, 'seen'>>`select p.id, p.group_id as "groupId",
			p.round_id as "roundId", p.study_id as "studyId", p.pseudonym, p.country,
			c.name as "countryName", p.organisation_kind as "organisationKind", p.language,
			p.consent_level as "consentLevel", p.consent_until as "consentUntil",
			p.consented_at as "consentedAt", p.recording_allowed as "recordingAllowed",
			p.translation_allowed as "translationAllowed", p.notes_refused as "notesRefused",
			p.withdrawn_scope as "withdrawnScope", p.validated_at as "validatedAt",
			p.erased_at as "erasedAt", g.name as "groupName", g.held_on as "heldOn", g.ends_on as "endsOn",
			g.rule, g.validation_until as "validationUntil", r.name as "roundName",
			s.name as "studyName", s.is_invented as "isInvented", s.cell_size as "cellSize",
			(select count(*)::int from participants o where o.round_id = p.round_id
				and o.country = p.country and o.removed_at is null
				and o.withdrawn_scope is distinct from 'all') as "fromCountry",
			actor_roles(p.study_id, null) as roles
		from participants p join focus_groups g on g.id = p.group_id join rounds r on r.id = p.round_id
		join studies s on s.id = p.study_id
		left join round_countries c on c.round_id = p.round_id and c.country = p.country
		where p.id = ${participantId}::uuid and p.group_id = ${groupId}::uuid
			and p.round_id = ${roundId}::uuid and p.removed_at is null ${lock}`.execute(trx);
	const head = found.rows[0];
	if (!head || !mayDo(verb, head.roles)) throw notFound();
	// After the lock was waited for, so that it counts what the one before wrote.
	return { ...head, seen: await lastNumber(trx, head.id) };
}

/** Consents and withdrawals share one numbering: what was said last has the highest number. */
async function lastNumber(trx: Trx, participantId: string): Promise<number> {
	const found = await sql<{ number: number }>`select greatest(
		(select max(number) from consents where participant_id = ${participantId}::uuid),
		(select max(number) from withdrawals where participant_id = ${participantId}::uuid), 0) as number`.execute(
		trx
	);
	return Number(found.rows[0]?.number ?? 0);
}

/** The scope of audit entries about a participant. */
export const aboutParticipant = (head: { id: string; studyId: string; roundId: string }) => ({
	studyId: head.studyId,
	roundId: head.roundId,
	subjectId: head.id
});
