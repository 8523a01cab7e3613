import type { Answers } from '#lib/xlsform/answers.ts';
import { type Area, type Definition, findArea } from '#lib/xlsform/definition.ts';
import { isAnswered } from '#lib/xlsform/engine/answerText.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { areasReached, standsAlone } from '#lib/xlsform/mentions.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { lookAt } from './look.ts';
import {
	type LockedResponse,
	type RevisionToWrite,
	type StoredAnswer,
	keepSave,
	listAnswers,
	lockResponse,
	readForSave,
	updateCounts,
	writeSave
} from './queries.ts';
import { type GivenAnswer, type SavedAnswer, settleAnswer } from './saving.ts';

export interface Progress {
	asked: number;
	answered: number;
	requiredMissing: number;
}

export interface SaveOutcome {
	answers: SavedAnswer[];
	progress: Progress;
}

/** The most answers one save may carry: a page without script sends all it has. */
export const MOST_ANSWERS = 2_000;

/** The most answers one response may hold, those in entries included. */
export const MOST_KEPT = 20_000;

/**
 * Saves answers of one response, all in one transaction (rule R3).
 * Takes the response, a key made by the device (UUID) and the answers, each with the revision
 * it was based on; gives what became of each. The same key again gives the same outcome and
 * stores nothing.
 * @throws Problem not_found, round_closed, delegation_inactive, response_under_review
 */
export async function saveAnswers(
	ctx: Context,
	input: { responseId: string; saveId: string; answers: GivenAnswer[] }
): Promise<SaveOutcome> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const response = await lockResponse(trx, input.responseId);
		if (!mayDo('answer.save', response.roles)) throw notFound();
		const questions = input.answers.slice(0, MOST_ANSWERS).map(({ question }) => String(question));
		const { stored, replay, count } = await readForSave(trx, response, input.saveId, questions);
		if (replay) return replay as SaveOutcome;
		requireWritable(response);
		return storeAnswers(ctx, trx, response, { ...input, stored, count }, 'answer.save');
	});
}

/** @throws Problem that says why nothing can be written to this response now */
export function requireWritable(response: LockedResponse): void {
	if (response.isClosed) throw new Problem('round_closed');
	if (response.delegationStatus !== 'active') throw new Problem('delegation_inactive');
	if (!['not_started', 'draft', 'returned', 'reopened'].includes(response.state))
		throw new Problem('response_under_review');
}

/** Settles given answers of a locked, writable response against the stored ones, and writes them. */
export async function storeAnswers(
	ctx: Context,
	trx: Trx,
	response: LockedResponse,
	input: { saveId: string; answers: GivenAnswer[]; stored: StoredAnswer[]; count?: number },
	action: 'answer.save' | 'answer.restore'
): Promise<SaveOutcome> {
	const definition = await getDefinition(trx, response.versionId);
	const area = findArea(definition, response.area);
	if (!area) throw notFound();
	const stored = new Map(input.stored.map((answer) => [answer.question, answer]));
	const outcomes: SavedAnswer[] = [];
	const writes: RevisionToWrite[] = [];
	const seen = new Set<string>();
	for (const given of input.answers.slice(0, MOST_ANSWERS)) {
		if (seen.has(given.question)) continue;
		seen.add(given.question);
		const isFull = (input.count ?? 0) + writes.length >= MOST_KEPT;
		const at = { trx, definition, area, responseId: response.id, isFull };
		const settled = await settleAnswer(at, given, stored.get(given.question));
		outcomes.push(settled.outcome);
		if (settled.write)
			writes.push(
				action === 'answer.restore' && settled.write.standing === 'current'
					? { ...settled.write, standing: 'restored' }
					: settled.write
			);
	}
	const progress = await countAgain(ctx, trx, response, definition, area, writes, stored);
	const outcome = { answers: outcomes, progress };
	const { accountId } = ctx.actor;
	const { saveId } = input;
	if (writes.length > 0)
		await writeSave(trx, {
			response,
			accountId,
			saveId,
			revisions: writes,
			counts: progress,
			outcome,
			action,
			detail: {
				area: response.area,
				questions: writes.map((write) => write.question),
				beside: writes.filter((write) => write.standing === 'beside').length
			}
		});
	else if (outcomes.some(({ result }) => result !== 'refused'))
		await keepSave(trx, { response, accountId, saveId, outcome });
	return outcome;
}

/** A question that stands alone changes its area's counts by itself; no need to read the rest. */
function isAlone(definition: Definition, area: Area, key: string): boolean {
	const found = findAskedQuestion(definition, key);
	return found !== undefined && standsAlone(definition, area, found.question);
}

async function countAgain(
	ctx: Context,
	trx: Trx,
	response: LockedResponse,
	definition: Definition,
	area: Area,
	writes: RevisionToWrite[],
	stored: Map<string, StoredAnswer>
): Promise<Progress> {
	const progress = {
		asked: response.asked,
		answered: response.answered,
		requiredMissing: response.requiredMissing
	};
	const current = writes.filter((write) => write.standing !== 'beside');
	// An area nobody has saved yet has no counts of its own worth adding to.
	const isCounted = response.state !== 'not_started';
	if (isCounted && current.every((write) => isAlone(definition, area, write.question))) {
		for (const write of current) {
			const change = Number(isAnswered(write)) - Number(isAnswered(stored.get(write.question)));
			progress.answered += change;
			if (findAskedQuestion(definition, write.question)?.question.required)
				progress.requiredMissing -= change;
		}
		return progress;
	}
	const answers = answersOf(await listAnswers(trx, { delegationId: response.delegationId }));
	for (const write of current) answers[write.question] = write;
	const look = lookAt(definition, answers, { now: ctx.now(), seed: response.delegationId });
	for (const name of current.length > 0 ? areasReached(definition, area.name) : [])
		if (name !== area.name)
			await updateCounts(trx, response.delegationId, name, look.count(findArea(definition, name)!));
	return look.count(area);
}

/** Stored answers as the evaluator reads them. */
export function answersOf(stored: StoredAnswer[]): Record<string, Answers[string]> {
	return Object.fromEntries(
		stored.map(({ question, status, value }) => [question, { status, value }])
	);
}
