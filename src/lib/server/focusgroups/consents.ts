import { v5 as uuidOf } from 'uuid';
import { sql } from 'kysely';
import { type ConsentAnswers, missingWords } from '#lib/consent/form.ts';
import type { ConsentItem, ConsentMode, WithdrawalScope } from '#lib/terms.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { Problem } from '../problem.ts';
import { type ConsentForm, useForm } from './consentForm.ts';
import { type ParticipantPlace, aboutParticipant, lockParticipant } from './getParticipant.ts';

/** What somebody agreed to or took back, as the record has it. */
export type ConsentEvent = {
	id: string;
	number: number;
	madeAt: Date;
	recordedBy: string | null;
} & (
	| {
			kind: 'consent';
			items: ConsentAnswers;
			version: number;
			language: string;
			mode: ConsentMode;
			/** YYYY-MM-DD. */
			givenOn: string;
			expiresOn: string | null;
	  }
	| { kind: 'withdrawal'; scope: WithdrawalScope }
);

/** Everything a participant agreed to and took back, the newest first. */
export async function listEvents(trx: Trx, participantId: string): Promise<ConsentEvent[]> {
	const consents = await sql<ConsentEvent>`select 'consent' as kind, c.id, c.number, c.items,
			f.version, c.language, c.mode, c.given_on as "givenOn", c.expires_on as "expiresOn",
			c.made_at as "madeAt", a.name as "recordedBy"
		from consents c join consent_forms f on f.id = c.form_id
		left join accounts a on a.id = c.recorded_by
		where c.participant_id = ${participantId}::uuid`.execute(trx);
	const withdrawals = await sql<ConsentEvent>`select 'withdrawal' as kind, w.id, w.number, w.scope,
			w.made_at as "madeAt", a.name as "recordedBy"
		from withdrawals w left join accounts a on a.id = w.recorded_by
		where w.participant_id = ${participantId}::uuid`.execute(trx);
	return [...consents.rows, ...withdrawals.rows].sort((a, b) => b.number - a.number);
}

/**
 * The answers to every item of a form.
 * @throws Problem consent_incomplete with how many are missing; invalid where the form cannot be
 * asked in this language
 */
export function requireAnswers(
	form: ConsentForm,
	language: string,
	given: ConsentAnswers
): ConsentAnswers {
	const text = form.texts[language];
	if (!text || missingWords(form.items, text).length > 0) throw new Problem('invalid');
	const missing = form.items.filter((item) => given[item] === undefined);
	if (missing.length > 0) throw new Problem('consent_incomplete', { count: missing.length });
	return Object.fromEntries(form.items.map((item): [ConsentItem, boolean] => [item, given[item]!]));
}

/**
 * The id under which a page's consent is kept. The same form sent twice has the same one; a form that was
 * gone back to and changed has another, though the browser still holds the old page's id.
 */
export const eventId = (pageId: string, what: unknown): string =>
	uuidOf(JSON.stringify(what), pageId);

/**
 * Keeps what a participant said yes or no to: on this screen, on paper or aloud. Of several the last
 * counts, at once. The same form sent twice records once.
 * @throws Problem consent_changed where something was given or taken back since `seen`;
 * consent_older where this one was given before what stands now; consent_incomplete; invalid;
 * wrong_state for somebody whose words were erased; not_found
 */
export async function recordConsent(
	ctx: Context,
	input: ParticipantPlace & {
		id: string;
		formId: string;
		language: string;
		mode: Exclude<ConsentMode, 'link'>;
		answers: ConsentAnswers;
		/** YYYY-MM-DD; of a consent on the screen today. */
		givenOn: string;
		expiresOn: string | null;
		/** The number of the last consent or withdrawal the page knew. */
		seen: number;
		/** Whoever records says that it was given after what was taken back. */
		isAfterWithdrawal: boolean;
	}
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const head = await lockParticipant(trx, input, 'consent.record');
		const { formId, language, mode, givenOn, expiresOn } = input;
		const id = eventId(input.id, [formId, language, mode, input.answers, givenOn, expiresOn]);
		if (await isRecorded(trx, head.id, id)) return;
		if (head.erasedAt) throw new Problem('wrong_state');
		if (head.seen !== input.seen) throw new Problem('consent_changed');
		const form = await useForm(trx, head.studyId, formId);
		const items = requireAnswers(form, language, input.answers);
		if (mode !== 'screen') await requireNewer(trx, head, input);
		await trx
			.insertInto('consents')
			.values({
				id,
				participant_id: head.id,
				group_id: head.groupId,
				study_id: head.studyId,
				form_id: form.id,
				language,
				mode,
				items: json(items) as never,
				given_on: givenOn,
				expires_on: expiresOn,
				recorded_by: ctx.actor.accountId
			})
			.execute();
		await recordAudit(trx, ctx.actor, 'consent.record', {
			...aboutParticipant(head),
			detail: { mode, version: form.version, yes: countYes(items), of: form.items.length }
		});
	});
}

export const countYes = (items: ConsentAnswers): number =>
	Object.values(items).filter(Boolean).length;

async function isRecorded(trx: Trx, participantId: string, id: string): Promise<boolean> {
	const found = await trx
		.selectFrom('consents')
		.select('id')
		.where('participant_id', '=', participantId)
		.where('id', '=', id)
		.executeTakeFirst();
	return found !== undefined;
}

/** A sheet of paper from last week does not undo what was said yesterday. */
async function requireNewer(
	trx: Trx,
	head: { id: string; withdrawnScope: WithdrawalScope | null },
	{ givenOn, isAfterWithdrawal }: { givenOn: string; isAfterWithdrawal: boolean }
): Promise<void> {
	const [last] = await listEvents(trx, head.id);
	if (!last) return;
	const day = last.kind === 'consent' ? last.givenOn : last.madeAt.toISOString().slice(0, 10);
	if (givenOn < day || (head.withdrawnScope && !isAfterWithdrawal))
		throw new Problem('consent_older');
}
