import { sql } from 'kysely';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { readAsideKey } from '#lib/xlsform/carryOver.ts';
import {
	type Definition,
	type Question,
	UNSEEN_TYPES,
	findQuestion
} from '#lib/xlsform/definition.ts';
import { typesAgree } from '#lib/xlsform/difference.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';

/** An answer its round's questionnaire has no question for any more. */
export interface AsideAnswer {
	key: string;
	/** The version that asked it, and its question there. */
	definition: Definition;
	question: Question;
	content: AnswerContent;
	savedAt: Date;
}

/** How the questionnaire of a round changed, newest first. */
export interface RoundMove {
	at: Date;
	from: string;
	to: string;
	reason: string;
}

/**
 * What was set aside when the round moved to another version, for the delegation alone.
 * @throws Problem not_found for everybody else
 */
export async function getAsideAnswers(ctx: Context, delegationId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		const moves = await listMoves(trx, delegation.roundId);
		const asked: Definition[] = [];
		for (const { fromId } of moves) asked.push(await getDefinition(trx, fromId));
		const rows = await trx
			.selectFrom('answers')
			.select(['question as key', 'status', 'value', 'reason', 'exposure', 'saved_at as savedAt'])
			.where('delegation_id', '=', delegationId)
			.where(sql<boolean>`position('@' in question) > 0`)
			.where('status', '<>', 'empty')
			.orderBy('question')
			.execute();
		const answers = rows.flatMap(({ key, savedAt, ...content }): AsideAnswer[] => {
			const aside = readAsideKey(key);
			for (const definition of aside ? asked : []) {
				const question = findQuestion(definition, aside!.name)?.question;
				if (!question || UNSEEN_TYPES.includes(question.type)) continue;
				if (typesAgree(aside!.type, question.type))
					return [{ key, definition, question, content, savedAt }];
			}
			return [];
		});
		return { delegation, answers, moves: moves.map(({ fromId: _, ...move }): RoundMove => move) };
	});
}

async function listMoves(trx: Trx, roundId: string) {
	return trx
		.selectFrom('round_moves as m')
		.innerJoin('questionnaire_versions as f', 'f.id', 'm.from_version_id')
		.innerJoin('questionnaire_versions as t', 't.id', 'm.to_version_id')
		.select([
			'm.moved_at as at',
			'm.from_version_id as fromId',
			'f.version as from',
			't.version as to',
			'm.reason'
		])
		.where('m.round_id', '=', roundId)
		.orderBy('m.moved_at', 'desc')
		.execute();
}
