import { sql } from 'kysely';
import type { Answers } from '#lib/xlsform/answers.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { evaluateAreas } from '#lib/xlsform/evaluate.ts';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import type { MovePlan } from './moveEffects.ts';

interface Move {
	round: { id: string; studyId: string; versionId: string };
	after: Definition;
	versionId: string;
	reason: string;
	plan: MovePlan;
}

/** Writes a planned move, as the system, in the caller's transaction. */
export async function writeMove(ctx: Context, trx: Trx, move: Move): Promise<void> {
	const { round, versionId, reason } = move;
	await trx
		.updateTable('rounds')
		.set({ questionnaire_version_id: versionId })
		.where('id', '=', round.id)
		.execute();
	await trx
		.insertInto('round_moves')
		.values({
			study_id: round.studyId,
			round_id: round.id,
			from_version_id: round.versionId,
			to_version_id: versionId,
			reason,
			moved_by: ctx.actor.accountId
		})
		.execute();
	// First, because the answers of an area under review cannot be touched.
	await sendBack(trx, move);
	await addResponses(trx, move);
	await moveAnswers(trx, move);
	await removeUntouched(trx, move);
	await closeQueries(trx, move);
	await countAgain(ctx, trx, move);
}

/** Submitted areas that ask something else now are returned, accepted ones opened again. */
async function sendBack(trx: Trx, { round, plan, reason }: Move): Promise<void> {
	const areas = [...plan.askedAnew];
	if (areas.length === 0) return;
	const about = sql`round_id = ${round.id}::uuid and area = any (${areas}::text[])`;
	const accepted = sql`response_id in (select id from responses where ${about} and state = 'accepted')`;
	await sql`update submitted_answers set is_accepted = false where ${accepted} and is_accepted`.execute(
		trx
	);
	await sql`update evidence set is_accepted = false where ${accepted} and is_accepted`.execute(trx);
	await sql`update responses set decided_at = now(), reason = ${reason}::text,
			state = case state when 'submitted' then 'returned' else 'reopened' end
		where ${about} and state in ('submitted', 'accepted')`.execute(trx);
}

/** A response for every area a delegation has none for yet. */
async function addResponses(trx: Trx, { round, after }: Move): Promise<void> {
	const areas = after.areas.map(({ name }) => name);
	await sql`insert into responses (study_id, round_id, delegation_id, area)
		select d.study_id, d.round_id, d.id, a from delegations d cross join unnest(${areas}::text[]) as a
		where d.round_id = ${round.id}::uuid on conflict (delegation_id, area) do nothing`.execute(trx);
}

/** Answers go where their question is now, or aside; what belongs to them goes with them. */
async function moveAnswers(trx: Trx, { plan, round }: Move): Promise<void> {
	const responses = await trx
		.selectFrom('responses')
		.select(['id', 'delegation_id as delegationId', 'area'])
		.where('round_id', '=', round.id)
		.execute();
	const homes = new Map(responses.map((each) => [`${each.delegationId} ${each.area}`, each.id]));
	const moves = [...plan.carried].flatMap(([delegation, carried]) => {
		const answers = new Map(plan.answers.get(delegation)?.map((each) => [each.key, each]));
		return carried.flatMap(({ from, to, area }) => {
			const { id, responseId } = answers.get(from)!;
			const home = (area !== null && homes.get(`${delegation} ${area}`)) || responseId;
			if (from === to && home === responseId) return [];
			return [{ id, key: from, to_key: to, home, old: responseId, aside: area === null }];
		});
	});
	if (moves.length === 0) return;
	const m = sql`jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
		as m (id uuid, key text, to_key text, home uuid, old uuid, aside boolean)`;
	// In two steps: a key may be taken by an answer that is itself about to leave it.
	for (const aside of [true, false]) {
		await sql`update answers a set question = m.to_key, response_id = m.home from ${m}
			where a.id = m.id and m.aside = ${aside}::boolean`.execute(trx);
		// What was handed in of it stays in its submission, out of reach of the new question.
		await sql`update submitted_answers s set question = m.to_key, is_latest = not m.aside
				and exists (select from submissions b join responses r on r.id = b.response_id
					where b.id = s.submission_id and b.number = r.submission)
			from ${m} where s.answer_id = m.id and m.key <> m.to_key
				and m.aside = ${aside}::boolean`.execute(trx);
	}
	await sql`update answer_conflicts c set question = m.to_key, response_id = m.home from ${m}
		where c.answer_id = m.id`.execute(trx);
	for (const table of ['evidence', 'queries'])
		await sql`update ${sql.table(table)} e set response_id = m.home from ${m}
			where e.response_id = m.old and e.question = m.key and m.old <> m.home`.execute(trx);
	// An area that got answers from elsewhere is no longer untouched.
	await sql`update responses r set state = 'draft' where r.round_id = ${round.id}::uuid
		and r.state = 'not_started' and exists (select from answers a where a.response_id = r.id
			and position('@' in a.question) = 0)`.execute(trx);
}

/** Responses to areas that are gone and where nobody ever wrote anything. */
async function removeUntouched(trx: Trx, { plan }: Move): Promise<void> {
	const gone = plan.gone.map(({ id }) => id);
	if (gone.length === 0) return;
	await sql`delete from responses r where r.id = any (${gone}::uuid[]) and r.submission = 0
		and not exists (select from answers a where a.response_id = r.id)
		and not exists (select from evidence e where e.response_id = r.id)
		and not exists (select from queries q where q.response_id = r.id)
		and not exists (select from saves s where s.response_id = r.id)`.execute(trx);
	await sql`update responses set asked = 0, answered = 0, required_missing = 0
		where id = any (${gone}::uuid[])`.execute(trx);
}

/** A query on a question nobody is asked any more could never be replied to. */
async function closeQueries(trx: Trx, { round, after }: Move): Promise<void> {
	const names = after.areas.flatMap(({ questions }) => questions.map(({ name }) => name));
	await sql`update queries set state = 'closed', closed_at = now(), closed_revision = asked_revision
		where round_id = ${round.id}::uuid and state <> 'closed'
			and split_part(question, '[', 1) <> all (${names}::text[])`.execute(trx);
}

async function countAgain(ctx: Context, trx: Trx, { round, after }: Move): Promise<void> {
	const rows = await trx
		.selectFrom('delegations as d')
		.leftJoin('answers as a', 'a.delegation_id', 'd.id')
		.select(['d.id as delegationId', 'a.question', 'a.status', 'a.value'])
		.where('d.round_id', '=', round.id)
		.execute();
	const answers = new Map<string, Record<string, Answers[string]>>();
	for (const { delegationId, question, status, value } of rows) {
		const own = answers.get(delegationId) ?? {};
		if (question && status) own[question] = { status, value };
		answers.set(delegationId, own);
	}
	const today = ctx.now().toISOString().slice(0, 10);
	const counts = [...answers].flatMap(([delegation, own]) =>
		[...evaluateAreas(after, own, { today })].map(([area, evaluated]) => ({
			delegation,
			area,
			asked: evaluated.counts.asked,
			answered: evaluated.counts.answered,
			missing: evaluated.counts.requiredMissing
		}))
	);
	await sql`update responses r set asked = c.asked, answered = c.answered, required_missing = c.missing
		from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
			as c (delegation uuid, area text, asked integer, answered integer, missing integer)
		where r.delegation_id = c.delegation and r.area = c.area
			and r.state not in ('submitted', 'accepted')`.execute(trx);
}
