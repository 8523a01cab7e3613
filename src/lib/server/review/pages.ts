import { sql } from 'kysely';
import { isAsked } from '#lib/xlsform/areaState.ts';
import { isFilledIn } from '#lib/xlsform/readArea.ts';
import { type Area, type Definition, type Question, findArea } from '#lib/xlsform/definition.ts';
import type { Session } from '#lib/xlsform/engine/session.ts';
import { inEntry } from '#lib/xlsform/formFields.ts';
import { type EntryStep, entriesAmong, listKeys } from '#lib/xlsform/listKeys.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { DelegationStatus, ResponseState } from '#lib/terms.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { listEvidence } from '../responses/evidence.ts';
import { sameContent } from '../responses/saving.ts';
import { listQueries, listRepliers } from '../responses/threads.ts';
import { getRoundHead } from '../studies/queries.ts';
import {
	type NoAnswer,
	type SubmittedAnswer,
	explainAbsence,
	listLatest,
	listOfSubmission,
	lookAtSubmitted
} from './submitted.ts';

/** An area of one delegation as the coordinators' list and page head show it. */
export interface ReviewItem {
	id: string;
	delegationId: string;
	area: string;
	state: ResponseState;
	/** Number of the last submission; 0 before the first. */
	submission: number;
	submittedAt: Date | null;
	/** null where the person has left the study since. */
	submittedBy: string | null;
	decidedAt: Date | null;
	/** Why it was returned or reopened. */
	reason: string | null;
	/** How far the draft is, where the delegation is working on it. */
	asked: number;
	answered: number;
	country: string;
	countryName: string;
	/** Tells two delegations of one country apart. */
	name: string;
	status: DelegationStatus;
	open: number;
	replied: number;
	evidence: number;
}

/** Empty strings stand for no filter. `queries`: those with an open query, or with a reply to read. */
export interface QueueFilter {
	area: string;
	country: string;
	queries: string;
}

async function listItems(trx: Trx, roundId: string, condition: ReturnType<typeof sql>) {
	const found = await sql<ReviewItem>`
		select r.id, r.delegation_id as "delegationId", r.area, r.state, r.submission,
			r.submitted_at as "submittedAt", p.name as "submittedBy", r.decided_at as "decidedAt", r.reason,
			r.asked, r.answered, d.country, c.name as "countryName", d.name, d.status,
			(select count(*)::int from queries q where q.response_id = r.id and q.state = 'open') as open,
			(select count(*)::int from queries q where q.response_id = r.id
				and q.state in ('replied', 'changed_after_closing')) as replied,
			(select count(*)::int from evidence e where e.response_id = r.id and e.is_submitted
				and e.removed_at is null) as evidence
		from responses r
		join delegations d on d.id = r.delegation_id
		join round_countries c on c.round_id = d.round_id and c.country = d.country
		left join submissions s on s.response_id = r.id and s.number = r.submission
		left join accounts p on p.id = s.submitted_by
		where r.round_id = ${roundId}::uuid and ${condition}
		order by case when r.state = 'submitted' then r.submitted_at else r.decided_at end, r.id`.execute(
		trx
	);
	return found.rows;
}

/**
 * What waits for the coordinators of a round, oldest first, and what waits for its delegations.
 * @throws Problem not_found for all but coordinators
 */
export async function getReviewQueue(ctx: Context, roundId: string, filter: QueueFilter) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'response.review');
		const definition = await getDefinition(trx, round.versionId);
		const all = await listItems(
			trx,
			round.id,
			sql`r.state in ('submitted', 'returned', 'reopened')`
		);
		const items = all.filter(
			(item) =>
				(!filter.area || item.area === filter.area) &&
				(!filter.country || item.country === filter.country) &&
				(filter.queries !== 'open' || item.open > 0) &&
				(filter.queries !== 'replied' || item.replied > 0)
		);
		const countries = new Map(all.map((item) => [item.country, item.countryName]));
		return {
			round,
			areas: definition.areas.map(({ name, number, title }) => ({ name, number, title })),
			language: definition.default_language,
			countries: [...countries].map(([code, name]) => ({ code, name })),
			submitted: items.filter((item) => item.state === 'submitted'),
			waiting: items.filter((item) => item.state !== 'submitted'),
			total: all.length
		};
	});
}

/** The submitted area of a round that has waited longest, other than `except`; undefined where none waits. */
export async function findNextToReview(
	ctx: Context,
	roundId: string,
	except: string | null = null
): Promise<string | undefined> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'response.review');
		const next = await trx
			.selectFrom('responses')
			.select('id')
			.where('round_id', '=', round.id)
			.where('state', '=', 'submitted')
			.$if(except !== null, (query) => query.where('id', '<>', except))
			.orderBy('submitted_at')
			.orderBy('id')
			.executeTakeFirst();
		return next?.id;
	});
}

/** One question of a submission: its answer or why there is none, and what it was before. */
export interface ReviewedQuestion {
	/** The entries it stands in, outermost first. */
	steps: readonly EntryStep[];
	/** Its entry was removed since the submission before. */
	isGone: boolean;
	/** Called by its answer key, see inEntry. */
	question: Question;
	answer: SubmittedAnswer | null;
	noAnswer: NoAnswer | null;
	/** Against the submission before; null where nothing changed or there was none before. */
	change: 'new' | 'changed' | 'removed' | null;
	before: SubmittedAnswer | null;
}

function compareSubmissions(
	area: Area,
	latest: readonly SubmittedAnswer[],
	previous: readonly SubmittedAnswer[] | null,
	whyNone: (question: string) => NoAnswer
): ReviewedQuestion[] {
	const of = (answers: readonly SubmittedAnswer[] | null, key: string) =>
		answers?.find((answer) => answer.question === key) ?? null;
	const entriesOf = (answers: readonly SubmittedAnswer[]) => {
		const among = entriesAmong(answers);
		return (key: string) => among(key) ?? [];
	};
	const listed = listKeys(area, entriesOf(latest));
	const keys = new Set(listed.map(({ key }) => key));
	// Entries that are gone stand behind those that are there.
	const gone = previous
		? listKeys(area, entriesOf(previous)).filter(({ key }) => !keys.has(key))
		: [];
	return [...listed, ...gone].flatMap((each): ReviewedQuestion[] => {
		if (each.kind === 'entries' || !isShown(each.question)) return [];
		const { key, question, steps } = each;
		const answer = of(latest, key);
		const before = of(previous, key);
		let change: ReviewedQuestion['change'] = null;
		if (previous && answer && !before) change = 'new';
		else if (before && !answer) change = 'removed';
		else if (before && answer && !sameContent(before, answer)) change = 'changed';
		const isGone = !keys.has(key);
		if (isGone && !before) return [];
		const noAnswer = answer ? null : isGone ? 'not_asked' : whyNone(key);
		const named = inEntry(question, key);
		return [{ question: named, steps, isGone, answer, noAnswer, change, before }];
	});
}

/** Notes say nothing, and a computed value is shown where it has words. */
function isShown(question: Question): boolean {
	if (question.type === 'note' || question.type === 'metadata') return false;
	if (question.type !== 'calculate' && question.type !== 'hidden') return isAsked(question);
	return Object.values(question.label).some((words) => words !== '');
}

/** A label that shows other answers, as it read when this was submitted. */
function fillIn(session: Session, question: Question): Question {
	if (!isFilledIn(question.label)) return question;
	const label = Object.fromEntries(
		Object.entries(question.label).map(([tag, text]) => [tag, session.text(question.name, text)])
	);
	return { ...question, label };
}

async function readSubmission(trx: Trx, definition: Definition, item: ReviewItem, today: string) {
	const area = findArea(definition, item.area);
	if (!area) throw notFound();
	const latest = await listOfSubmission(trx, item.id, item.submission);
	const previous =
		item.submission > 1 ? await listOfSubmission(trx, item.id, item.submission - 1) : null;
	const everything = await listLatest(trx, [item.delegationId]);
	const submittedAreas = await trx
		.selectFrom('responses')
		.select('area')
		.where('delegation_id', '=', item.delegationId)
		.where('submission', '>', 0)
		.execute();
	const areas = new Set(submittedAreas.map((each) => each.area));
	const look = lookAtSubmitted(definition, everything, today);
	const whyNone = explainAbsence(definition, areas, look);
	const questions = compareSubmissions(area, latest, previous, whyNone).map((reviewed) => ({
		...reviewed,
		question: fillIn(look.session, reviewed.question)
	}));
	return { area, questions };
}

/**
 * One area as last submitted, with what changed, its evidence and its queries. Never the words
 * of a draft (rule R1). Reading answers kept to coordinators is audited (rule R13).
 * @throws Problem not_found for all but coordinators
 */
export async function getReviewPage(ctx: Context, roundId: string, responseId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'response.review');
		const [item] = await listItems(trx, round.id, sql`r.id = ${responseId}::uuid`);
		if (!item) throw notFound();
		const definition = await getDefinition(trx, round.versionId);
		const today = ctx.now().toISOString().slice(0, 10);
		const { area, questions } = await readSubmission(trx, definition, item, today);
		const evidence = item.submission > 0 ? await listEvidence(trx, item.id) : [];
		const submissions = await trx
			.selectFrom('submissions as s')
			.leftJoin('accounts as p', 'p.id', 's.submitted_by')
			.select(['s.number', 's.submitted_at as at', 'p.name as by'])
			.where('s.response_id', '=', item.id)
			.orderBy('s.number', 'desc')
			.execute();
		const restricted = [
			...questions.flatMap(({ answer, before }) => [answer, before]),
			...evidence
		].filter((each) => each?.exposure === 'coordinators').length;
		if (restricted > 0)
			await recordAudit(trx, ctx.actor, 'response.read', {
				studyId: round.studyId,
				roundId: round.id,
				delegationId: item.delegationId,
				subjectId: item.id,
				detail: { area: item.area, submission: item.submission, restricted }
			});
		return {
			round,
			item,
			definition,
			area,
			questions,
			evidence,
			submissions,
			queries: await listQueries(trx, { responseId: item.id }, ctx.now()),
			/** Who of the delegation may reply to a query. */
			people: await listRepliers(trx, item.delegationId)
		};
	});
}
