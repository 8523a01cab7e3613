import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';

/** After so many tries a mail is left to the administrator. */
export const MOST_ATTEMPTS = 8;

export interface WaitingMail {
	id: string;
	recipient: string;
	subject: string;
	body: string;
}

/**
 * Takes up to `limit` mails that are due and puts their next attempt off, so that no other
 * process sends them too. The rest doubles with each attempt: 15 minutes, 30, 60 …
 */
export async function claimMails(trx: Trx, now: Date, limit: number): Promise<WaitingMail[]> {
	return trx
		.updateTable('mails')
		.set({
			attempts: sql`attempts + 1`,
			next_attempt_at: sql`${now.toISOString()}::timestamptz + interval '15 minutes' * power(2, attempts)`
		})
		.where('id', 'in', (due) =>
			due
				.selectFrom('mails')
				.select('id')
				.where('sent_at', 'is', null)
				.where('attempts', '<', MOST_ATTEMPTS)
				.where('next_attempt_at', '<=', now)
				.orderBy('created_at')
				.limit(limit)
				.forUpdate()
				.skipLocked()
		)
		.returning(['id', 'recipient', 'subject', 'body'])
		.execute();
}

/** A sent mail keeps no body: it may hold a link that opens an account. */
export async function markSent(trx: Trx, id: string, at: Date): Promise<void> {
	await trx
		.updateTable('mails')
		.set({ sent_at: at, body: '', last_error: null })
		.where('id', '=', id)
		.execute();
}

export async function markFailed(trx: Trx, id: string, error: string): Promise<void> {
	await trx
		.updateTable('mails')
		.set({ last_error: error.slice(0, 300) })
		.where('id', '=', id)
		.execute();
}

export async function countWaiting(trx: Trx): Promise<number> {
	const { count } = await trx
		.selectFrom('mails')
		.select((at) => at.fn.countAll<number>().as('count'))
		.where('sent_at', 'is', null)
		.executeTakeFirstOrThrow();
	return Number(count);
}

/** The outbox, newest first; `before` is the id of the last mail of the page before. */
export function listMails(trx: Trx, limit: number, before: string | undefined) {
	return trx
		.selectFrom('mails')
		.select([
			'id',
			'recipient',
			'subject',
			'body',
			'created_at',
			'sent_at',
			'attempts',
			'last_error'
		])
		.$if(before !== undefined, (from) =>
			from.where(({ eb, refTuple }) =>
				eb(
					refTuple('created_at', 'id'),
					'<',
					eb
						.selectFrom('mails as last')
						.select(['last.created_at', 'last.id'])
						.where('last.id', '=', before!)
						.$asTuple('created_at', 'id')
				)
			)
		)
		.orderBy('created_at', 'desc')
		.orderBy('id', 'desc')
		.limit(limit)
		.execute();
}
