import type { Trx } from '../database/database.ts';

/** A mail carries links, never answers (rule R16). */
export interface Mail {
	recipient: string;
	subject: string;
	body: string;
}

/** Puts a mail in the outbox in the caller's transaction; call `ctx.wake('mail')` after it commits. */
export async function queueMail(trx: Trx, mail: Mail): Promise<void> {
	await trx
		.insertInto('mails')
		.values({
			recipient: mail.recipient,
			subject: mail.subject.replaceAll(/[\r\n]+/g, ' '),
			body: mail.body
		})
		.execute();
}
