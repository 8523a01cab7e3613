import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem } from '../problem.ts';
import {
	type ParticipantHead,
	type ParticipantPlace,
	aboutParticipant,
	lockParticipant
} from './getParticipant.ts';
import { dropReplacements } from './dropReplacements.ts';

/** How much was erased, for the page and the record; never what. */
export interface Erased {
	turns: number;
	codings: number;
	memos: number;
	votes: number;
	/** Names replaced at an import that stood for this person. */
	names: number;
	/** Lists of replaced names that could not be opened, so nobody knows whether they name the person. */
	closedLists: number;
	recordings: number;
}

/**
 * Erases for good what somebody said who has taken everything back: the words of their turns in
 * every wording, codes, memos, relations and votes on them, who they are, and recordings in which they can be
 * heard. Their pseudonym stays with what they agreed to and took back, and nothing else. `pseudonym` is typed by
 * whoever does it. Again, nothing happens.
 * @throws Problem wrong_state for somebody who has not taken everything back; pseudonym_wrong;
 * not_found
 */
export async function eraseParticipant(
	ctx: Context,
	input: ParticipantPlace & { pseudonym: string }
): Promise<void> {
	const files = await asActor(ctx.db, ctx.actor, async (trx) => {
		const head = await lockParticipant(trx, input, 'participant.erase');
		if (head.erasedAt) return [];
		if (head.withdrawnScope !== 'all') throw new Problem('wrong_state');
		if (input.pseudonym.trim().toLowerCase() !== head.pseudonym.toLowerCase())
			throw new Problem('pseudonym_wrong');
		const { files, ...counts } = await withinSystem(trx, () => eraseAll(ctx, trx, head));
		await recordAudit(trx, ctx.actor, 'participant.erase', {
			...aboutParticipant(head),
			detail: { ...counts }
		});
		return files;
	});
	// After the commit: a file is gone for good, a transaction may not have been.
	for (const sha256 of files) await ctx.storage.remove(sha256);
}

async function eraseAll(
	ctx: Context,
	trx: Trx,
	head: ParticipantHead
): Promise<Erased & { files: string[] }> {
	const own = sql`(select id from turns where participant_id = ${head.id}::uuid)`;
	const count = async (statement: ReturnType<typeof sql>) =>
		Number((await statement.execute(trx)).numAffectedRows ?? 0);
	await sql`select id from turns where participant_id = ${head.id}::uuid for update`.execute(trx);
	const memos = await count(sql`delete from memos where turn_id in ${own}
		or coding_id in (select id from codings where turn_id in ${own})`);
	const codings = await count(sql`delete from codings where turn_id in ${own}`);
	// With them what two coders decided about these turns and why: reasons quote.
	await sql`delete from comparison_units where turn_id in ${own}`.execute(trx);
	await sql`delete from turn_answers where turn_id in ${own}`.execute(trx);
	await sql`update statement_votes set turn_id = null where turn_id in ${own}`.execute(trx);
	const votes = await count(
		sql`delete from statement_votes where participant_id = ${head.id}::uuid`
	);
	await sql`delete from turn_revisions where turn_id in ${own}
		or participant_id = ${head.id}::uuid`.execute(trx);
	const turns = await count(sql`update turns set body = '', translation = null,
			translation_language = null, struck_at = coalesce(struck_at, ${ctx.now()}),
			removed_at = coalesce(removed_at, ${ctx.now()}), revision = revision + 1,
			changed_at = ${ctx.now()}
		where participant_id = ${head.id}::uuid`);
	await sql`delete from participant_identities where participant_id = ${head.id}::uuid`.execute(
		trx
	);
	await sql`update participant_links set revoked_at = coalesce(revoked_at, ${ctx.now()})
		where participant_id = ${head.id}::uuid`.execute(trx);
	const { names, closedLists } = await dropReplacements(ctx, trx, head);
	const files = await dropRecordings(ctx, trx, head.groupId);
	await sql`update participants set erased_at = ${ctx.now()}, country = null,
		organisation_kind = null, room = null where id = ${head.id}::uuid`.execute(trx);
	return { turns, codings, memos, votes, names, closedLists, ...files };
}

/** A voice cannot be cut out, so the meeting's recordings go; gives the files nothing else points to. */
async function dropRecordings(
	ctx: Context,
	trx: Trx,
	groupId: string
): Promise<{ recordings: number; files: string[] }> {
	const gone = await sql<{
		sha256: string;
	}>`delete from recordings where group_id = ${groupId}::uuid
		returning file_sha256 as sha256`.execute(trx);
	const all = gone.rows.map(({ sha256 }) => sha256);
	const kept = await sql<{ sha256: string }>`select file_sha256 as sha256 from recordings
			where file_sha256 = any (${all}::text[])
		union select file_sha256 from evidence where file_sha256 = any (${all}::text[])
		union select sha256 from datasets where sha256 = any (${all}::text[])`.execute(trx);
	const held = kept.rows.map(({ sha256 }) => sha256);
	return { recordings: all.length, files: [...new Set(all)].filter((one) => !held.includes(one)) };
}
