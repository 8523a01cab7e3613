import { blockFactsOf } from '#lib/focusgroups/facts.ts';
import { meetingMinutes } from '#lib/focusgroups/meetingTime.ts';
import {
	type Area,
	type Definition,
	type Question,
	findQuestion
} from '#lib/xlsform/definition.ts';
import type { SeedKind } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getGroupOfRound } from './groupPage.ts';
import { groupScope } from './groups.ts';
import { type GuideBlock, listBlocks, listRemovedBlocks } from './guideQueries.ts';
import type { GroupHead } from './queries.ts';
import { type RoundCountry, type SeedRow, findRoundSeeds, listSeedRows } from './seedAnswers.ts';
import { type FoundSeed, kindAsSeen, missingSeeds } from './seeds.ts';

/** What a block brings up, with the answers as the reader may see them now. */
export interface ShownSeed {
	kind: SeedKind | 'talk';
	/** As it is stored, for the forms of those who may change it. */
	storedKind: SeedKind;
	question: string;
	/** null where the questionnaire asks this no longer. */
	asked: { area: Area; question: Question } | null;
	note: string;
	rows: SeedRow[];
}

/** Something the answers raise that no block brings up yet. */
export interface OfferedSeed extends FoundSeed {
	asked: { area: Area; question: Question };
	rows: SeedRow[];
}

export interface ShownBlock extends Omit<GuideBlock, 'seeds'> {
	seeds: ShownSeed[];
	/** How many seeds are offered. */
	offered: number;
	/** Set for the block asked for. */
	offers: OfferedSeed[] | null;
}

interface Reading {
	group: GroupHead;
	definition: Definition;
	countries: RoundCountry[];
	blocks: ShownBlock[];
}

/** Reads a guide in the actor's own view; `offersFor` names the block whose offers are wanted. */
async function readGuide(trx: Trx, group: GroupHead, offersFor: string | null): Promise<Reading> {
	const { definition, countries, found } = await findRoundSeeds(trx, group.round, group.roles);
	const isCoordinator = mayDo('response.review', group.roles);
	const blocks = await listBlocks(trx, group.id);
	const offersOf = (block: GuideBlock) => missingSeeds(found, [block], blocks);
	const chosen = blocks.find(({ id }) => id === offersFor);
	const shown = [...blocks.flatMap(({ seeds }) => seeds), ...(chosen ? offersOf(chosen) : [])];
	const questions = [...new Set(shown.map(({ question }) => question))];
	const rows = await listSeedRows(trx, group.round, questions, group.roles);
	const rowsOf = ({ question, countries: named }: Pick<FoundSeed, 'question' | 'countries'>) =>
		(rows.get(question) ?? []).filter(({ delegation }) => named.includes(delegation.country));
	return {
		group,
		definition,
		countries,
		blocks: blocks.map((block) => ({
			...block,
			seeds: block.seeds.map((seed) => ({
				kind: kindAsSeen(seed, found, isCoordinator),
				storedKind: seed.kind,
				question: seed.question,
				asked: findQuestion(definition, seed.question) ?? null,
				note: seed.note,
				rows: rowsOf(seed)
			})),
			offered: offersOf(block).length,
			offers:
				block === chosen
					? offersOf(block).flatMap((seed) => {
							const asked = findQuestion(definition, seed.question);
							return asked ? [{ ...seed, asked, rows: rowsOf(seed) }] : [];
						})
					: null
		}))
	};
}

/** The answers shown that are kept to coordinators, by question and response. */
function restrictedIn(blocks: readonly ShownBlock[]) {
	const shown = blocks.flatMap(({ seeds, offers }) => [...seeds, ...(offers ?? [])]);
	const restricted = shown.flatMap(({ question, rows }) =>
		rows
			.filter(({ answers }) => answers.some(({ answer }) => answer.exposure === 'coordinators'))
			.map(({ responseId }) => ({ question, responseId }))
	);
	return {
		questions: [...new Set(restricted.map(({ question }) => question))],
		responses: [...new Set(restricted.map(({ responseId }) => responseId))]
	};
}

async function auditRestricted(
	trx: Trx,
	ctx: Context,
	{ group, blocks }: Reading,
	action: 'response.read' | 'group.print'
): Promise<void> {
	const detail = restrictedIn(blocks);
	if (detail.questions.length > 0)
		await recordAudit(trx, ctx.actor, action, { ...groupScope(group), detail });
}

/**
 * The guide of a meeting, with what it brings up of the answers. `offersFor` names a block for
 * which to show what else they raise. Reading answers kept to coordinators is audited (rule R13).
 * @throws Problem not_found for all who do not work with what is said
 */
export async function getGuidePage(
	ctx: Context,
	input: { roundId: string; groupId: string; offersFor: string | null }
) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroupOfRound(trx, { ...input, verb: 'group.read' });
		const guide = await readGuide(trx, group, input.offersFor);
		await auditRestricted(trx, ctx, guide, 'response.read');
		const mayWrite = mayDo('group.guide', group.roles);
		return {
			...guide,
			mayWrite: mayWrite && !group.closedAt,
			removed: mayWrite
				? (await listRemovedBlocks(trx, group.id)).map(({ id, title, ...block }) => ({
						id,
						title,
						facts: blockFactsOf({ title, ...block })
					}))
				: [],
			minutes: totalMinutes(guide.blocks),
			available: meetingMinutes(group.hours, group)
		};
	});
}

/** The time boxes together. */
export function totalMinutes(blocks: readonly { minutes: number | null }[]): number {
	return blocks.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
}

/**
 * The guide to print. It is recorded where it puts answers kept to coordinators on paper.
 * @throws Problem not_found for all who do not work with what is said
 */
export async function getGuidePrint(ctx: Context, roundId: string, groupId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroupOfRound(trx, { roundId, groupId, verb: 'group.read' });
		const guide = await readGuide(trx, group, null);
		await auditRestricted(trx, ctx, guide, 'group.print');
		return {
			...guide,
			hasRestricted: restrictedIn(guide.blocks).questions.length > 0,
			minutes: totalMinutes(guide.blocks),
			available: meetingMinutes(group.hours, group)
		};
	});
}
