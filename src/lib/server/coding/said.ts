import { sql } from 'kysely';
import { isAsked } from '#lib/xlsform/areaState.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { findPlace } from '#lib/xlsform/findAsked.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import {
	type QuestionStatement,
	listQuestionStatements
} from '../focusgroups/questionStatements.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { getComparePage } from '../review/compare.ts';
import {
	type DelegationSummary,
	type RoundHead,
	getRoundHead,
	listDelegations
} from '../studies/queries.ts';
import { type StandingRelation, listRelations } from './relations.ts';
import { searchTurns } from './search.ts';

/** The most turns offered to be set against an answer. */
const MOST_OFFERED = 100;

/** How often turns confirm, contradict and extend the answers, by question and delegation. */
export interface SaidOverview {
	round: RoundHead;
	definition: Definition;
	delegations: DelegationSummary[];
	relations: StandingRelation[];
	/** What rooms were asked about questions. */
	statements: QuestionStatement[];
}

/**
 * What was said about the answers of a round, for a table of questions and countries.
 * @throws Problem not_found
 */
export async function getSaidOverview(ctx: Context, roundId: string): Promise<SaidOverview> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'turn.relate');
		return {
			round,
			definition: await getDefinition(trx, round.versionId),
			delegations: await listDelegations(trx, round.id, ctx.now()),
			relations: await listRelations(trx, round.id),
			statements: await listQuestionStatements(trx, round.id)
		};
	});
}

/** A turn that could be set against an answer. */
export interface OfferedTurn {
	id: string;
	groupId: string;
	groupName: string;
	who: string;
	country: string | null;
	body: string;
	language: string | null;
}

/**
 * One question: what each country answered beside what was said of it and what rooms were asked
 * about it, and turns to set against
 * an answer: those in which `words` stand, else those of the meeting, else those said in blocks of
 * the guide about it.
 * @throws Problem not_found
 */
export async function getSaidPage(
	ctx: Context,
	roundId: string,
	question: string,
	{ words, groupId }: { words: string; groupId: string }
) {
	const compared = await getComparePage(ctx, roundId, question);
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'turn.relate');
		const relations = await listRelations(trx, round.id, question);
		const area = findPlace(compared.definition, question)?.area.name ?? '';
		const meetings = await trx
			.selectFrom('focus_groups')
			.select(['id', 'name'])
			.where('round_id', '=', round.id)
			.orderBy('held_on')
			.orderBy('id')
			.execute();
		const meeting = meetings.find(({ id }) => id === groupId)?.id;
		const offered =
			words.trim() !== ''
				? await listFound(trx, round.id, words)
				: await listAbout(
						trx,
						round.id,
						meeting
							? sql`t.group_id = ${meeting}::uuid`
							: sql`(${question} = any (b.questions) or b.area = ${area})`
					);
		return {
			...compared,
			relations,
			statements: await listQuestionStatements(trx, round.id, question),
			meetings,
			/** One more than is offered says that there are more. */
			isCut: offered.length > MOST_OFFERED,
			offered: offered.slice(0, MOST_OFFERED)
		};
	});
}

const turnsOffered = sql`select t.id, t.group_id as "groupId", g.name as "groupName",
		coalesce(p.pseudonym, t.speaker) as who, p.country, t.body, t.language
	from turns t join focus_groups g on g.id = t.group_id
		left join participants p on p.id = t.participant_id
		left join transcripts x on x.id = t.transcript_id left join guide_blocks b on b.id = t.block_id`;
const inOrder = sql`order by g.held_on nulls last, g.id, t.transcript_id nulls first, t.ordinal, t.id
	limit ${MOST_OFFERED + 1}`;

async function listAbout(trx: Trx, roundId: string, which: ReturnType<typeof sql>) {
	const found = await sql<OfferedTurn>`${turnsOffered}
		where t.round_id = ${roundId}::uuid and t.removed_at is null and x.removed_at is null
			and ${which} ${inOrder}`.execute(trx);
	return found.rows;
}

async function listFound(trx: Trx, roundId: string, words: string) {
	const hits = await searchTurns(trx, roundId, words, MOST_OFFERED + 1);
	const ids = hits.flatMap(({ place }) => ('turnId' in place ? place.turnId : []));
	const found = await sql<OfferedTurn>`${turnsOffered}
		where t.id = any (${[...new Set(ids)]}::uuid[]) ${inOrder}`.execute(trx);
	return found.rows;
}

/** Questions that can be answered, with their areas, in order. */
export function questionsAsked(definition: Definition) {
	return definition.areas.map((area) => ({ area, questions: area.questions.filter(isAsked) }));
}
