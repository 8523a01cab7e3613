import { sql } from 'kysely';
import type { Definition } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { type Code, listCodes } from './codebook.ts';
import type { Placed } from '#lib/codes/tree.ts';
import { listCodings } from './listCodings.ts';
import { listNarratives, narrativeQuestions } from './narratives.ts';
import { placeKey } from './texts.ts';

/** How far one source of words is coded, as far as the actor reads it. */
export interface Progress {
	/** Turns or answers, how many of them bear a code, and how many codes there are on them. */
	units: number;
	coded: number;
	codings: number;
}

export interface CodingOverview {
	round: RoundHead;
	definition: Definition;
	codes: Placed<Code>[];
	meetings: (Progress & { id: string; name: string; heldOn: string | null })[];
	areas: (Progress & { name: string })[];
}

/**
 * What of a round can be coded, and how far that is; with `code` what bears this one.
 * @throws Problem not_found
 */
export async function getCodingOverview(
	ctx: Context,
	roundId: string,
	code?: string
): Promise<CodingOverview> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'coding.write');
		const definition = await getDefinition(trx, round.versionId);
		const codes = await listCodes(trx, round.studyId);
		const codeId = codes.find(({ id }) => id === code)?.id;
		return {
			round,
			definition,
			codes,
			meetings: await listMeetings(trx, round.id, codeId),
			areas: await listAreas(trx, round, definition, codeId)
		};
	});
}

async function listMeetings(trx: Trx, roundId: string, codeId: string | undefined) {
	const onlyCode = codeId === undefined ? sql`` : sql`and c.code_id = ${codeId}::uuid`;
	const found = await sql<
		CodingOverview['meetings'][number]
	>`with on_turns as (select c.turn_id, count(*)::int as codings from codings c
			where c.round_id = ${roundId}::uuid and c.turn_id is not null and c.removed_at is null
				${onlyCode} group by c.turn_id)
		select g.id, g.name, g.held_on as "heldOn", count(t.id)::int as units,
			count(o.turn_id)::int as coded, coalesce(sum(o.codings), 0)::int as codings
		from focus_groups g
			left join turns t on t.group_id = g.id and t.removed_at is null
			left join on_turns o on o.turn_id = t.id
		where g.round_id = ${roundId}::uuid
		group by g.id, g.name, g.held_on order by g.held_on nulls last, g.name, g.id`.execute(trx);
	return found.rows;
}

async function listAreas(
	trx: Trx,
	round: RoundHead,
	definition: Definition,
	codeId: string | undefined
) {
	const areas = definition.areas.filter((area) => narrativeQuestions(area).length > 0);
	const isCoordinator = mayDo('response.review', round.roles);
	const scope = { roundId: round.id, definition, areas, isCoordinator };
	const narratives = await listNarratives(trx, scope);
	const responseIds = [...new Set(narratives.map(({ responseId }) => responseId))];
	const codings =
		responseIds.length === 0
			? []
			: await listCodings(trx, { roundId: round.id, responseIds, ...(codeId && { codeId }) });
	const on = Map.groupBy(codings, ({ place }) => placeKey(place));
	return areas.map(({ name, questions }) => {
		const own = new Set(questions.map((question) => question.name));
		const units = narratives.filter(({ asked }) => own.has(asked.name));
		const counts = units.map((unit) => on.get(placeKey(unit))?.length ?? 0);
		return {
			name,
			units: units.length,
			coded: counts.filter((count) => count > 0).length,
			codings: counts.reduce((sum, count) => sum + count, 0)
		};
	});
}
