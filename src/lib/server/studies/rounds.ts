import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Text } from '#lib/xlsform/definition.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { Problem } from '../problem.ts';
import { getDefinition, getOfferedDefinition, getVersionOwner } from '../questionnaires/queries.ts';
import {
	type DelegationSummary,
	type RoundHead,
	getRoundHead,
	insertDelegations,
	listDelegations,
	lockRoundHead
} from './queries.ts';

/** Days as YYYY-MM-DD; both are part of the time people answer. */
export interface RoundInput {
	name: string;
	opensOn: string;
	closesOn: string;
}

/** A country asked: ISO 3166-1 alpha-2, or a code of the study's own, and what it is called. */
export interface CountryInput {
	code: string;
	name: string;
}

function requireOrder(input: RoundInput): void {
	if (input.closesOn < input.opensOn) throw new Problem('invalid', { field: 'closesOn' });
}

/**
 * Sets up a round: its countries, a delegation for each, and a response per delegation and
 * area. Gives the round's id.
 * @throws Problem not_found, already_exists for a name taken in the study, invalid
 */
export async function createRound(
	ctx: Context,
	input: RoundInput & {
		studyId: string;
		countries: readonly CountryInput[];
		questionnaireVersionId: string;
	}
): Promise<string> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'round.create', { studyId: input.studyId });
		requireOrder(input);
		const definition = await getOfferedDefinition(trx, input.studyId, input.questionnaireVersionId);
		const round = { id: randomUUID(), studyId: input.studyId };
		await trx
			.insertInto('rounds')
			.values({
				id: round.id,
				study_id: round.studyId,
				questionnaire_version_id: input.questionnaireVersionId,
				name: input.name,
				opens_on: input.opensOn,
				closes_on: input.closesOn
			})
			.execute();
		const countries = input.countries.map(({ code, name }) => ({
			round_id: round.id,
			country: code,
			name
		}));
		if (countries.length > 0) await trx.insertInto('round_countries').values(countries).execute();
		const today = ctx.now().toISOString().slice(0, 10);
		await insertDelegations(
			trx,
			round,
			definition,
			countries.map(({ country }) => ({ country })),
			today
		);
		await recordAudit(trx, ctx.actor, 'round.create', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: round.id,
			detail: {
				name: input.name,
				version: input.questionnaireVersionId,
				countries: input.countries.map(({ code }) => code)
			}
		});
		return round.id;
	});
}

/**
 * Changes a round's name and days.
 * @throws Problem not_found, already_exists, invalid
 */
export async function changeRound(ctx: Context, roundId: string, input: RoundInput): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await lockRoundHead(trx, roundId, 'round.change');
		requireOrder(input);
		await trx
			.updateTable('rounds')
			.set({ name: input.name, opens_on: input.opensOn, closes_on: input.closesOn })
			.where('id', '=', round.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'round.change', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: round.id,
			detail: {
				name: [round.name, input.name],
				opensOn: [round.opensOn, input.opensOn],
				closesOn: [round.closesOn, input.closesOn]
			}
		});
	});
}

/**
 * Ends answering: nothing can be saved or submitted until the round is opened again.
 * @throws Problem not_found, wrong_state when it is closed already
 */
export async function closeRound(ctx: Context, roundId: string): Promise<void> {
	await setClosed(ctx, roundId, true);
}

/**
 * Lets people answer again.
 * @throws Problem not_found, wrong_state when it is open already
 */
export async function openRound(ctx: Context, roundId: string): Promise<void> {
	await setClosed(ctx, roundId, false);
}

async function setClosed(ctx: Context, roundId: string, isClosed: boolean): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await lockRoundHead(trx, roundId, 'round.change');
		if ((round.closedAt !== null) === isClosed) throw new Problem('wrong_state');
		await trx
			.updateTable('rounds')
			.set({ closed_at: isClosed ? sql<Date>`now()` : null })
			.where('id', '=', round.id)
			.execute();
		await recordAudit(trx, ctx.actor, isClosed ? 'round.close' : 'round.open', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: round.id
		});
	});
}

/**
 * What the settings page of a round shows.
 * @throws Problem not_found for all but coordinators
 */
export async function getRoundSettings(
	ctx: Context,
	roundId: string
): Promise<{
	round: RoundHead;
	delegations: DelegationSummary[];
	questionnaire: { id: string; title: Text; version: string };
}> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'round.change');
		const { title, version } = await getDefinition(trx, round.versionId);
		const { questionnaireId: id } = await getVersionOwner(trx, round.versionId);
		const delegations = await listDelegations(trx, round.id, ctx.now());
		return { round, delegations, questionnaire: { id, title, version } };
	});
}
