import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { mailText } from '../mail/mailText.ts';
import { publicLink } from '../mail/publicLink.ts';
import { queueMail } from '../mail/queueMail.ts';

/** Tells everybody who answers in a round that its questionnaire has changed; link only (rule R16). */
export async function tellOfMove(
	ctx: Context,
	trx: Trx,
	round: { id: string; studyId: string; study: { name: string } }
): Promise<void> {
	const people = await sql<{ email: string; language: string; delegationId: string }>`
		select p.email, p.language, d.id as "delegationId" from delegations d
		cross join lateral people_to_tell(d.study_id, d.id) p
		where d.round_id = ${round.id}::uuid and d.status = 'active' and p.side = 'delegation'`.execute(
		trx
	);
	for (const { email, language, delegationId } of people.rows) {
		const link = publicLink(ctx.config, `/respond/${delegationId}/aside`);
		const text = mailText('questionnaire_changed', language, { link, study: round.study.name });
		await queueMail(trx, { recipient: email, ...text });
	}
}
