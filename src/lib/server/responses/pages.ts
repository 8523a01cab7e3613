import { sql } from 'kysely';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { contentWithout, isComputed, questionOf, repeatsOf } from '#lib/xlsform/areaState.ts';
import { type Definition, findArea } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';
import { listShownClaims } from '../treaties/shownClaims.ts';
import { listOpenQueries, listQueries, listRepliers } from './threads.ts';
import { countAside } from './asideCount.ts';
import { listUnchanged } from './carryMarks.ts';
import { listUnreadMentions } from './commentPage.ts';
import { readCommentsBeside } from './commentsBeside.ts';
import { findEarlier } from './earlier.ts';
import { readEarlierBeside } from './earlierBeside.ts';
import { listOpenProposals, listStandingHandouts, readHandoutsBeside } from './handoutsBeside.ts';
import { answersOf } from './answer.ts';
import { emptyContent } from './saving.ts';
import { listEvidence } from './evidence.ts';
import { answersElsewhere, excerpt } from './excerpt.ts';
import { lookAt } from './look.ts';
import { listAnswers, listOpenConflicts } from './queries.ts';
import { listReadyMarks } from './ready.ts';
import { listObstacles } from './submission.ts';

/** Who answers for a delegation, by name. */
async function listColleagues(trx: Trx, delegationId: string) {
	return trx
		.selectFrom('delegation_members as m')
		.innerJoin('accounts as a', 'a.id', 'm.account_id')
		.select(['a.id', 'a.name'])
		.where('m.delegation_id', '=', delegationId)
		.orderBy('a.name')
		.execute();
}

/** Every area's state and counts, in the questionnaire's order. */
async function listAreas(trx: Trx, definition: Definition, delegationId: string) {
	const responses = await trx
		.selectFrom('responses')
		.select([
			'id',
			'area',
			'state',
			'asked',
			'answered',
			'required_missing as requiredMissing',
			'saved_at as savedAt',
			'submitted_at as submittedAt',
			'reason',
			// Read before the answers are: what is saved in between has a higher number, and is asked for.
			sql<number>`coalesce((select max(a.change) from answers a
				where a.response_id = responses.id), 0)`.as('change')
		])
		.where('delegation_id', '=', delegationId)
		.execute();
	return definition.areas.flatMap((area) => {
		const response = responses.find((each) => each.area === area.name);
		return response
			? [{ ...response, number: area.number, title: area.title, kind: area.kind }]
			: [];
	});
}

/** The front page of a delegation: its areas, how far each is and what is asked of it. */
export async function getDelegationPage(ctx: Context, delegationId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		const definition = await getDefinition(trx, delegation.versionId);
		const areas = await listAreas(trx, definition, delegationId);
		const queries = await listOpenQueries(trx, delegationId, ctx.now());
		const numbered = queries.map((query) => ({
			...query,
			area: areas.find((area) => area.id === query.responseId)?.area ?? '',
			number: findAskedQuestion(definition, query.question)?.question.number ?? ''
		}));
		const unread = await listUnreadMentions(trx, ctx.actor.accountId, delegationId);
		const mentions = unread.map((mention) => ({
			...mention,
			number: findAskedQuestion(definition, mention.question ?? '')?.question.number ?? ''
		}));
		const aside = await countAside(trx, delegationId);
		const earlier = delegation.mayWrite ? await findEarlier(trx, delegationId) : undefined;
		const language = definition.default_language;
		return {
			delegation,
			areas,
			openQueries: numbered,
			/** Members who may reply to them. */
			repliers: await listRepliers(trx, delegationId),
			/** Comments that mention the reader and that they have not read. */
			mentions,
			aside,
			/** Name of the round before. */
			earlier: earlier?.roundName ?? null,
			language,
			handouts: await listStandingHandouts(trx, { delegationId }),
			proposals: await listOpenProposals(trx, { delegationId }),
			ready: await listReadyMarks(trx, delegationId)
		};
	});
}

/** One area to fill in: questions, answers with their revisions, evidence, queries, conflicts. */
export async function getAreaPage(
	ctx: Context,
	delegationId: string,
	areaName: string,
	language: string
) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		const definition = await getDefinition(trx, delegation.versionId);
		const area = findArea(definition, areaName);
		const areas = await listAreas(trx, definition, delegationId);
		const response = areas.find((each) => each.area === areaName);
		if (!area || !response) throw notFound();
		const stored = await listAnswers(trx, { delegationId });
		const conflicts = await listOpenConflicts(trx, response.id);
		const look = lookAt(definition, answersOf(stored), {
			now: ctx.now(),
			seed: delegationId,
			language
		});
		const seen = look.see(area);
		const found = new Map(
			stored.filter((answer) => answer.area === areaName).map((answer) => [answer.question, answer])
		);
		const answers: Record<string, AnswerContent & { revision: number }> = {};
		const put = (key: string, empty: AnswerContent) => {
			const { status, value, reason, exposure } = found.get(key) ?? empty;
			answers[key] = { status, value, reason, exposure, revision: found.get(key)?.revision ?? 0 };
		};
		for (const key of Object.keys(seen.questions)) {
			const question = questionOf(area, key)!;
			// What was computed when the area was last handed in is computed anew.
			if (isComputed(question)) found.delete(key);
			put(key, contentWithout(question, seen.questions[key]));
		}
		for (const { key, isCounted } of repeatsOf(seen.outline))
			if (!isCounted) put(key, emptyContent('public'));
		const shown = excerpt(definition, area, language);
		const isWritable =
			delegation.mayWrite &&
			!delegation.closedAt &&
			delegation.status === 'active' &&
			['not_started', 'draft', 'returned', 'reopened'].includes(response.state);
		const at = {
			delegation,
			definition,
			area,
			responseId: response.id,
			keys: Object.keys(answers)
		};
		const handouts = await readHandoutsBeside(trx, at);
		const unchanged = await listUnchanged(trx, delegationId, stored);
		return {
			delegation,
			areas,
			response,
			isWritable,
			me: ctx.actor.accountId,
			people: await listColleagues(trx, delegationId),
			handouts,
			comments: await readCommentsBeside(trx, at),
			earlier: await readEarlierBeside(trx, at),
			/** The area's excerpt in `language`, texts of other languages left out. */
			definition: shown,
			/** By key, of every entry; with the default or the computed value where none is stored. */
			answers,
			/** Values of other areas that this area's expressions look at. */
			elsewhere: answersElsewhere(look.session, definition, shown),
			/** What the engine makes of the answers. */
			seen,
			counts: look.count(area),
			/** What the study knows of the treaties the area asks about, as the actor may see it. */
			treaties: await listShownClaims(
				trx,
				{ ...delegation, delegationId },
				definition,
				area.questions
			),
			obstacles: listObstacles(area, seen, conflicts, handouts.proposals, unchanged),
			conflicts,
			evidence: await listEvidence(trx, response.id),
			queries: await listQueries(trx, { responseId: response.id }, ctx.now())
		};
	});
}
