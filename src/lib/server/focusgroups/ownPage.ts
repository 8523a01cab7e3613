import { sql } from 'kysely';
import type { ConsentAnswers } from '#lib/consent/form.ts';
import { type ConsentMode, LEVELS, type Level, type TurnKind, type TurnMark } from '#lib/terms.ts';
import type { SystemContext } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { type OwnPlace, readByLink } from './byLink.ts';
import { fingerprintOf } from './checkTurns.ts';
import { type ConsentForm, getForm } from './consentForm.ts';
import { CAPS } from './standing.ts';

/** How many turns a page of a phone shows. */
export const TURNS_AT_ONCE = 40;

/** A turn as the person who spoke it has it before them. */
export interface OwnTurnShown {
	id: string;
	kind: Exclude<TurnKind, 'observation'>;
	mark: TurnMark;
	loweredTo: number | null;
	isStruck: boolean;
	startsMs: number | null;
	language: string | null;
	body: string;
	translation: string | null;
	translationLanguage: string | null;
	revision: number;
}

export interface OwnPage {
	place: OwnPlace;
	form: ConsentForm;
	/** What they last said yes or no to, by whatever way; null where nothing yet. */
	consent: {
		items: ConsentAnswers;
		mode: ConsentMode;
		givenOn: string;
		formId: string;
		/** How far that lets their words go, under the rule of the meeting and after what they took back. */
		level: Level;
	} | null;
	/** null where there is nothing to check: not open yet, over, or all taken back. */
	turns: { shown: OwnTurnShown[]; from: number; total: number; print: string } | null;
	/** null where this installation keeps no names. */
	identity: { isGiven: boolean } | null;
}

/**
 * Everything a participant's page shows, read as the role that sees one person and nobody else.
 * `from` is how many of their turns to leave out.
 * @throws Problem link_expired
 */
export function getOwnPage(system: SystemContext, linkId: string, from: number): Promise<OwnPage> {
	return readByLink(system, linkId, async (trx, place) => ({
		place,
		form: await getForm(trx, place.studyId),
		consent: await findConsent(trx, place),
		turns: place.mayCheck ? await listOwnTurns(trx, from) : null,
		identity: system.config.sealingKey ? { isGiven: await hasIdentity(trx) } : null
	}));
}

async function findConsent(trx: Trx, place: OwnPlace): Promise<OwnPage['consent']> {
	type Row = NonNullable<OwnPage['consent']> & { isOver: boolean };
	const found = await sql<Row>`select items, mode, given_on as "givenOn", form_id as "formId",
			consent_level(items) as level, coalesce(expires_on < current_date, false) as "isOver"
		from consents order by number desc limit 1`.execute(trx);
	const row = found.rows[0];
	if (!row) return null;
	const { isOver, ...consent } = row;
	const most = Math.min(
		isOver ? 0 : consent.level,
		place.rule === 'open' ? 5 : 2,
		place.withdrawnScope ? CAPS[place.withdrawnScope] : 5
	);
	return { ...consent, level: LEVELS[most] ?? 0 };
}

async function hasIdentity(trx: Trx): Promise<boolean> {
	const row = await trx
		.selectFrom('participant_identities')
		.select('participant_id')
		.executeTakeFirst();
	return row !== undefined;
}

async function listOwnTurns(trx: Trx, from: number): Promise<NonNullable<OwnPage['turns']>> {
	const print = await fingerprintOf(trx);
	const total = Number(print.split('-')[0]);
	const start = Math.min(Math.max(0, Math.trunc(from) || 0), Math.max(0, total - 1));
	const shown = await sql<OwnTurnShown>`select id, kind, mark, lowered_to as "loweredTo",
			struck_at is not null as "isStruck", starts_ms as "startsMs", language, body, translation,
			translation_language as "translationLanguage", revision
		from turns order by transcript_id nulls first, ordinal, id
		limit ${TURNS_AT_ONCE} offset ${start}`.execute(trx);
	return { shown: shown.rows, from: start, total, print };
}
