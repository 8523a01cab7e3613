import { type Definition, type Text, findArea } from '#lib/xlsform/definition.ts';
import { entriesIn } from '#lib/xlsform/areaState.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { listKeys } from '#lib/xlsform/listKeys.ts';
import type { ResponseState } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import { listActorRoles } from '../access/authorize.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { answersOf } from '../responses/answer.ts';
import { type StandingHandout, listStandingHandouts } from '../responses/handoutsBeside.ts';
import { lookAt } from '../responses/look.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';
import { listAnswers } from '../responses/queries.ts';
import { canBeProposed } from './handouts.ts';
import { listHelperLinks } from './links.ts';

export interface HandoutArea {
	area: string;
	number: number;
	title: Text;
	isIssue: boolean;
	state: ResponseState;
	asked: number;
	answered: number;
	handouts: (StandingHandout & { number: string; label: string })[];
}

/** A question that can be handed out. */
export interface HandoutQuestion {
	key: string;
	number: string;
	label: string;
}

/**
 * Who has which areas and questions of a delegation, its links, and what there is to hand out
 * of `chosen`, an area's name.
 * @throws Problem not_found
 */
export async function getHandoutsPage(
	ctx: Context,
	delegationId: string,
	chosen: string | null,
	language: string
) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		const definition = await getDefinition(trx, delegation.versionId);
		const roles = await listActorRoles(trx, { delegationId });
		const mayGive = mayDo('handout.give', roles);
		const stored = await listAnswers(trx, { delegationId });
		const look = lookAt(definition, answersOf(stored), {
			now: ctx.now(),
			seed: delegationId,
			language
		});
		const labels = (area: string) => {
			const found = findArea(definition, area);
			return found ? look.see(found) : undefined;
		};
		const standing = await listStandingHandouts(trx, { delegationId });
		const areas = await listHandoutAreas(trx, definition, delegationId);
		return {
			delegation,
			definition,
			mayGive,
			areas: areas.map((area): HandoutArea => ({
				...area,
				handouts: standing
					.filter((one) => one.area === area.area)
					.map((one) => ({
						...one,
						...wordsOf(definition, one.question, labels(area.area)?.questions ?? {}, language)
					}))
			})),
			people: await listPeople(trx, delegationId),
			links: mayGive ? await listHelperLinks(trx, delegationId, ctx.now()) : [],
			questions: mayGive && chosen ? questionsOf(definition, chosen, labels(chosen), language) : []
		};
	});
}

type Seen = { label?: string };

function wordsOf(
	definition: Definition,
	key: string | null,
	seen: Record<string, Seen>,
	language: string
): { number: string; label: string } {
	const question = key === null ? undefined : findAskedQuestion(definition, key)?.question;
	if (key === null || !question) return { number: '', label: '' };
	const { label } = question;
	const words = label[language] ?? label[definition.default_language] ?? '';
	return { number: question.number, label: seen[key]?.label ?? words };
}

/** The questions of an area asked now that a colleague could answer or propose an answer to. */
function questionsOf(
	definition: Definition,
	name: string,
	seen: ReturnType<ReturnType<typeof lookAt>['see']> | undefined,
	language: string
): HandoutQuestion[] {
	const area = findArea(definition, name);
	if (!area || !seen) return [];
	return listKeys(area, entriesIn(seen.outline)).flatMap((each) => {
		if (each.kind === 'entries' || !seen.questions[each.key]?.relevant) return [];
		if (!canBeProposed(each.question)) return [];
		return [{ key: each.key, ...wordsOf(definition, each.key, seen.questions, language) }];
	});
}

async function listHandoutAreas(trx: Trx, definition: Definition, delegationId: string) {
	const rows = await trx
		.selectFrom('responses')
		.select(['area', 'state', 'asked', 'answered'])
		.where('delegation_id', '=', delegationId)
		.execute();
	return definition.areas.flatMap(({ name, number, title, kind }) => {
		const row = rows.find((each) => each.area === name);
		return row ? [{ ...row, number, title, isIssue: kind === 'issue' }] : [];
	});
}

function listPeople(trx: Trx, delegationId: string) {
	return trx
		.selectFrom('delegation_members as m')
		.innerJoin('accounts as a', 'a.id', 'm.account_id')
		.select(['a.id', 'a.name', 'm.proposes_only as proposesOnly'])
		.where('m.delegation_id', '=', delegationId)
		.orderBy('a.name')
		.execute();
}
