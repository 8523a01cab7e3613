import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { getDefinition } from '../questionnaires/queries.ts';

/** What somebody answers in a round that is open: what their device may keep. */
export interface OwnRound {
	delegationId: string;
	/** Of the delegation, else of its country. */
	name: string;
	roundName: string;
	/** Names of the areas, in the questionnaire's order. */
	areas: string[];
}

/** The open rounds the actor answers in, newest first. */
export async function listOwnRounds(ctx: Context): Promise<OwnRound[]> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const rows = await trx
			.selectFrom('delegation_members as m')
			.innerJoin('delegations as d', 'd.id', 'm.delegation_id')
			.innerJoin('rounds as o', 'o.id', 'd.round_id')
			.innerJoin('round_countries as c', (join) =>
				join.onRef('c.round_id', '=', 'd.round_id').onRef('c.country', '=', 'd.country')
			)
			.select([
				'd.id as delegationId',
				'd.name',
				'c.name as countryName',
				'o.name as roundName',
				'o.questionnaire_version_id as versionId'
			])
			.where('m.account_id', '=', ctx.actor.accountId)
			.where('o.closed_at', 'is', null)
			.orderBy('o.opens_on', 'desc')
			.orderBy('c.name')
			.orderBy('d.name')
			.execute();
		const rounds: OwnRound[] = [];
		for (const { delegationId, name, countryName, roundName, versionId } of rows) {
			const { areas } = await getDefinition(trx, versionId);
			rounds.push({
				delegationId,
				name: name || countryName,
				roundName,
				areas: areas.map((area) => area.name)
			});
		}
		return rounds;
	});
}
