import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { cleanText } from '#lib/xlsform/cleanText.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { requireWritable, storeAnswers } from './answer.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';
import { findRevision, listAnswers, lockResponse } from './queries.ts';
import { type SavedAnswer, sameContent } from './saving.ts';

/** So many revisions of one answer stand on one page of its history. */
export const REVISIONS_SHOWN = 50;

/**
 * The texts an answer had, newest first, with who saved each when, on what base, and what became
 * of those kept beside. `upTo` is the highest revision wanted; `older` says where the next page
 * begins. One text more than are shown comes along, for the last difference.
 */
export async function getHistory(
	ctx: Context,
	delegationId: string,
	questionName: string,
	upTo?: number
) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		const definition = await getDefinition(trx, delegation.versionId);
		const found = findAskedQuestion(definition, questionName);
		if (!found) throw notFound();
		let query = trx
			.selectFrom('answer_revisions as v')
			.innerJoin('answers as a', 'a.id', 'v.answer_id')
			.leftJoin('accounts as p', 'p.id', 'v.saved_by')
			.leftJoin('answer_conflicts as c', (join) =>
				join.onRef('c.answer_id', '=', 'v.answer_id').onRef('c.revision', '=', 'v.revision')
			)
			.leftJoin('accounts as r', 'r.id', 'c.resolved_by')
			.select([
				'a.response_id as responseId',
				'a.revision as currentRevision',
				'v.revision',
				'v.standing',
				'v.based_on as basedOn',
				'v.status',
				'v.value',
				'v.reason',
				'v.exposure',
				'v.saved_at as savedAt',
				'p.name as savedBy',
				'c.resolved_at as resolvedAt',
				'r.name as resolvedBy'
			])
			.where('a.delegation_id', '=', delegationId)
			.where('a.question', '=', questionName)
			.orderBy('v.revision', 'desc')
			.limit(REVISIONS_SHOWN + 1);
		if (upTo !== undefined) query = query.where('v.revision', '<=', upTo);
		const revisions = await query.execute();
		const older = revisions[REVISIONS_SHOWN]?.revision;
		const { area, question } = found;
		const at = { responseId: revisions[0]?.responseId, question: questionName };
		const proposed = await listProposed(trx, at);
		return { delegation, definition, area, question, revisions, proposed, older };
	});
}

/** The revisions that came in as proposals, with whoever wrote them: a name, or a link's label. */
async function listProposed(trx: Trx, at: { responseId: string | undefined; question: string }) {
	if (at.responseId === undefined) return [];
	const found = await sql<{ revision: number; author: string; isMerged: boolean }>`
		select revision, author, is_merged as "isMerged"
		from proposed_revisions(${at.responseId}::uuid, ${at.question}::text)`.execute(trx);
	return found.rows;
}

/**
 * Makes an earlier text the answer again, as a new revision, against the revision `base` the
 * person saw as the current one: what a colleague saved since is merged or kept beside. Done
 * twice it makes one. Gives what became of it.
 * @throws Problem not_found, round_closed, delegation_inactive, response_under_review
 */
export async function restoreRevision(
	ctx: Context,
	input: { responseId: string; question: string; revision: number; base?: number }
): Promise<SavedAnswer['result']> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, input.responseId);
		if (!mayDo('answer.save', response.roles)) throw notFound();
		requireWritable(response);
		const { question } = input;
		const [current] = await listAnswers(trx, { responseId: response.id, questions: [question] });
		const earlier = current && (await findRevision(trx, current.id, input.revision));
		if (!current || !earlier) throw notFound();
		const base = input.base ?? current.revision;
		const outcome = await storeAnswers(
			ctx,
			trx,
			response,
			{ saveId: randomUUID(), stored: [current], answers: [{ ...earlier, question, base }] },
			'answer.restore'
		);
		return outcome.answers[0]!.result;
	});
}

interface Choice {
	responseId: string;
	question: string;
	/** The one kept beside. */
	revision: number;
	/** The one the person saw as the current. */
	base?: number;
	keep: 'current' | 'beside' | 'both' | 'combined';
	/** For `combined`. */
	text?: string;
}

/** What the person wants to stand, of the two texts they saw. */
function chosenOf({ keep, text = '' }: Choice, seen: AnswerContent, beside: AnswerContent) {
	const texts = [seen.value, beside.value];
	if (keep === 'beside') return beside;
	if (keep === 'current' || !texts.every((each) => typeof each === 'string')) return seen;
	return { ...seen, value: keep === 'both' ? texts.join('\n\n') : cleanText(text) };
}

/**
 * Settles a true conflict: `current` keeps the answer, `beside` puts the other text in its
 * place, `both` puts one behind the other, `combined` takes a third text made of them. All stay
 * in the history. What a colleague changed since the person looked is not replaced unseen: it is
 * merged, or becomes a conflict of its own. The same choice again changes nothing.
 * @throws Problem conflict_settled where it was settled otherwise; not_found, round_closed,
 * delegation_inactive, response_under_review, invalid
 */
export async function resolveConflict(ctx: Context, input: Choice): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, input.responseId);
		if (!mayDo('conflict.resolve', response.roles)) throw notFound();
		requireWritable(response);
		const { question } = input;
		const [current] = await listAnswers(trx, { responseId: response.id, questions: [question] });
		const beside = current && (await findRevision(trx, current.id, input.revision));
		if (!current || beside?.standing !== 'beside') throw notFound();
		const base = Math.min(input.base ?? current.revision, current.revision);
		const seen = base > 0 ? await findRevision(trx, current.id, base) : undefined;
		if (!seen) throw notFound();
		const { status, value, reason, exposure } = chosenOf(input, seen, beside);
		const chosen = { status, value, reason, exposure };
		const settled = await trx
			.updateTable('answer_conflicts')
			.set({ resolved_at: ctx.now(), resolved_by: ctx.actor.accountId })
			.where('answer_id', '=', current.id)
			.where('revision', '=', input.revision)
			.where('resolved_at', 'is', null)
			.executeTakeFirst();
		if (!settled.numUpdatedRows) {
			if (sameContent(chosen, current)) return;
			throw new Problem('conflict_settled');
		}
		if (input.keep !== 'current') {
			const answers = [{ ...chosen, question, base }];
			const given = { saveId: randomUUID(), stored: [current], answers };
			const outcome = await storeAnswers(ctx, trx, response, given, 'answer.save');
			if (outcome.answers[0]!.result === 'refused') throw new Problem('invalid');
		}
		await recordAudit(trx, ctx.actor, 'conflict.resolve', {
			studyId: response.studyId,
			roundId: response.roundId,
			delegationId: response.delegationId,
			subjectId: response.id,
			detail: { question, keep: input.keep }
		});
	});
}
