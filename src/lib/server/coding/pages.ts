import { sql } from 'kysely';
import type { Definition } from '#lib/xlsform/definition.ts';
import type { Placed } from '#lib/codes/tree.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import {
	type GroupHead,
	type ListedParticipant,
	getGroup,
	listParticipants
} from '../focusgroups/queries.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { type AnswerFilter, type AnswerWindow, listAnswerWindow } from './answerWindow.ts';
import { type Code, listCodes } from './codebook.ts';
import { type ListedMemo, listMemosOf } from './memoQueries.ts';
import { type TurnFilter, type TurnWindow, type Which, listTurnWindow } from './turnWindow.ts';

/** What every coding page shows beside the texts. */
interface Beside {
	codes: Placed<Code>[];
	/** How often each code stands in what the page is about. */
	counts: { codeId: string; count: number }[];
	/** The codes the actor put on last, newest first. */
	recent: string[];
}

export interface MeetingPage extends Beside {
	group: GroupHead;
	participants: ListedParticipant[];
	blocks: { id: string; title: string }[];
	countries: { country: string; name: string }[];
	/** Roles other than participant that spoke. */
	roles: string[];
	memos: ListedMemo[];
	window: TurnWindow;
}

/** @throws Problem not_found, also where the meeting is of another round */
async function getGroupOf(trx: Trx, roundId: string, groupId: string): Promise<GroupHead> {
	const group = await getGroup(trx, groupId, 'coding.write');
	if (group.roundId !== roundId) throw notFound();
	return group;
}

/**
 * The coding page of a meeting: its people, guide, codebook and the turns asked for.
 * @throws Problem not_found
 */
export async function getMeetingPage(
	ctx: Context,
	place: { roundId: string; groupId: string },
	filter: TurnFilter,
	which: Which
): Promise<MeetingPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroupOf(trx, place.roundId, place.groupId);
		const blocks = await sql<{ id: string; title: string }>`select id, title from guide_blocks
			where group_id = ${group.id}::uuid and removed_at is null order by position, id`.execute(trx);
		const roles = await sql<{ speaker: string }>`select distinct speaker from turns
			where group_id = ${group.id}::uuid and speaker <> 'participant'
				and removed_at is null order by speaker`.execute(trx);
		const counts = await sql<{ codeId: string; count: number }>`select c.code_id as "codeId",
				count(*)::int as count from codings c join turns t on t.id = c.turn_id
			where t.group_id = ${group.id}::uuid and t.removed_at is null and c.removed_at is null
			group by c.code_id`.execute(trx);
		return {
			group,
			participants: await listParticipants(trx, group.id),
			blocks: blocks.rows,
			countries: await listCountries(trx, group.roundId),
			roles: roles.rows.map(({ speaker }) => speaker),
			codes: await listCodes(trx, group.studyId),
			counts: counts.rows,
			recent: await listRecent(trx, group.studyId),
			memos: await listMemosOf(trx, { groupId: group.id }),
			window: await listTurnWindow(trx, group, filter, which)
		};
	});
}

/**
 * Turns of a meeting for a page that is open.
 * @throws Problem not_found
 */
export async function getTurnWindow(
	ctx: Context,
	place: { roundId: string; groupId: string },
	filter: TurnFilter,
	which: Which
): Promise<TurnWindow> {
	return asActor(ctx.db, ctx.actor, async (trx) =>
		listTurnWindow(trx, await getGroupOf(trx, place.roundId, place.groupId), filter, which)
	);
}

export interface AreaPage extends Beside {
	round: RoundHead;
	definition: Definition;
	area: string;
	countries: { country: string; name: string }[];
	window: AnswerWindow;
}

/**
 * The coding page of an issue area: its narrative answers across countries.
 * @throws Problem not_found
 */
export async function getAreaCodingPage(
	ctx: Context,
	place: { roundId: string; area: string },
	filter: AnswerFilter,
	which: Which
): Promise<AreaPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, place.roundId, 'coding.write');
		const definition = await getDefinition(trx, round.versionId);
		const about = { round, definition, area: place.area };
		const window = await listAnswerWindow(trx, ctx, about, filter, which);
		const counts = await sql<{ codeId: string; count: number }>`select c.code_id as "codeId",
				count(*)::int as count from codings c join responses r on r.id = c.response_id
			where c.round_id = ${round.id}::uuid and r.area = ${place.area} and c.removed_at is null
			group by c.code_id`.execute(trx);
		return {
			round,
			definition,
			area: place.area,
			countries: await listCountries(trx, round.id),
			codes: await listCodes(trx, round.studyId),
			counts: counts.rows,
			recent: await listRecent(trx, round.studyId),
			window
		};
	});
}

/**
 * Answers of an area for a page that is open.
 * @throws Problem not_found
 */
export async function getAnswerWindow(
	ctx: Context,
	place: { roundId: string; area: string },
	filter: AnswerFilter,
	which: Which
): Promise<{ definition: Definition; window: AnswerWindow }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, place.roundId, 'coding.write');
		const definition = await getDefinition(trx, round.versionId);
		const about = { round, definition, area: place.area };
		return { definition, window: await listAnswerWindow(trx, ctx, about, filter, which) };
	});
}

async function listCountries(trx: Trx, roundId: string) {
	return await trx
		.selectFrom('round_countries')
		.select(['country', 'name'])
		.where('round_id', '=', roundId)
		.orderBy('name')
		.execute();
}

async function listRecent(trx: Trx, studyId: string): Promise<string[]> {
	const found = await sql<{ codeId: string }>`select code_id as "codeId" from (
			select code_id, created_at from codings
			where study_id = ${studyId}::uuid and coder_id = actor_id() and removed_at is null
				and origin in ('hand', 'quick')
			order by created_at desc limit 200) last
		group by code_id order by max(created_at) desc limit 9`.execute(trx);
	return found.rows.map(({ codeId }) => codeId);
}
