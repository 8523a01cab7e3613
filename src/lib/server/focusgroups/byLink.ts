import { sql } from 'kysely';
import type { SessionRule, WithdrawalScope } from '#lib/terms.ts';
import { addressLimit, countAttempt } from '../accounts/throttle.ts';
import { TOKEN_SHAPE, hashToken } from '../accounts/tokens.ts';
import type { SystemContext } from '../context.ts';
import { asParticipant, asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem } from '../problem.ts';

const MINUTE = 60_000;
/**
 * In a quarter of an hour: pages of links from one address, and forms sent by one link. A whole room
 * often has one address between them.
 */
const MOST_FROM_ADDRESS = 600;
const MOST_BY_LINK = 120;

/** What whoever holds a participant's link is told of where they are. */
export interface OwnPlace {
	participantId: string;
	groupId: string;
	studyId: string;
	roundId: string;
	pseudonym: string;
	language: string;
	country: string | null;
	studyName: string;
	isInvented: boolean;
	groupName: string;
	/** YYYY-MM-DD. */
	heldOn: string | null;
	endsOn: string | null;
	rule: SessionRule;
	groundRules: string;
	/** The last day on which they may change their turns; null: not open yet. */
	validationUntil: string | null;
	withdrawnScope: WithdrawalScope | null;
	validatedAt: Date | null;
	/** When their link ends. */
	expiresAt: Date;
	/** Whether they may change their turns now. */
	mayCheck: boolean;
}

/**
 * The link a token opens, as long as it works. Looking uses nothing up, and a person comes back by it.
 * @throws Problem link_expired for a token that never was as for one that ended or was switched
 * off (rule R14); too_many_attempts
 */
export async function findLink(
	system: SystemContext,
	token: string,
	address: string
): Promise<string> {
	await countAttempt(system, [
		{ key: `part:${addressLimit(address).key}`, most: MOST_FROM_ADDRESS }
	]);
	if (!TOKEN_SHAPE.test(token)) throw new Problem('link_expired');
	const now = system.now();
	return asSystem(system.db, async (trx) => {
		const link = await trx
			.selectFrom('participant_links as l')
			.innerJoin('participants as p', 'p.id', 'l.participant_id')
			.select(['l.id', 'l.opened_at as openedAt', 'l.last_used_at as lastUsedAt'])
			.where('l.token_hash', '=', hashToken(token))
			.where('l.revoked_at', 'is', null)
			.where('l.expires_at', '>', now)
			.where('p.removed_at', 'is', null)
			.executeTakeFirst();
		if (!link) throw new Problem('link_expired');
		if (!link.lastUsedAt || now.getTime() - link.lastUsedAt.getTime() > MINUTE)
			await trx
				.updateTable('participant_links')
				.set({ last_used_at: now, opened_at: link.openedAt ?? now })
				.where('id', '=', link.id)
				.execute();
		return link.id;
	});
}

/**
 * Runs what somebody does by their link, as the role that sees one person's turns and nothing else.
 * @throws Problem link_expired where it ended in this moment; too_many_attempts
 */
export async function actByLink<T>(
	system: SystemContext,
	linkId: string,
	work: (trx: Trx, place: OwnPlace) => Promise<T>
): Promise<T> {
	await countAttempt(system, [{ key: `part-link:${linkId}`, most: MOST_BY_LINK }]);
	return readByLink(system, linkId, work);
}

/** The same for reading, which is not counted. */
export function readByLink<T>(
	system: SystemContext,
	linkId: string,
	work: (trx: Trx, place: OwnPlace) => Promise<T>
): Promise<T> {
	return asParticipant(system.db, linkId, async (trx) => work(trx, await getPlace(trx)));
}

async function getPlace(trx: Trx): Promise<OwnPlace> {
	const found = await sql<OwnPlace>`select participant_id as "participantId",
			group_id as "groupId", study_id as "studyId", round_id as "roundId", pseudonym, language,
			country, study_name as "studyName", is_invented as "isInvented", group_name as "groupName",
			held_on as "heldOn", ends_on as "endsOn", rule, ground_rules as "groundRules",
			validation_until as "validationUntil", withdrawn_scope as "withdrawnScope",
			validated_at as "validatedAt", expires_at as "expiresAt", may_check_turns() as "mayCheck"
		from participant_place()`.execute(trx);
	const place = found.rows[0];
	if (!place) throw new Problem('link_expired');
	return place;
}

/** The scope of audit entries of what a participant does. */
export const aboutOneself = ({ studyId, roundId, participantId }: OwnPlace) => ({
	studyId,
	roundId,
	subjectId: participantId
});
