import { sql } from 'kysely';
import type { ConsentAnswers } from '#lib/consent/form.ts';
import type { WithdrawalScope } from '#lib/terms.ts';
import { recordAudit } from '../audit/record.ts';
import type { SystemContext } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { sealedPlace } from '../keys/places.ts';
import { seal } from '../keys/sealing.ts';
import { Problem } from '../problem.ts';
import { aboutOneself, actByLink } from './byLink.ts';
import { useForm } from './consentForm.ts';
import { countYes, eventId, requireAnswers } from './consents.ts';
import { type Identity, requireKey } from './identities.ts';
import { insertWithdrawal } from './withdrawals.ts';

/**
 * Keeps what a participant says yes or no to, by their link. It counts at once, also after something was
 * taken back: whoever agrees anew is back. The same form sent twice says it once.
 * @throws Problem link_expired, consent_incomplete, invalid, too_many_attempts
 */
export async function giveConsent(
	system: SystemContext,
	linkId: string,
	input: { id: string; formId: string; language: string; answers: ConsentAnswers }
): Promise<void> {
	await actByLink(system, linkId, async (trx, place) => {
		const { formId, language } = input;
		const id = eventId(input.id, [formId, language, 'link', input.answers]);
		if (await isKnown(trx, id)) return;
		const form = await useForm(trx, place.studyId, formId);
		const items = requireAnswers(form, language, input.answers);
		await trx
			.insertInto('consents')
			.values({
				id,
				participant_id: place.participantId,
				group_id: place.groupId,
				study_id: place.studyId,
				form_id: form.id,
				language,
				mode: 'link',
				items: json(items) as never,
				given_on: system.now().toISOString().slice(0, 10)
			})
			.execute();
		await recordAudit(trx, null, 'consent.give', {
			...aboutOneself(place),
			detail: { mode: 'link', version: form.version, yes: countYes(items), of: form.items.length }
		});
	});
}

async function isKnown(trx: Trx, id: string): Promise<boolean> {
	const found = await trx
		.selectFrom('consents')
		.select('id')
		.where('id', '=', id)
		.executeTakeFirst();
	return found !== undefined;
}

/**
 * Takes back what a participant agreed to, by their link and at any time.
 * @throws Problem link_expired, too_many_attempts
 */
export async function takeBack(
	system: SystemContext,
	linkId: string,
	input: { id: string; scope: WithdrawalScope }
): Promise<void> {
	await actByLink(system, linkId, async (trx, place) => {
		const { participantId, groupId, studyId } = place;
		const made = await insertWithdrawal(
			trx,
			{ id: participantId, groupId, studyId },
			{ id: eventId(input.id, input.scope), scope: input.scope, recordedBy: null }
		);
		if (made)
			await recordAudit(trx, null, 'consent.withdraw', {
				...aboutOneself(place),
				detail: { scope: input.scope, mode: 'link' }
			});
	});
}

/**
 * Seals who a participant is, as they wrote it themselves. It is never shown on their page again:
 * phones are passed on.
 * @throws Problem key_missing; wrong_state for somebody who took everything back; link_expired;
 * too_many_attempts
 */
export async function giveIdentity(
	system: SystemContext,
	linkId: string,
	identity: Identity
): Promise<void> {
	const key = requireKey(system.config);
	await actByLink(system, linkId, async (trx, place) => {
		if (place.withdrawnScope === 'all') throw new Problem('wrong_state');
		const sealed = seal(key, sealedPlace.identity(place.participantId), identity);
		const now = system.now();
		// Values twice instead of `excluded`: this role may read no column of what it writes.
		await sql`insert into participant_identities (participant_id, group_id, study_id, sealed, key_id)
			values (${place.participantId}::uuid, ${place.groupId}::uuid, ${place.studyId}::uuid,
				${sealed}, ${key.id})
			on conflict (participant_id) do update set sealed = ${sealed}, key_id = ${key.id},
				changed_by = null, changed_at = ${now}`.execute(trx);
		await recordAudit(trx, null, 'identity.give', aboutOneself(place));
	});
}
