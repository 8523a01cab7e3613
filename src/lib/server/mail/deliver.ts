import { type Transporter, createTransport } from 'nodemailer';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import { type WaitingMail, claimMails, countWaiting, markFailed, markSent } from './mailQueries.ts';

const BATCH = 10;
let lastSaid = 0;

/**
 * Sends everything that waits in the outbox. Mails are claimed in one short transaction, sent
 * outside any, and marked one by one: what a dying process leaves is tried again later. Where
 * no mail server is set they stay, for the administrator to hand on. `say` gets lines for the
 * log, without addresses.
 */
export async function deliverMails(
	system: SystemContext,
	say: (line: string) => void = (line) => console.info(line)
): Promise<void> {
	if (!system.config.smtpUrl) return sayHowManyWait(system, say);
	const transport = createTransport({
		url: system.config.smtpUrl,
		connectionTimeout: 15_000,
		greetingTimeout: 15_000,
		socketTimeout: 30_000,
		disableFileAccess: true,
		disableUrlAccess: true
	});
	let failed = 0;
	try {
		for (;;) {
			const mails = await asSystem(system.db, (trx) => claimMails(trx, system.now(), BATCH));
			if (mails.length === 0) break;
			for (const mail of mails) if (!(await send(system, transport, mail))) failed += 1;
		}
	} finally {
		transport.close();
	}
	if (failed > 0) say(`${failed} mails could not be sent and are tried again later`);
}

async function send(
	system: SystemContext,
	transport: Transporter,
	mail: WaitingMail
): Promise<boolean> {
	try {
		await transport.sendMail({
			from: system.config.mailFrom,
			// As an object it is one address, whatever commas it holds.
			to: { name: '', address: mail.recipient },
			subject: mail.subject,
			text: mail.body,
			headers: { 'Auto-Submitted': 'auto-generated' }
		});
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		await asSystem(system.db, (trx) => markFailed(trx, mail.id, reason));
		return false;
	}
	await asSystem(system.db, (trx) => markSent(trx, mail.id, system.now()));
	return true;
}

async function sayHowManyWait(system: SystemContext, say: (line: string) => void): Promise<void> {
	const waiting = await asSystem(system.db, countWaiting);
	if (waiting > 0 && waiting !== lastSaid) say(`${waiting} mails wait in the outbox`);
	lastSaid = waiting;
}
