import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Placed } from '#lib/codes/tree.ts';
import type { Excerpt } from '#lib/passages/excerpt.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { placeCodings } from './addCodings.ts';
import { type Code, listCodes } from './codebook.ts';
import { recordReading } from './narratives.ts';
import { type Found, type Rule, findByRule, previewOf } from './rules.ts';
import { placeKey } from './texts.ts';

/** The most passages one rule may code at once. */
export const MOST_BY_RULE = 20_000;
/** How many of them a preview shows. */
const SAMPLES = 12;

/** What a rule would do. */
export interface Preview {
	/** Passages found, in how many turns and answers, and how many bear the code already. */
	passages: number;
	turns: number;
	answers: number;
	there: number;
	meetings: { name: string; passages: number }[];
	samples: Excerpt[];
	isTooMuch: boolean;
}

/** What was coded by one rule at one time. */
export interface Batch {
	id: string;
	code: string;
	/** How many of its codes stand, and how many were taken off. */
	standing: number;
	removed: number;
	coder: string | null;
	at: Date;
}

export interface AutoCodePage {
	round: RoundHead;
	definition: Definition;
	codes: Placed<Code>[];
	meetings: { id: string; name: string }[];
	blocks: { id: string; title: string; groupName: string }[];
	participants: { id: string; pseudonym: string; groupName: string }[];
	countries: { country: string; name: string }[];
	kinds: string[];
	preview: Preview | null;
	batches: Batch[];
}

/**
 * The page of coding by a rule; with a rule and a code what it would do.
 * @throws Problem not_found
 */
export async function getAutoCodePage(
	ctx: Context,
	roundId: string,
	asked: { rule: Rule; codeId: string } | null
): Promise<AutoCodePage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'coding.write');
		const definition = await getDefinition(trx, round.versionId);
		const inRound = sql`${round.id}::uuid`;
		const meetings = await sql<{ id: string; name: string }>`select id, name from focus_groups
			where round_id = ${inRound} order by held_on nulls last, name`.execute(trx);
		const blocks = await sql<AutoCodePage['blocks'][number]>`select b.id, b.title,
				g.name as "groupName" from guide_blocks b join focus_groups g on g.id = b.group_id
			where g.round_id = ${inRound} and b.removed_at is null
			order by g.held_on nulls last, g.name, b.position`.execute(trx);
		const people = await sql<{
			id: string;
			pseudonym: string;
			groupName: string;
			kind: string | null;
		}>`select p.id, p.pseudonym, g.name as "groupName", p.organisation_kind as kind
			from participants p join focus_groups g on g.id = p.group_id
			where p.round_id = ${inRound} and p.removed_at is null
			order by g.held_on nulls last, g.name, length(p.pseudonym), p.pseudonym`.execute(trx);
		const countries = await trx
			.selectFrom('round_countries')
			.select(['country', 'name'])
			.where('round_id', '=', round.id)
			.orderBy('name')
			.execute();
		return {
			round,
			definition,
			codes: await listCodes(trx, round.studyId),
			meetings: meetings.rows,
			blocks: blocks.rows,
			participants: people.rows,
			countries,
			kinds: [...new Set(people.rows.flatMap(({ kind }) => kind ?? []))].sort(),
			preview:
				asked && (await previewRule(trx, ctx, round, { definition, ...asked }, meetings.rows)),
			batches: await listBatches(trx, round.id)
		};
	});
}

async function previewRule(
	trx: Trx,
	ctx: Context,
	round: RoundHead,
	asked: { definition: Definition; rule: Rule; codeId: string },
	meetings: readonly { id: string; name: string }[]
): Promise<Preview> {
	const found = await findByRule(trx, round, asked.definition, asked.rule);
	const samples = found.slice(0, SAMPLES);
	const read = samples.flatMap(({ place, exposure }) =>
		'turnId' in place || !exposure ? [] : [{ ...place, exposure }]
	);
	await recordReading(trx, ctx.actor, round, read, { by: 'rule' });
	const standing = await sql<{ key: string }>`select coalesce(turn_id::text,
			response_id || ':' || question) || ' ' || field || ' ' || starts || ' ' || ends as key
		from codings where round_id = ${round.id}::uuid and removed_at is null
			and code_id::text = ${asked.codeId}`.execute(trx);
	const there = new Set(standing.rows.map(({ key }) => key));
	const fresh = found.filter((each) => !there.has(keyOf(each)));
	return {
		passages: found.length,
		turns: new Set(found.flatMap(({ place }) => ('turnId' in place ? place.turnId : []))).size,
		answers: new Set(found.flatMap(({ place }) => ('turnId' in place ? [] : placeKey(place)))).size,
		there: found.length - fresh.length,
		meetings: meetings.flatMap(({ id, name }) => {
			const passages = found.filter(({ groupId }) => groupId === id).length;
			return passages > 0 ? [{ name, passages }] : [];
		}),
		samples: samples.map(previewOf),
		isTooMuch: found.length > MOST_BY_RULE
	};
}

function keyOf({ place, field, start, end, text }: Found): string {
	// As the codes will lie: without the blanks around the passage.
	const words = text.slice(start, end);
	const from = start + words.length - words.trimStart().length;
	return `${placeKey(place)} ${field} ${from} ${from + words.trim().length}`;
}

/**
 * Puts a code on all a rule finds. `batchId` is made by the page: sent twice it is done once.
 * Gives how many codes are new.
 * @throws Problem not_found, too_large for more than MOST_BY_RULE passages, and what addCodings says
 */
export async function applyRule(
	ctx: Context,
	input: { roundId: string; batchId: string; codeId: string; rule: Rule }
): Promise<number> {
	const { batchId, codeId, rule } = input;
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'coding.write');
		const done = await trx
			.selectFrom('codings')
			.select('id')
			.where('batch_id', '=', batchId)
			.limit(1)
			.executeTakeFirst();
		if (done) return 0;
		const definition = await getDefinition(trx, round.versionId);
		const found = await findByRule(trx, round, definition, rule);
		if (found.length > MOST_BY_RULE) throw new Problem('invalid');
		const codings = found.map((each) => ({ ...each, id: randomUUID(), codeId }));
		const added = await placeCodings(trx, ctx, round, { codings, origin: 'auto', batchId });
		const fresh = added.filter(({ isNew }) => isNew).length;
		if (fresh > 0)
			await recordAudit(trx, ctx.actor, 'coding.auto', {
				studyId: round.studyId,
				roundId: round.id,
				subjectId: batchId,
				// By what is told, never the words looked for.
				detail: { by: rule.by, code: codeId, codings: fresh, found: found.length }
			});
		return fresh;
	});
}

/**
 * Takes off what one rule put on, as one; what was taken off by hand already stays so. Again,
 * nothing happens. Gives how many were taken off.
 * @throws Problem not_found
 */
export async function undoRule(
	ctx: Context,
	input: { roundId: string; batchId: string }
): Promise<number> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, input.roundId, 'coding.write');
		const known = await trx
			.selectFrom('codings')
			.select('id')
			.where('batch_id', '=', input.batchId)
			.where('round_id', '=', round.id)
			.limit(1)
			.executeTakeFirst();
		if (!known) throw notFound();
		const result = await sql`update codings set removed_at = ${ctx.now()}, removed_by = actor_id()
			where batch_id = ${input.batchId}::uuid and round_id = ${round.id}::uuid
				and removed_at is null and (comparison_id is null or coder_id = actor_id())`.execute(trx);
		const codings = Number(result.numAffectedRows ?? 0);
		if (codings > 0)
			await recordAudit(trx, ctx.actor, 'coding.auto', {
				studyId: round.studyId,
				roundId: round.id,
				subjectId: input.batchId,
				detail: { undone: codings }
			});
		return codings;
	});
}

async function listBatches(trx: Trx, roundId: string): Promise<Batch[]> {
	const found = await sql<Batch>`select c.batch_id as id, k.name as code,
			count(*) filter (where c.removed_at is null)::int as standing,
			count(*) filter (where c.removed_at is not null)::int as removed,
			a.name as coder, min(c.created_at) as at
		from codings c join codes k on k.id = c.code_id left join accounts a on a.id = c.coder_id
		where c.round_id = ${roundId}::uuid and c.batch_id is not null
		group by c.batch_id, k.name, a.name order by min(c.created_at) desc limit 10`.execute(trx);
	return found.rows;
}
