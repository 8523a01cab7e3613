import { sql } from 'kysely';
import { type Carried, type Loss, planCarryOver, readAsideKey } from '#lib/xlsform/carryOver.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { type Definition, type QuestionType, UNSEEN_TYPES } from '#lib/xlsform/definition.ts';
import { areasAskingAnew } from '#lib/xlsform/difference.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import type { ResponseState } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';

/** An answer as moving reads it. */
export interface MovedAnswer extends AnswerContent {
	id: string;
	key: string;
	responseId: string;
}

export interface MovedResponse {
	id: string;
	delegationId: string;
	area: string;
	state: ResponseState;
	submission: number;
}

/** A whole round under a new version, worked out and not yet written. Never leaves the server. */
export interface MovePlan {
	responses: MovedResponse[];
	/** By delegation. */
	answers: Map<string, MovedAnswer[]>;
	carried: Map<string, Carried[]>;
	/** Areas of the new version that ask something else than before. */
	askedAnew: Set<string>;
	/** Responses to areas the new version does not have. */
	gone: MovedResponse[];
}

/** What moving a round does: counts and names of questions, no answer (rule R1). */
export interface MoveEffects {
	/** Answers that stay, and how many of them by question. */
	kept: number;
	keptBy: Record<string, number>;
	/** Answers that are set aside now, by question. */
	lost: { question: string; loss: Loss; answers: number; delegations: number }[];
	/** Answers set aside earlier that return. */
	returned: number;
	/** Submitted areas that are returned and accepted ones that are opened again, by area. */
	reopened: { area: string; submitted: number; accepted: number }[];
	/** Areas that are gone although something was submitted there: the round cannot move. */
	blocked: string[];
}

/** Reads every answer of a round and plans the move. Runs as the system. */
export async function planMove(
	trx: Trx,
	roundId: string,
	before: Definition,
	after: Definition
): Promise<MovePlan> {
	const responses = await trx
		.selectFrom('responses')
		.select(['id', 'delegation_id as delegationId', 'area', 'state', 'submission'])
		.where('round_id', '=', roundId)
		.execute();
	const rows = await trx
		.selectFrom('answers as a')
		.innerJoin('responses as r', 'r.id', 'a.response_id')
		.select([
			'a.id',
			'a.question as key',
			'a.response_id as responseId',
			'a.delegation_id as delegationId',
			'a.status',
			'a.value',
			'a.reason',
			'a.exposure'
		])
		.where('r.round_id', '=', roundId)
		.orderBy('a.saved_at', 'desc')
		.orderBy('a.id')
		.execute();
	const answers = new Map<string, MovedAnswer[]>();
	for (const { delegationId, ...answer } of rows)
		answers.set(delegationId, [...(answers.get(delegationId) ?? []), answer]);
	const known = new Set(after.areas.map(({ name }) => name));
	return {
		responses,
		answers,
		carried: new Map(
			[...answers].map(([delegation, given]) => [delegation, planCarryOver(before, after, given)])
		),
		askedAnew: areasAskingAnew(before, after),
		gone: responses.filter(({ area }) => !known.has(area))
	};
}

/** Nobody answered what was worked out when an area was submitted. */
function isComputed(key: string): boolean {
	return UNSEEN_TYPES.includes(readAsideKey(key)?.type as QuestionType);
}

/** What a coordinator may know of a plan. */
export function effectsOf(plan: MovePlan): MoveEffects {
	const lost = new Map<string, MoveEffects['lost'][number] & { of: Set<string> }>();
	const keptBy: Record<string, number> = {};
	let kept = 0;
	let returned = 0;
	for (const [delegation, carried] of plan.carried) {
		const empty = new Set(
			plan.answers.get(delegation)?.flatMap(({ key, status }) => (status === 'empty' ? key : []))
		);
		for (const { from, to, area, loss } of carried) {
			if (empty.has(from)) continue;
			const question = readAnswerKey(from)?.name ?? from;
			if (area !== null && from === to) {
				kept += 1;
				keptBy[question] = (keptBy[question] ?? 0) + 1;
			} else if (area !== null) returned += 1;
			else if (loss && !isComputed(to)) {
				const found = lost.get(question) ?? {
					question,
					loss,
					answers: 0,
					delegations: 0,
					of: new Set<string>()
				};
				found.of.add(delegation);
				lost.set(question, {
					...found,
					answers: found.answers + 1,
					delegations: found.of.size
				});
			}
		}
	}
	const inState = (area: string, state: ResponseState) =>
		plan.responses.filter((each) => each.area === area && each.state === state).length;
	return {
		kept,
		keptBy,
		returned,
		lost: [...lost.values()].map(({ of: _, ...each }) => each),
		reopened: [...plan.askedAnew].flatMap((area) => {
			const [submitted, accepted] = [inState(area, 'submitted'), inState(area, 'accepted')];
			return submitted + accepted > 0 ? [{ area, submitted, accepted }] : [];
		}),
		blocked: [
			...new Set(plan.gone.filter(({ submission }) => submission > 0).map(({ area }) => area))
		]
	};
}

/**
 * Keeps every save of the instance waiting until the transaction ends. A save that waited only
 * for its response would go on with the version it read before.
 */
export async function holdSaves(trx: Trx): Promise<void> {
	await sql`lock table responses in exclusive mode`.execute(trx);
}
