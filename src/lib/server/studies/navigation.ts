import { sql } from 'kysely';
import { type Verb, mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';

/** Where in the application a page is, from its address. */
export interface Place {
	delegation?: string;
	round?: string;
	study?: string;
}

/** What the header offers: the round or delegation at hand and what the actor may do there. */
export interface Navigation {
	delegationId: string | null;
	/** Proposals of colleagues that wait for the actor; null where they settle none. */
	proposals: number | null;
	/** Whether they answer for a delegation or coordinate a study. */
	hasToDo: boolean;
	round: { id: string; studyId: string; waiting: number } | null;
	may: Verb[];
	isAdministrator: boolean;
}

const shown: Verb[] = [
	'round.read',
	'response.review',
	'response.compare',
	'group.read',
	'quote.read',
	'treaty.read',
	'report.read',
	'dataset.list',
	'study.people',
	'audit.read'
];

/**
 * What the header needs, in one query. A place the actor may not see gives nothing to go to;
 * the page itself answers 404.
 */
export async function getNavigation(ctx: Context, place: Place): Promise<Navigation> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const uuid = (text: string | undefined) =>
			text && /^[0-9a-f-]{36}$/i.test(text) ? text : null;
		const found = await sql<{
			id: string | null;
			studyId: string | null;
			waiting: number;
			delegationId: string | null;
			proposals: number | null;
			hasToDo: boolean;
			roles: string[];
		}>`with at as (select r.id, r.study_id from rounds r
				where r.id = ${uuid(place.round)}::uuid or r.study_id = ${uuid(place.study)}::uuid
				order by r.id = ${uuid(place.round)}::uuid desc nulls last, r.opens_on desc limit 1)
			select at.id, at.study_id as "studyId",
				(select count(*)::int from responses p where p.round_id = at.id and p.state = 'submitted') as waiting,
				(select d.id from delegations d where d.id = ${uuid(place.delegation)}::uuid
					and d.id = any ((select my_delegations())::uuid[])) as "delegationId",
				(select case when ${uuid(place.delegation)}::uuid = any ((select my_led_delegations())::uuid[])
					then (select count(*)::int from proposals p where p.state = 'open'
						and p.delegation_id = ${uuid(place.delegation)}::uuid) end) as proposals,
				cardinality(my_delegations()) > 0 or cardinality(my_studies('{coordinator}')) > 0 as "hasToDo",
				actor_roles(coalesce(at.study_id, ${uuid(place.study)}::uuid), null) as roles
			from (select 1) one left join at on true`.execute(trx);
		const row = found.rows[0];
		const roles = row?.roles ?? [];
		return {
			delegationId: row?.delegationId ?? null,
			proposals: row?.proposals ?? null,
			hasToDo: row?.hasToDo ?? false,
			round:
				row?.id && row.studyId ? { id: row.id, studyId: row.studyId, waiting: row.waiting } : null,
			may: shown.filter((verb) => mayDo(verb, roles)),
			isAdministrator: roles.includes('administrator')
		};
	});
}
