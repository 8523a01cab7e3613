import { sql } from 'kysely';
import { FIRST_ENTRY, answerKey } from '#lib/xlsform/answerKey.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { isAsked } from '#lib/xlsform/areaState.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { findAskedQuestion, findPlace } from '#lib/xlsform/findAsked.ts';
import { placesIn } from '#lib/xlsform/placedAnswers.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { DelegationStatus, ResponseState } from '#lib/terms.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type DelegationSummary, getRoundHead, listDelegations } from '../studies/queries.ts';
import { type NoAnswer, explainAbsence, listLatest, lookAtSubmitted } from './submitted.ts';

/**
 * Why a delegation shows no answer. Those who are not coordinators read of two reasons only:
 * the area is not accepted, or no answer is shown, which does not say whether one is withheld.
 */
export type WhyEmpty =
	| Exclude<DelegationStatus, 'active'>
	| 'not_started'
	| 'draft'
	| NoAnswer
	| 'not_accepted'
	| 'not_shown';

/** What one delegation says to the question compared. */
export interface ComparedRow {
	delegation: Pick<DelegationSummary, 'id' | 'country' | 'countryName' | 'name' | 'status'>;
	responseId: string | null;
	state: ResponseState | null;
	/** The first entry's, where the question is asked in each entry of a repeat. */
	answer: AnswerContent | null;
	/** Every entry's with its place (`2`, or `2.1` inside another); null outside repeats. */
	entries: { place: string; answer: AnswerContent }[] | null;
	/** Set where there is no answer. */
	why: WhyEmpty | null;
	/** How far the draft is, for `draft`. */
	progress: { answered: number; asked: number } | null;
	evidence: number;
	/** Queries not closed; coordinators only. */
	queries: number;
}

/** All questions in order, without notes: what previous and next go through. */
function questionsInOrder(definition: Definition) {
	return definition.areas.flatMap((area) =>
		area.questions
			.filter(isAsked)
			.map((question) => ({ name: question.name, number: question.number, area: area.name }))
	);
}

/**
 * Every question of a round by area, for whoever may compare.
 * @throws Problem not_found
 */
export async function getCompareList(ctx: Context, roundId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'response.compare');
		const definition = await getDefinition(trx, round.versionId);
		const seesSubmitted = mayDo('response.review', round.roles);
		const counted = await trx
			.selectFrom('submitted_answers')
			.select([
				sql<string>`split_part(question, '[', 1)`.as('question'),
				sql<number>`count(distinct delegation_id)`.as('count')
			])
			.where('round_id', '=', round.id)
			.where('is_latest', '=', true)
			.$if(!seesSubmitted, (query) => query.where('is_accepted', '=', true))
			.groupBy(sql`split_part(question, '[', 1)`)
			.execute();
		/** Delegations with an answer the actor may read, by question. */
		const answers = Object.fromEntries(
			counted.map(({ question, count }) => [question, Number(count)])
		);
		const delegations = await listDelegations(trx, round.id, ctx.now());
		return { round, definition, answers, delegations: delegations.length };
	});
}

/** Answers to a question, in every entry where it is asked in several. */
function isAbout(question: string) {
	return sql<boolean>`(question = ${question} or starts_with(question, ${`${question}[`}))`;
}

async function countByDelegation(
	trx: Trx,
	table: 'evidence' | 'queries',
	scope: { roundId: string; question: string; onlyAccepted: boolean }
) {
	const rows = await trx
		.selectFrom(table)
		.select((eb) => ['delegation_id', eb.fn.countAll<number>().as('count')])
		.where('round_id', '=', scope.roundId)
		.where(isAbout(scope.question))
		.$if(table === 'evidence', (query) =>
			query
				.where('removed_at' as never, 'is', null)
				.where((scope.onlyAccepted ? 'is_accepted' : 'is_submitted') as never, '=', true as never)
		)
		.$if(table === 'queries', (query) => query.where('state' as never, '<>', 'closed' as never))
		.groupBy('delegation_id')
		.execute();
	return new Map(rows.map((row) => [row.delegation_id, Number(row.count)]));
}

/**
 * One question across all delegations of a round. Coordinators read what was submitted last,
 * everybody else what was accepted, as far as its exposure goes (rules R4 and R8).
 * @throws Problem not_found
 */
export async function getComparePage(ctx: Context, roundId: string, questionName: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'response.compare');
		const definition = await getDefinition(trx, round.versionId);
		const order = questionsInOrder(definition);
		const place = order.findIndex(({ name }) => name === questionName);
		const found = findPlace(definition, questionName);
		const question = found?.area.questions.find(({ name }) => name === questionName);
		if (!found || !question || place < 0) throw notFound();
		const isCoordinator = mayDo('response.review', round.roles);
		const rows = await listRows(ctx, trx, {
			roundId: round.id,
			definition,
			area: found.area.name,
			question: questionName,
			isCoordinator
		});
		const restricted = rows.filter((row) =>
			[row.answer, ...(row.entries ?? []).map(({ answer }) => answer)].some(
				(answer) => answer?.exposure === 'coordinators'
			)
		);
		if (restricted.length > 0)
			await recordAudit(trx, ctx.actor, 'response.read', {
				studyId: round.studyId,
				roundId: round.id,
				subjectId: questionName,
				detail: { question: questionName, responses: restricted.map((row) => row.responseId) }
			});
		return {
			round,
			definition,
			area: found.area,
			question,
			isRepeated: found.repeats.length > 0,
			/** The innermost repeat it is asked in. */
			repeat: found.repeats.at(-1) ?? null,
			isCoordinator,
			rows,
			previous: order[place - 1] ?? null,
			next: order[place + 1] ?? null
		};
	});
}

interface Compared {
	roundId: string;
	definition: Definition;
	area: string;
	question: string;
	isCoordinator: boolean;
}

const contentOf = ({ status, value, reason, exposure }: AnswerContent): AnswerContent => ({
	status,
	value,
	reason,
	exposure
});

async function listRows(ctx: Context, trx: Trx, about: Compared): Promise<ComparedRow[]> {
	const { roundId, definition, area, question, isCoordinator } = about;
	const repeats = findPlace(definition, question)?.repeats.map(({ name }) => name) ?? [];
	const delegations = await listDelegations(trx, roundId, ctx.now());
	const responses = await trx
		.selectFrom('responses')
		.select(['id', 'delegation_id', 'area', 'state', 'submission', 'asked', 'answered'])
		.where('round_id', '=', roundId)
		.execute();
	const answers = await trx
		.selectFrom('submitted_answers')
		.select(['delegation_id', 'question', 'status', 'value', 'reason', 'exposure'])
		.where('round_id', '=', roundId)
		.where((eb) => eb.or([question, ...repeats].map(isAbout)))
		.where('is_latest', '=', true)
		// Somebody of the team may also answer for a country, whose drafts and submissions they see.
		.$if(!isCoordinator, (query) => query.where('is_accepted', '=', true))
		.execute();
	const scope = { roundId, question, onlyAccepted: !isCoordinator };
	const evidence = await countByDelegation(trx, 'evidence', scope);
	const queries = isCoordinator
		? await countByDelegation(trx, 'queries', scope)
		: new Map<string, number>();
	const unanswered = delegations.filter(
		({ id }) =>
			!answers.some(
				(answer) =>
					answer.delegation_id === id &&
					findAskedQuestion(definition, answer.question)?.question.name === question
			)
	);
	const others = isCoordinator
		? await listLatest(
				trx,
				unanswered.map(({ id }) => id)
			)
		: [];
	const today = ctx.now().toISOString().slice(0, 10);

	return delegations.map(({ id, country, countryName, name, status }) => {
		const own = responses.filter((each) => each.delegation_id === id);
		const mine = own.find((each) => each.area === area);
		const isSeen = mine && (isCoordinator || mine.state === 'accepted');
		const given = answers.filter((answer) => answer.delegation_id === id);
		const placed = repeats.length > 0 ? placesIn(definition, given) : undefined;
		const said = given
			.filter(
				(answer) => findAskedQuestion(definition, answer.question)?.question.name === question
			)
			.map((answer) => ({ answer, at: placed?.get(answer.question) }))
			.sort((left, right) => (left.at?.order ?? 0) - (right.at?.order ?? 0));
		const stored = said[0]?.answer;
		const whyEmpty = (): WhyEmpty => {
			if (status !== 'active') return status;
			if (!isSeen) return 'not_accepted';
			if (!isCoordinator) return 'not_shown';
			if (mine.submission === 0) return mine.state === 'not_started' ? 'not_started' : 'draft';
			const submittedAreas = new Set(
				own.filter((each) => each.submission > 0).map((each) => each.area)
			);
			const submitted = others.filter((answer) => answer.delegationId === id);
			const key = answerKey(
				question,
				repeats.map(() => FIRST_ENTRY)
			);
			return explainAbsence(
				definition,
				submittedAreas,
				lookAtSubmitted(definition, submitted, today)
			)(key);
		};
		const why = stored ? null : whyEmpty();
		return {
			delegation: { id, country, countryName, name, status },
			responseId: isSeen ? mine.id : null,
			state: isSeen ? mine.state : null,
			answer: stored ? contentOf(stored) : null,
			entries: placed
				? said.map(({ answer, at }) => ({
						place: (at?.steps ?? []).map(({ position }) => position).join('.'),
						answer: contentOf(answer)
					}))
				: null,
			why,
			progress: why === 'draft' && mine ? { answered: mine.answered, asked: mine.asked } : null,
			evidence: evidence.get(id) ?? 0,
			queries: queries.get(id) ?? 0
		};
	});
}
