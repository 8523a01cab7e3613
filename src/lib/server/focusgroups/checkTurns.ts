import { sql } from 'kysely';
import { mergeAnswerText } from '#lib/xlsform/mergeText.ts';
import { recordAudit } from '../audit/record.ts';
import type { SystemContext } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { type OwnPlace, aboutOneself, actByLink } from './byLink.ts';
import { eventId } from './consents.ts';
import { moveCodings } from './moveCodings.ts';

/** One turn of one's own as it stands, locked. */
interface OwnTurn {
	id: string;
	revision: number;
	body: string;
	translation: string | null;
	loweredTo: number | null;
	isStruck: boolean;
}

/** @throws Problem check_over; not_found for a turn of somebody else as for one that is gone */
async function lockTurn(trx: Trx, place: OwnPlace, turnId: string): Promise<OwnTurn> {
	if (!place.mayCheck) throw new Problem('check_over');
	const found =
		await sql<OwnTurn>`select id, revision, body, translation, lowered_to as "loweredTo",
			struck_at is not null as "isStruck"
		from turns where id = ${turnId}::uuid for update`.execute(trx);
	const turn = found.rows[0];
	if (!turn) throw notFound();
	return turn;
}

async function isSaved(trx: Trx, turnId: string, saveId: string): Promise<boolean> {
	const found = await trx
		.selectFrom('turn_revisions')
		.select('revision')
		.where('turn_id', '=', turnId)
		.where('save_id', '=', saveId)
		.executeTakeFirst();
	return found !== undefined;
}

/** Writes what changed with its revision, and lets codes follow. */
async function writeTurn(
	trx: Trx,
	now: Date,
	turn: OwnTurn,
	changed: Partial<Pick<OwnTurn, 'body' | 'loweredTo' | 'isStruck'>>,
	saveId: string | null
): Promise<number> {
	const next = { ...turn, ...changed };
	const revision = turn.revision + 1;
	await sql`update turns set body = ${next.body}, lowered_to = ${next.loweredTo},
			struck_at = case when ${next.isStruck} then coalesce(struck_at, ${now}) end,
			revision = ${revision}, changed_at = ${now}
		where id = ${turn.id}::uuid`.execute(trx);
	await sql`insert into turn_revisions (turn_id, group_id, study_id, revision, save_id, author_id,
			speaker, participant_id, block_id, kind, mark, lowered_to, is_struck, body, translation)
		select id, group_id, study_id, revision, ${saveId}::uuid, null, speaker, participant_id,
			block_id, kind, mark, lowered_to, struck_at is not null, body, translation
		from turns where id = ${turn.id}::uuid`.execute(trx);
	const { translation } = turn;
	await moveCodings(trx, {
		id: turn.id,
		revision,
		before: { body: turn.body, translation },
		after: { body: next.body, translation }
	});
	return revision;
}

/**
 * A participant puts their own words right. What they changed is merged with what a note-taker
 * changed elsewhere in the same turn since the revision they saw. The same form sent twice changes once.
 * @throws Problem words_changed where both changed the same words; check_over; not_found;
 * link_expired; too_many_attempts
 */
export async function amendTurn(
	system: SystemContext,
	linkId: string,
	input: { turnId: string; id: string; base: number; body: string }
): Promise<void> {
	await actByLink(system, linkId, async (trx, place) => {
		const turn = await lockTurn(trx, place, input.turnId);
		const saveId = eventId(input.id, [input.base, input.body]);
		if (await isSaved(trx, turn.id, saveId)) return;
		const body = await mergeWith(trx, turn, input);
		if (body === turn.body) return;
		const revision = await writeTurn(trx, system.now(), turn, { body }, saveId);
		await recordAudit(trx, null, 'turn.amend', {
			...aboutOneself(place),
			subjectId: turn.id,
			detail: { change: 'words', revision }
		});
	});
}

async function mergeWith(
	trx: Trx,
	turn: OwnTurn,
	{ base, body }: { base: number; body: string }
): Promise<string> {
	if (base === turn.revision) return body;
	const revisions = await trx
		.selectFrom('turn_revisions')
		.select(['revision', 'body', 'author_id'])
		.where('turn_id', '=', turn.id)
		.where('revision', '>=', base)
		.execute();
	const seen = revisions.find(({ revision }) => revision === base);
	// A page gone back to after one's own change: what one says last stands.
	const isOnlyOwn = revisions.every((one) => one === seen || one.author_id === null);
	if (seen && isOnlyOwn) return body;
	const merge = seen && mergeAnswerText(seen.body, body, turn.body);
	if (!merge || merge.conflict) throw new Problem('words_changed');
	return merge.merged;
}

/**
 * A participant strikes a turn, so that nobody reads or uses it, or takes the strike back, or says how
 * far it may go at most. Narrowing is never refused while the check is open; widening needs the revision they saw.
 * @throws Problem words_changed, check_over, not_found, link_expired, too_many_attempts
 */
export async function limitTurn(
	system: SystemContext,
	linkId: string,
	input: { turnId: string; base: number } & (
		{ isStruck: boolean; loweredTo?: never } | { loweredTo: number | null; isStruck?: never }
	)
): Promise<void> {
	await actByLink(system, linkId, async (trx, place) => {
		const turn = await lockTurn(trx, place, input.turnId);
		const { isStruck = turn.isStruck, loweredTo = turn.loweredTo } = input;
		if (isStruck === turn.isStruck && loweredTo === turn.loweredTo) return;
		const isWider = (turn.isStruck && !isStruck) || (loweredTo ?? 5) > (turn.loweredTo ?? 5);
		if (isWider && input.base !== turn.revision) throw new Problem('words_changed');
		const changed = input.isStruck === undefined ? { loweredTo } : { isStruck };
		const revision = await writeTurn(trx, system.now(), turn, changed, null);
		await recordAudit(trx, null, 'turn.amend', {
			...aboutOneself(place),
			subjectId: turn.id,
			detail: {
				change: input.isStruck === undefined ? 'level' : isStruck ? 'struck' : 'unstruck',
				revision
			}
		});
	});
}

/** Names what a participant has before them: how many turns, and which wordings of them. */
export async function fingerprintOf(trx: Trx): Promise<string> {
	const found = await sql<{
		print: string;
	}>`select count(*) || '-' || coalesce(sum(revision), 0) as print
		from turns`.execute(trx);
	return found.rows[0]!.print;
}

/**
 * A participant says that all of their turns are right as they stand. Said twice it is said once.
 * @throws Problem words_changed where they no longer stand as they did on the page; check_over;
 * link_expired; too_many_attempts
 */
export async function confirmTurns(
	system: SystemContext,
	linkId: string,
	seen: string
): Promise<void> {
	await actByLink(system, linkId, async (trx, place) => {
		if (!place.mayCheck) throw new Problem('check_over');
		const print = await fingerprintOf(trx);
		if (print !== seen) throw new Problem('words_changed');
		if (place.validatedAt && !(await isChangedSince(trx, place.validatedAt))) return;
		await trx
			.updateTable('participants')
			.set({ validated_at: system.now() })
			.where('id', '=', place.participantId)
			.execute();
		await recordAudit(trx, null, 'turn.check', {
			...aboutOneself(place),
			detail: { turns: Number(print.split('-')[0]) }
		});
	});
}

async function isChangedSince(trx: Trx, moment: Date): Promise<boolean> {
	const found = await trx
		.selectFrom('turns')
		.select('id')
		.where('changed_at', '>', moment)
		.limit(1)
		.executeTakeFirst();
	return found !== undefined;
}
