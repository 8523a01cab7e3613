import { sql } from 'kysely';
import { isAsked } from '#lib/xlsform/areaState.ts';
import { findArea, findQuestion } from '#lib/xlsform/definition.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { groupScope, requireOpen } from './groups.ts';
import { type GroupHead, lockGroup } from './queries.ts';

/** The most statements a meeting may have, removed ones not counted. */
const MOST_STATEMENTS = 100;

/** What a room is asked to agree to. */
export interface StatementFacts {
	body: string;
	/** Name of an issue area, or null; of a question it is the question's, whatever is given. */
	area: string | null;
	/** Name of a question it is about, or null. */
	question: string | null;
}

async function lockStatement(trx: Trx, group: GroupHead, id: string) {
	const found = await sql<{
		id: string;
		body: string;
		area: string | null;
		question: string | null;
		revision: number;
		removedAt: Date | null;
	}>`select id, body, area, question, revision, removed_at as "removedAt" from statements
		where id = ${id}::uuid and group_id = ${group.id}::uuid for update`.execute(trx);
	const row = found.rows[0];
	if (!row) throw notFound();
	return row;
}

/** Where a statement belongs; an area and a question of another one cannot both be stored. */
async function findPlaceOf(trx: Trx, group: GroupHead, { area, question }: StatementFacts) {
	if (area === null && question === null) return { area, question };
	const definition = await getDefinition(trx, group.round.versionId);
	if (question === null) {
		if (!findArea(definition, area!)) throw notFound();
		return { area, question };
	}
	const found = findQuestion(definition, question);
	if (!found || !isAsked(found.question)) throw notFound();
	return { area: found.area.name, question };
}

async function audit(trx: Trx, ctx: Context, group: GroupHead, detail: Record<string, unknown>) {
	await recordAudit(trx, ctx.actor, 'statement.write', { ...groupScope(group), detail });
}

/**
 * Adds a statement at the end. `id` is made by the page: the same form sent twice adds one.
 * @throws Problem not_found, also for an area or a question the round does not ask;
 * wrong_state where the meeting is closed; invalid beyond MOST_STATEMENTS
 */
export async function addStatement(
	ctx: Context,
	input: { groupId: string; id: string; facts: StatementFacts }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'statement.write');
		requireOpen(group);
		const { area, question } = await findPlaceOf(trx, group, input.facts);
		const there = await sql<{ count: number; last: number }>`select count(*)::int as count,
				coalesce(max(position), 0)::int as last from statements
			where group_id = ${group.id}::uuid and removed_at is null`.execute(trx);
		const { count, last } = there.rows[0]!;
		if (count >= MOST_STATEMENTS) throw new Problem('invalid');
		const written = await sql<{ id: string }>`insert into statements (id, group_id, study_id,
				round_id, area, question, body, position, created_by)
			values (${input.id}::uuid, ${group.id}::uuid, ${group.studyId}::uuid, ${group.roundId}::uuid,
				${area}, ${question}, ${input.facts.body}, ${last + 1}, ${ctx.actor.accountId}::uuid)
			on conflict (id) do nothing returning id`.execute(trx);
		if (written.rows.length > 0) await audit(trx, ctx, group, { added: [input.id] });
	});
}

/**
 * Words a statement anew, as long as nobody was asked: a vote is on the words as they stood. What it
 * is about can be said later too.
 * @throws Problem not_found; changed_meanwhile where somebody else changed it since `revision`;
 * wrong_state where the meeting is closed, the statement removed, or other words are given after
 * somebody has answered
 */
export async function changeStatement(
	ctx: Context,
	input: { groupId: string; id: string; revision: number; facts: StatementFacts }
): Promise<void> {
	const { body } = input.facts;
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'statement.write');
		requireOpen(group);
		const stored = await lockStatement(trx, group, input.id);
		const { area, question } = await findPlaceOf(trx, group, input.facts);
		const isSame = stored.body === body;
		if (isSame && stored.area === area && stored.question === question) return;
		if (stored.removedAt || (!isSame && (await hasVotes(trx, input.id))))
			throw new Problem('wrong_state');
		if (stored.revision !== input.revision)
			throw new Problem('changed_meanwhile', { fields: ['body'] });
		await trx
			.updateTable('statements')
			.set({ body, area, question, revision: stored.revision + 1 })
			.where('id', '=', input.id)
			.execute();
		await audit(trx, ctx, group, { changed: [input.id] });
	});
}

/** Whether anybody was ever asked, those who withdrew since included. */
async function hasVotes(trx: Trx, statementId: string): Promise<boolean> {
	const found = await sql`select from statement_votes where statement_id = ${statementId}::uuid
		limit 1`.execute(trx);
	return found.rows.length > 0;
}

/**
 * Takes a statement off the list, or puts it back; what was answered stays.
 * @throws Problem not_found; wrong_state where the meeting is closed
 */
export async function setStatementRemoved(
	ctx: Context,
	input: { groupId: string; id: string; isRemoved: boolean }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await lockGroup(trx, input.groupId, 'statement.write');
		requireOpen(group);
		const stored = await lockStatement(trx, group, input.id);
		if ((stored.removedAt !== null) === input.isRemoved) return;
		await trx
			.updateTable('statements')
			.set({ removed_at: input.isRemoved ? ctx.now() : null, revision: stored.revision + 1 })
			.where('id', '=', input.id)
			.execute();
		await audit(trx, ctx, group, { [input.isRemoved ? 'removed' : 'restored']: [input.id] });
	});
}
