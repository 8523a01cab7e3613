import { type AddressInfo, type Server, createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getOutbox } from '#lib/server/accounts/administration.ts';
import type { SystemContext } from '#lib/server/context.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { deliverMails } from '#lib/server/mail/deliver.ts';
import { invitationText } from '#lib/server/mail/invitationText.ts';
import { queueMail } from '#lib/server/mail/queueMail.ts';
import { openTestDatabase } from '../support/database.ts';
import { type World, buildWorld } from '../support/world.ts';

interface Received {
	from: string;
	to: string[];
	data: string;
}

/** A mail server of a few lines: takes every mail, except to addresses that begin with "refused". */
function startSmtp(received: Received[]): Promise<Server> {
	const server = createServer((socket) => {
		let mail: Received = { from: '', to: [], data: '' };
		let isData = false;
		let rest = '';
		const say = (line: string) => socket.write(`${line}\r\n`);
		say('220 test');
		socket.on('error', () => {});
		socket.on('data', (chunk) => {
			const lines = (rest + chunk.toString('utf8')).split('\r\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				if (isData && line !== '.') mail.data += `${line}\n`;
				else if (isData) {
					isData = false;
					received.push(mail);
					mail = { from: '', to: [], data: '' };
					say('250 taken');
				} else if (/^EHLO/i.test(line)) say('250 test');
				else if (/^MAIL FROM/i.test(line)) {
					mail.from = line;
					say('250 ok');
				} else if (/^RCPT TO:<refused/i.test(line)) say('550 no such mailbox');
				else if (/^RCPT TO/i.test(line)) {
					mail.to.push(line);
					say('250 ok');
				} else if (/^DATA/i.test(line)) {
					isData = true;
					say('354 go on');
				} else if (/^RSET/i.test(line)) {
					mail = { from: '', to: [], data: '' };
					say('250 ok');
				} else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
				else say('500 what');
			}
		});
	});
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

let database: Database;
let world: World;
let server: Server;
let withServer: SystemContext;
const received: Received[] = [];
const said: string[] = [];
const say = (line: string) => void said.push(line);

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	server = await startSmtp(received);
	const smtpUrl = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const mailFrom = 'Mufakat <study@example.org>';
	withServer = { ...world.system, config: { ...world.system.config, smtpUrl, mailFrom } };
});
afterAll(async () => {
	server.close();
	await database.close();
});
beforeEach(async () => {
	received.length = said.length = 0;
	await asSystem(database.db, (trx) => trx.deleteFrom('mails').execute());
});

const queue = (...recipients: string[]) =>
	asSystem(database.db, async (trx) => {
		for (const recipient of recipients)
			await queueMail(trx, {
				recipient,
				subject: 'Sample – contoh',
				body: 'See https://x.example/a'
			});
	});
const mails = () =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('mails').selectAll().orderBy('recipient', 'desc').execute()
	);

describe('delivery', () => {
	test('a mail is sent once, over SMTP, and its body is not kept', async () => {
		await queue('reader@example.org');
		await deliverMails(withServer, say);
		await deliverMails(withServer, say);
		expect(received).toHaveLength(1);
		expect(received[0]!.from).toContain('<study@example.org>');
		expect(received[0]!.to).toEqual(['RCPT TO:<reader@example.org>']);
		expect(received[0]!.data).toContain('https://x.example/a');
		expect(received[0]!.data).toContain('Auto-Submitted: auto-generated');
		expect(await mails()).toMatchObject([{ sent_at: expect.any(Date), body: '', attempts: 1 }]);
	});

	test('two at once send nothing twice, in more than one batch', async () => {
		const recipients = Array.from({ length: 23 }, (_, at) => `reader${at}@example.org`);
		await queue(...recipients);
		await Promise.all([deliverMails(withServer, say), deliverMails(withServer, say)]);
		expect(received.flatMap(({ to }) => to).sort()).toEqual(
			recipients.map((recipient) => `RCPT TO:<${recipient}>`).sort()
		);
	});

	test('a refused mail holds up no other, rests, and is given up after eight attempts', async () => {
		await queue('refused@example.org', 'reader@example.org');
		await deliverMails(withServer, say);
		expect(received).toHaveLength(1);
		const [refused] = await mails();
		expect(refused).toMatchObject({ sent_at: null, attempts: 1 });
		expect(refused!.last_error).toContain('550');
		await deliverMails(withServer, say);
		expect((await mails())[0]!.attempts).toBe(1);
		for (let day = 1; day <= 12; day += 1) {
			const now = () => new Date(Date.now() + day * 86_400_000 * 2);
			await deliverMails({ ...withServer, now }, say);
		}
		expect((await mails())[0]!.attempts).toBe(8);
		expect(said.join(' ')).not.toContain('@');
	});

	test('a recipient is one address, whatever is in it', async () => {
		await queue('reader@example.org, refused-spy@example.org');
		await deliverMails(withServer, say);
		expect(received.flatMap(({ to }) => to).length).toBeLessThanOrEqual(1);
	});

	test('without a server mails stay, and the log says how many, not whose', async () => {
		await queue('reader@example.org', 'other@example.org');
		await deliverMails(world.system, say);
		expect(said).toEqual(['2 mails wait in the outbox']);
		expect((await mails()).every(({ sent_at, attempts }) => !sent_at && attempts === 0)).toBe(true);
	});
});

describe('the outbox', () => {
	test('administrators see it, others do not', async () => {
		await queue('reader@example.org');
		const outbox = await getOutbox(world.as('ana'), undefined);
		expect(outbox).toMatchObject({
			hasServer: false,
			mails: [{ recipient: 'reader@example.org', body: 'See https://x.example/a', sentAt: null }]
		});
		for (const person of ['rina', 'sokha', 'omar'] as const)
			await expect(getOutbox(world.as(person), undefined)).rejects.toMatchObject({
				code: 'not_found'
			});
	});

	test('pages go on where the last one ended', async () => {
		for (let at = 0; at < 60; at += 1) await queue(`reader${at}@example.org`);
		const first = await getOutbox(world.as('ana'), undefined);
		const second = await getOutbox(world.as('ana'), first.older);
		expect([first.mails.length, second.mails.length, second.older]).toEqual([50, 10, undefined]);
		expect(new Set([...first.mails, ...second.mails].map(({ id }) => id)).size).toBe(60);
	});

	test('someone signed in can put a mail in but read none', async () => {
		const actor = world.as('sokha').actor;
		await asActor(database.db, actor, (trx) =>
			queueMail(trx, { recipient: 'reader@example.org', subject: 'a\r\nBcc: b', body: '' })
		);
		expect((await mails())[0]!.subject).toBe('a Bcc: b');
		await expect(
			asActor(database.db, actor, (trx) => trx.selectFrom('mails').selectAll().execute())
		).rejects.toThrow(/permission denied/);
	});
});

describe('words of an invitation', () => {
	const facts = { link: 'https://x.example/a', study: 'Rights\nstudy', role: 'reader' as const };

	test('in every language, with the link', () => {
		const english = invitationText('en', facts);
		const indonesian = invitationText('id', facts);
		expect(english.subject).not.toBe(indonesian.subject);
		for (const { subject, body } of [english, indonesian]) {
			expect(body).toContain('\n\nhttps://x.example/a\n\n');
			expect(subject + body).toContain('Rights study');
			expect(subject).not.toContain('\n');
		}
		expect(invitationText('xx', facts)).toEqual(english);
	});
});
