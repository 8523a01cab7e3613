import { sql } from 'kysely';
import { type Area, textIn } from '#lib/xlsform/definition.ts';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { type MailKind, mailText } from '../mail/mailText.ts';
import { queueMail } from '../mail/queueMail.ts';

/**
 * Queues a mail to one side of a response, except to whoever acts, each in their own language.
 * It names study and area and carries a link; never an answer (rule R16).
 */
export async function tellPeople(
	ctx: Context,
	trx: Trx,
	response: { studyId: string; roundId: string; delegationId: string },
	side: 'coordinator' | 'delegation',
	kind: MailKind,
	about: { path: string; area: Area }
): Promise<void> {
	const people = await sql<{ email: string; language: string; study: string }>`
		select p.email, p.language, s.name as study
		from people_to_tell(${response.studyId}::uuid, ${response.delegationId}::uuid) p
		join studies s on s.id = ${response.studyId}::uuid
		where p.side = ${side}`.execute(trx);
	const origin = ctx.config.origin ?? `http://${ctx.config.host}:${ctx.config.port}`;
	for (const { email, language, study } of people.rows) {
		const text = mailText(kind, language, {
			link: `${origin}${about.path}`,
			study,
			area: textIn(about.area.title, language)
		});
		await queueMail(trx, { recipient: email, ...text });
	}
}
