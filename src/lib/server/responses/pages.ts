import type { AnswerContent, Answers } from '#lib/xlsform/answers.ts';
import { type Area, type Definition, findArea } from '#lib/xlsform/definition.ts';
import { referencesOfQuestion } from '#lib/xlsform/dependents.ts';
import { evaluateAreas } from '#lib/xlsform/evaluate.ts';
import { mayDo } from '../access/verbs.ts';
import { listActorRoles } from '../access/authorize.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { listQueries } from './threads.ts';
import { answersOf } from './answer.ts';
import { emptyContent } from './saving.ts';
import { listEvidence } from './evidence.ts';
import { listAnswers, listOpenConflicts } from './queries.ts';
import { listObstacles } from './submission.ts';

/**
 * A delegation as its own members see it.
 * @throws Problem not_found for everybody else
 */
export async function getOwnDelegation(trx: Trx, delegationId: string) {
	const delegation = await trx
		.selectFrom('delegations as d')
		.innerJoin('rounds as o', 'o.id', 'd.round_id')
		.innerJoin('studies as s', 's.id', 'd.study_id')
		.innerJoin('round_countries as c', (join) =>
			join.onRef('c.round_id', '=', 'd.round_id').onRef('c.country', '=', 'd.country')
		)
		.select([
			'd.id',
			'd.country',
			'd.name',
			'd.status',
			'c.name as countryName',
			'o.id as roundId',
			'o.name as roundName',
			'o.opens_on as opensOn',
			'o.closes_on as closesOn',
			'o.closed_at as closedAt',
			'o.questionnaire_version_id as versionId',
			's.id as studyId',
			's.name as studyName',
			's.is_invented as isInvented'
		])
		.where('d.id', '=', delegationId)
		.executeTakeFirst();
	if (!delegation) throw notFound();
	const roles = await listActorRoles(trx, { delegationId });
	if (!mayDo('answer.read', roles)) throw notFound();
	return { ...delegation, maySubmit: mayDo('response.submit', roles) };
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
			'reason'
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
		const queries = await trx
			.selectFrom('queries')
			.select([
				'id',
				'response_id as responseId',
				'question',
				'state',
				'kind',
				'opened_at as openedAt'
			])
			.where('delegation_id', '=', delegationId)
			.where('state', '=', 'open')
			.orderBy('opened_at')
			.execute();
		const numbered = queries.map((query) => ({
			...query,
			area: areas.find((area) => area.id === query.responseId)?.area ?? '',
			number:
				definition.areas.flatMap((area) => area.questions).find((q) => q.name === query.question)
					?.number ?? ''
		}));
		return { delegation, areas, openQueries: numbered, language: definition.default_language };
	});
}

/** Only what one area's page needs of a definition, in one language: the page travels on slow lines. */
function excerpt(definition: Definition, area: Area, language: string): Definition {
	const lists = new Set(
		area.questions.flatMap((question) => [
			question.list,
			question.units,
			question.instruments,
			question.matrix?.rows,
			...(question.matrix?.columns.map((column) => column.list) ?? [])
		])
	);
	const choices = Object.fromEntries(
		Object.entries(definition.choices).filter(([name]) => lists.has(name))
	);
	const drop = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(drop);
		if (typeof value !== 'object' || value === null) return value;
		const entries = Object.entries(value);
		const isText =
			definition.default_language in value && entries.every(([, each]) => typeof each === 'string');
		if (!isText) return Object.fromEntries(entries.map(([key, each]) => [key, drop(each)]));
		const texts = value as Record<string, string>;
		return language in texts
			? { [language]: texts[language] }
			: { [definition.default_language]: texts[definition.default_language] };
	};
	return drop({
		...definition,
		choices,
		areas: [{ ...area, questions: area.questions.map(({ topics: _, ...question }) => question) }]
	}) as Definition;
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
		const today = ctx.now().toISOString().slice(0, 10);
		const all = answersOf(stored);
		const answers: Record<string, AnswerContent & { revision: number }> = {};
		for (const question of area.questions) {
			const found = stored.find((answer) => answer.question === question.name);
			const { status, value, reason, exposure } = found ?? emptyContent(question.exposure);
			answers[question.name] = { status, value, reason, exposure, revision: found?.revision ?? 0 };
		}
		const named = new Set(area.questions.flatMap(referencesOfQuestion));
		const elsewhere: Record<string, Answers[string]> = {};
		// An answer that is no longer asked counts as none, as it does when the server evaluates.
		const everywhere = evaluateAreas(definition, all, { today });
		for (const answer of stored)
			if (
				named.has(answer.question) &&
				answer.area !== areaName &&
				everywhere.get(answer.area)?.questions[answer.question]?.relevant
			)
				elsewhere[answer.question] = { status: answer.status, value: answer.value };
		const isWritable =
			!delegation.closedAt &&
			delegation.status === 'active' &&
			['not_started', 'draft', 'returned', 'reopened'].includes(response.state);
		return {
			delegation,
			areas,
			response,
			isWritable,
			/** The area's excerpt in `language`, texts of other languages left out. */
			definition: excerpt(definition, area, language),
			answers,
			/** Answers of other areas that this area's expressions look at. */
			elsewhere,
			evaluation: everywhere.get(areaName)!,
			obstacles: listObstacles(definition, area, stored, conflicts, today),
			conflicts,
			evidence: await listEvidence(trx, response.id),
			queries: await listQueries(trx, { responseId: response.id })
		};
	});
}
