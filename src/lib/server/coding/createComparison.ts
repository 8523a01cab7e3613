import { sql } from 'kysely';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { lockCodebook } from './codebook.ts';
import { listNarratives } from './narratives.ts';
import { placeKey, type Place } from './texts.ts';

export interface NewComparison {
	/** Made by the page: the same form sent twice makes one. */
	id: string;
	roundId: string;
	name: string;
	versionId: string;
	coderA: string;
	coderB: string;
	/** Meetings by id, and areas by name. */
	groupIds: readonly string[];
	areas: readonly string[];
	/** Also what facilitators, note-takers and others who are no participants said. */
	everybody: boolean;
}

/**
 * Lets two people code the same turns and answers without seeing each other's codes. Units are
 * what both of them may read.
 * @throws Problem not_found for a version that is not the study's, invalid where the two are one or
 * may not code, nothing_chosen where there is nothing both may read, units_taken where one of them
 * codes some of it for another comparison
 */
export async function createComparison(ctx: Context, input: NewComparison): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'coding.compare');
		// Comparisons of a study are made one by one, so that two never take the same units.
		await lockCodebook(trx, round.studyId);
		const known = await trx
			.selectFrom('comparisons')
			.select('round_id')
			.where('id', '=', input.id)
			.executeTakeFirst();
		if (known && known.round_id === round.id) return;
		const version = await trx
			.selectFrom('codebook_versions')
			.select('id')
			.where('id', '=', input.versionId)
			.where('study_id', '=', round.studyId)
			.executeTakeFirst();
		if (!version) throw notFound();
		const coders = [input.coderA, input.coderB];
		const roles = await rolesOf(trx, round.studyId);
		if (input.coderA === input.coderB || !coders.every((coder) => canCode(roles.get(coder))))
			throw new Problem('invalid');
		const first = await unitsFor(trx, ctx, round, input, coders[0]!, roles);
		const second = await unitsFor(trx, ctx, round, input, coders[1]!, roles);
		const units = [...first].filter(([key]) => second.has(key)).map(([, place]) => place);
		if (units.length === 0) throw new Problem('nothing_chosen');
		await requireFree(trx, coders, units);
		await insertComparison(trx, ctx, round, input, units);
		await recordAudit(trx, ctx.actor, 'comparison.create', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: input.id,
			detail: { units: units.length, coders }
		});
	});
}

const canCode = (roles: readonly string[] | undefined) =>
	roles !== undefined && mayDo('coding.write', roles);

/** The roles people hold in a study, by account. The list of members is for coordinators alone. */
export async function rolesOf(trx: Trx, studyId: string): Promise<Map<string, string[]>> {
	const found = await withinSystem(trx, () =>
		sql<{ accountId: string; roles: string[] }>`select m.account_id as "accountId",
				array_agg(m.role) as roles
			from memberships m join accounts a on a.id = m.account_id and a.disabled_at is null
			where m.study_id = ${studyId}::uuid group by 1`.execute(trx)
	);
	return new Map(found.rows.map(({ accountId, roles }) => [accountId, roles]));
}

/** What one coder may read of what was chosen, by placeKey: policies answer for it in their name. */
async function unitsFor(
	trx: Trx,
	ctx: Context,
	round: RoundHead,
	input: NewComparison,
	coder: string,
	roles: ReadonlyMap<string, string[]>
): Promise<Map<string, Place>> {
	const { groupIds, areas, everybody } = input;
	const definition = await getDefinition(trx, round.versionId);
	const chosen = definition.areas.filter(({ name }) => areas.includes(name));
	const isCoordinator = mayDo('response.review', roles.get(coder) ?? []);
	await actAs(trx, coder);
	const turns = await sql<{ id: string }>`select t.id from turns t
			left join transcripts x on x.id = t.transcript_id
		where t.round_id = ${round.id}::uuid and t.group_id = any (${[...groupIds]}::uuid[])
			and t.removed_at is null and x.removed_at is null
			${everybody ? sql`` : sql`and t.speaker = 'participant'`}`.execute(trx);
	const scope = { roundId: round.id, definition, areas: chosen, isCoordinator };
	const answers = chosen.length > 0 ? await listNarratives(trx, scope) : [];
	await actAs(trx, ctx.actor.accountId);
	const places: Place[] = [
		...turns.rows.map(({ id }) => ({ turnId: id })),
		...answers.map(({ responseId, question }) => ({ responseId, question }))
	];
	return new Map(places.map((place) => [placeKey(place), place]));
}

async function actAs(trx: Trx, accountId: string): Promise<void> {
	await sql`select set_config('mufakat.account_id', ${accountId}, true)`.execute(trx);
}

/** @throws Problem units_taken */
async function requireFree(
	trx: Trx,
	coders: readonly string[],
	units: readonly Place[]
): Promise<void> {
	const taken = await sql<{ key: string }>`select coalesce(u.turn_id::text,
				u.response_id || ':' || u.question) as key
		from comparison_units u join comparisons c on c.id = u.comparison_id and c.state = 'coding'
			join comparison_coders k on k.comparison_id = c.id
		where k.account_id = any (${[...coders]}::uuid[])`.execute(trx);
	const keys = new Set(taken.rows.map(({ key }) => key));
	if (units.some((place) => keys.has(placeKey(place)))) throw new Problem('units_taken');
}

async function insertComparison(
	trx: Trx,
	ctx: Context,
	round: RoundHead,
	input: NewComparison,
	units: readonly Place[]
): Promise<void> {
	await trx
		.insertInto('comparisons')
		.values({
			id: input.id,
			study_id: round.studyId,
			round_id: round.id,
			name: input.name,
			version_id: input.versionId,
			created_by: ctx.actor.accountId
		})
		.execute();
	await trx
		.insertInto('comparison_coders')
		.values(
			[input.coderA, input.coderB].map((account) => ({
				comparison_id: input.id,
				study_id: round.studyId,
				account_id: account
			}))
		)
		.execute();
	await sql`insert into comparison_units (comparison_id, study_id, turn_id, response_id, question)
		select ${input.id}::uuid, ${round.studyId}::uuid, n."turnId", n."responseId", n.question
		from jsonb_to_recordset(${json(units)})
			as n ("turnId" uuid, "responseId" uuid, question text)`.execute(trx);
}
