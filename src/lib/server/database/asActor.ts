import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'kysely';
import type { Db, Trx } from './database.ts';

/** Who acts: an account, by its id. */
export interface Actor {
	accountId: string;
	/** UUID of the page that sends, which need not be told of what it sent. */
	page?: string;
}

const inside = new AsyncLocalStorage<true>();

/**
 * Runs `work` in one transaction as the actor: role `mufakat_app`, bound by row-level security,
 * with the actor's id set for this transaction only.
 * @throws when called inside another one: on the embedded engine that would wait for ever
 */
export function asActor<T>(db: Db, actor: Actor, work: (trx: Trx) => Promise<T>): Promise<T> {
	return inTransaction(db, 'mufakat_app', actor, work);
}

/**
 * Runs `work` in one transaction for whoever opened a helper's link: role `mufakat_helper`, which
 * reads the questions handed to that link, what was proposed by it and treaty facts of its
 * country that came with Mufakat or stand, and no answer.
 */
export function asHelper<T>(db: Db, linkId: string, work: (trx: Trx) => Promise<T>): Promise<T> {
	return inTransaction(db, 'mufakat_helper', { linkId }, work);
}

/**
 * Runs `work` in one transaction for whoever opened a participant's link: role
 * `mufakat_participant`, which reads and changes the turns of one person and nothing else.
 */
export function asParticipant<T>(
	db: Db,
	participantLink: string,
	work: (trx: Trx) => Promise<T>
): Promise<T> {
	return inTransaction(db, 'mufakat_participant', { participantLink }, work);
}

/**
 * Runs `work` in one transaction as the system: sign-in, accepting invitations, jobs. It sees
 * every row, so whoever calls it answers for what leaves.
 */
export function asSystem<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
	return inTransaction(db, 'mufakat_system', {}, work);
}

function inTransaction<T>(
	db: Db,
	role: string,
	who: { accountId?: string; page?: string; linkId?: string; participantLink?: string },
	work: (trx: Trx) => Promise<T>
): Promise<T> {
	if (inside.getStore()) throw new Error('A transaction is already open: pass its trx on.');
	return inside.run(true, () =>
		db.transaction().execute(async (trx) => {
			await sql`select set_config('mufakat.account_id', ${who.accountId ?? ''}, true),
				set_config('mufakat.page', ${who.page ?? ''}, true),
				set_config('mufakat.helper_link', ${who.linkId ?? ''}, true),
				set_config('mufakat.participant_link', ${who.participantLink ?? ''}, true),
				set_config('role', ${role}, true)`.execute(trx);
			return work(trx);
		})
	);
}
