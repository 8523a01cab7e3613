import { hashToken, newToken, TOKEN_SHAPE } from '../accounts/tokens.ts';
import { addressLimit, countAttempt } from '../accounts/throttle.ts';
import { recordAudit } from '../audit/record.ts';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem } from '../problem.ts';

/** How long the phone that opened a link stays let in. */
const HOURS_OPEN = 12;
const MINUTE = 60_000;
/** In a quarter of an hour: pages of links from one address, and forms sent by one link. */
const MOST_FROM_ADDRESS = 100;
const MOST_BY_LINK = 60;

/** What whoever holds a link is told before they open it. */
export interface OpenLink {
	label: string;
	study: string;
	isInvented: boolean;
	round: string;
	country: string;
	countryName: string;
	delegation: string;
	expiresAt: Date;
}

function findByToken(trx: Trx, token: string) {
	return trx
		.selectFrom('helper_links as l')
		.innerJoin('delegations as d', 'd.id', 'l.delegation_id')
		.innerJoin('rounds as o', 'o.id', 'd.round_id')
		.innerJoin('studies as s', 's.id', 'd.study_id')
		.innerJoin('round_countries as c', (join) =>
			join.onRef('c.round_id', '=', 'd.round_id').onRef('c.country', '=', 'd.country')
		)
		.select(['l.id', 'l.label', 'l.expires_at as expiresAt', 'l.delegation_id as delegationId'])
		.select([
			'l.opened_at as openedAt',
			'l.revoked_at as revokedAt',
			's.name as study',
			's.id as studyId'
		])
		.select(['s.is_invented as isInvented', 'o.name as round', 'o.id as roundId'])
		.select(['c.country', 'c.name as countryName', 'd.name as delegation'])
		.where('l.token_hash', '=', hashToken(token));
}
type Found = Awaited<ReturnType<ReturnType<typeof findByToken>['executeTakeFirstOrThrow']>>;

/** @throws Problem link_expired, for a link that never was as for one that ended (rule R14) */
function requireOpen(found: Found | undefined, now: Date): asserts found is Found {
	if (!found || found.openedAt || found.revokedAt || found.expiresAt <= now)
		throw new Problem('link_expired');
}

const countAddress = (system: SystemContext, address: string) =>
	countAttempt(system, [{ key: `help:${addressLimit(address).key}`, most: MOST_FROM_ADDRESS }]);

/**
 * What a link is for. Reading uses nothing up: messengers open links to show what is behind them.
 * @throws Problem link_expired for an unknown link as for one that ended; too_many_attempts
 */
export async function readHelperLink(
	system: SystemContext,
	token: string,
	address: string
): Promise<OpenLink> {
	await countAddress(system, address);
	const found = TOKEN_SHAPE.test(token)
		? await asSystem(system.db, (trx) => findByToken(trx, token).executeTakeFirst())
		: undefined;
	requireOpen(found, system.now());
	const { label, study, isInvented, round, country, countryName, delegation, expiresAt } = found;
	return { label, study, isInvented, round, country, countryName, delegation, expiresAt };
}

/**
 * Opens a link on one phone, once: its token is worth nothing from here on. Gives the token of
 * the session, for a cookie; only its hash is stored.
 * @throws Problem link_expired, too_many_attempts
 */
export async function openHelperLink(
	system: SystemContext,
	token: string,
	address: string
): Promise<{ token: string; expiresAt: Date }> {
	await countAddress(system, address);
	if (!TOKEN_SHAPE.test(token)) throw new Problem('link_expired');
	const session = newToken();
	const expiresAt = await asSystem(system.db, async (trx) => {
		const found = await findByToken(trx, token).forUpdate('l').executeTakeFirst();
		const now = system.now();
		requireOpen(found, now);
		const ends = new Date(
			Math.min(found.expiresAt.getTime(), now.getTime() + HOURS_OPEN * 60 * MINUTE)
		);
		await trx
			.updateTable('helper_links')
			.set({ opened_at: now, last_used_at: now })
			.where('id', '=', found.id)
			.execute();
		await trx
			.insertInto('helper_sessions')
			.values({ token_hash: hashToken(session), link_id: found.id, expires_at: ends })
			.execute();
		await recordAudit(trx, null, 'handout.link_open', {
			studyId: found.studyId,
			roundId: found.roundId,
			delegationId: found.delegationId,
			subjectId: found.id
		});
		return ends;
	});
	return { token: session, expiresAt };
}

/** The link a session was begun by; null where it ended, was finished or was taken back. */
export async function findHelperLink(
	system: SystemContext,
	session: string | undefined
): Promise<string | null> {
	if (!session || !TOKEN_SHAPE.test(session)) return null;
	const now = system.now();
	return asSystem(system.db, async (trx) => {
		const found = await trx
			.selectFrom('helper_sessions as s')
			.innerJoin('helper_links as l', 'l.id', 's.link_id')
			.select(['l.id', 'l.last_used_at as lastUsedAt'])
			.where('s.token_hash', '=', hashToken(session))
			.where('s.expires_at', '>', now)
			.where('l.expires_at', '>', now)
			.where('l.revoked_at', 'is', null)
			.where('l.finished_at', 'is', null)
			.executeTakeFirst();
		if (!found) return null;
		if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > MINUTE)
			await trx
				.updateTable('helper_links')
				.set({ last_used_at: now })
				.where('id', '=', found.id)
				.execute();
		return found.id;
	});
}

/** @throws Problem too_many_attempts */
export function countHelperSend(system: SystemContext, linkId: string): Promise<void> {
	return countAttempt(system, [{ key: `help-link:${linkId}`, most: MOST_BY_LINK }]);
}

/** Whoever helped is done: the phone is let in no more, and the link is over. */
export async function finishHelping(system: SystemContext, session: string): Promise<void> {
	await asSystem(system.db, async (trx) => {
		const ended = await trx
			.deleteFrom('helper_sessions')
			.where('token_hash', '=', hashToken(session))
			.returning('link_id')
			.executeTakeFirst();
		if (!ended) return;
		await trx
			.updateTable('helper_links')
			.set({ finished_at: system.now() })
			.where('id', '=', ended.link_id)
			.where('finished_at', 'is', null)
			.execute();
	});
}
