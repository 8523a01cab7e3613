import { sql } from 'kysely';
import type { Relation } from '#lib/terms.ts';
import { findQuestion } from '#lib/xlsform/definition.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { eventId } from '../focusgroups/consents.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { getRoundHead } from '../studies/queries.ts';

/** What a turn says of an answer, with the words as they stand. */
export interface StandingRelation {
	id: string;
	turnId: string;
	question: string;
	/** Null: of the question in general. */
	delegationId: string | null;
	relation: Relation;
	madeAt: Date;
	madeBy: string;
	/** The turn or the answer has changed since somebody set them against each other. */
	isChanged: boolean;
	groupId: string;
	groupName: string;
	/** Pseudonym, or the role of whoever spoke. */
	who: string;
	country: string | null;
	body: string;
	language: string | null;
	translation: string | null;
	translationLanguage: string | null;
}

/**
 * Every relation of a round that stands on words the actor may read, in the order of the meetings;
 * with `question` those on this one.
 */
export async function listRelations(
	trx: Trx,
	roundId: string,
	question?: string
): Promise<StandingRelation[]> {
	const only = question === undefined ? sql`` : sql`and r.question = ${question}`;
	const found = await sql<StandingRelation>`select r.id, r.turn_id as "turnId", r.question,
			r.delegation_id as "delegationId", r.relation, r.made_at as "madeAt", a.name as "madeBy",
			t.changed_at > r.made_at as "isChanged",
			t.group_id as "groupId", g.name as "groupName", coalesce(p.pseudonym, t.speaker) as who,
			p.country, t.body, t.language, t.translation, t.translation_language as "translationLanguage"
		from turn_answers r join turns t on t.id = r.turn_id join focus_groups g on g.id = t.group_id
			join accounts a on a.id = r.made_by left join participants p on p.id = t.participant_id
		where r.round_id = ${roundId}::uuid and r.removed_at is null and t.removed_at is null ${only}
		order by g.held_on nulls last, g.id, t.transcript_id nulls first, t.ordinal, t.id`.execute(trx);
	const newer = await listNewer(
		trx,
		found.rows.filter(({ isChanged }) => !isChanged)
	);
	return found.rows.map((row) => (newer.has(row.id) ? { ...row, isChanged: true } : row));
}

/**
 * Relations on answers that were given anew since. When that was only coordinators read, so the
 * system looks; it tells of answers alone that the actor reads.
 */
async function listNewer(trx: Trx, relations: readonly StandingRelation[]): Promise<Set<string>> {
	const ids = relations.map(({ id }) => id);
	const seen = await sql<{ id: string; submissionId: string }>`select r.id,
			n.submission_id as "submissionId" from turn_answers r join submitted_answers n
			on n.round_id = r.round_id and n.delegation_id = r.delegation_id and n.is_latest
				and split_part(n.question, '[', 1) = r.question
		where r.id = any (${ids}::uuid[])`.execute(trx);
	const submissions = seen.rows.map(({ submissionId }) => submissionId);
	const found = await withinSystem(trx, () =>
		sql<{ id: string }>`select distinct r.id from turn_answers r
				join unnest(${seen.rows.map(({ id }) => id)}::uuid[], ${submissions}::uuid[])
					as n (relation, submission) on n.relation = r.id
				join submissions s on s.id = n.submission
			where s.submitted_at > r.made_at`.execute(trx)
	);
	return new Set(found.rows.map(({ id }) => id));
}

/** One turn set against an answer. `id` is made by the page. */
export interface NewRelation {
	roundId: string;
	id: string;
	turnId: string;
	question: string;
	delegationId: string | null;
	relation: Relation;
}

/**
 * Says what a turn makes of an answer. Of the same turn and answer one relation stands: saying
 * another takes the place of the one before, saying the same again changes nothing.
 * @throws Problem not_found also where turn, question or delegation are not of the round
 */
export async function relateTurn(ctx: Context, input: NewRelation): Promise<void> {
	const { id, turnId, question, delegationId, relation } = input;
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'turn.relate');
		const definition = await getDefinition(trx, round.versionId);
		if (!findQuestion(definition, question)) throw notFound();
		await requirePlaces(trx, round.id, turnId, delegationId);
		// Two people at once would otherwise both find none.
		await sql`select pg_advisory_xact_lock(hashtextextended(${`relation ${turnId} ${question}`}, 0))`.execute(
			trx
		);
		// A page gone back to sends its id with another choice; the same form again is done already,
		// whatever was said since.
		const ownId = eventId(id, [turnId, question, delegationId, relation]);
		const sent = await trx
			.selectFrom('turn_answers')
			.select('id')
			.where('id', '=', ownId)
			.executeTakeFirst();
		if (sent) return;
		const before = await trx
			.selectFrom('turn_answers')
			.select(['id', 'relation'])
			.where('turn_id', '=', turnId)
			.where('question', '=', question)
			.where('delegation_id', 'is not distinct from', delegationId)
			.where('removed_at', 'is', null)
			.executeTakeFirst();
		if (before?.relation === relation) return;
		if (before) await remove(trx, ctx, before.id);
		await sql`insert into turn_answers (id, study_id, round_id,
				turn_id, delegation_id, question, relation, made_by)
			values (${ownId}::uuid, ${round.studyId}::uuid, ${round.id}::uuid, ${turnId}::uuid,
				${delegationId}::uuid, ${question}, ${relation}, ${ctx.actor.accountId}::uuid)`.execute(trx);
		await recordAudit(trx, ctx.actor, 'turn.relate', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: turnId,
			detail: { question, delegation: delegationId, relation }
		});
	});
}

async function requirePlaces(
	trx: Trx,
	roundId: string,
	turnId: string,
	delegationId: string | null
): Promise<void> {
	const turn = await trx
		.selectFrom('turns')
		.select('id')
		.where('id', '=', turnId)
		.where('round_id', '=', roundId)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	if (!turn) throw notFound();
	if (delegationId === null) return;
	const delegation = await trx
		.selectFrom('delegations')
		.select('id')
		.where('id', '=', delegationId)
		.where('round_id', '=', roundId)
		.executeTakeFirst();
	if (!delegation) throw notFound();
}

async function remove(trx: Trx, ctx: Context, id: string) {
	return trx
		.updateTable('turn_answers')
		.set({ removed_at: ctx.now(), removed_by: ctx.actor.accountId })
		.where('id', '=', id)
		.where('removed_at', 'is', null)
		.returning(['turn_id', 'question', 'delegation_id'])
		.executeTakeFirst();
}

/**
 * Takes a relation away; away already, nothing happens.
 * @throws Problem not_found
 */
export async function unrelateTurn(
	ctx: Context,
	input: { roundId: string; id: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'turn.relate');
		const there = await trx
			.selectFrom('turn_answers')
			.select('id')
			.where('id', '=', input.id)
			.where('round_id', '=', round.id)
			.executeTakeFirst();
		if (!there) throw notFound();
		const removed = await remove(trx, ctx, input.id);
		if (removed)
			await recordAudit(trx, ctx.actor, 'turn.relate', {
				studyId: round.studyId,
				roundId: round.id,
				subjectId: removed.turn_id,
				detail: { question: removed.question, delegation: removed.delegation_id, removed: true }
			});
	});
}
