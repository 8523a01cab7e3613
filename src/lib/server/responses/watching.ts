import { sql } from 'kysely';
import type { StudyRole } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context, SystemContext } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import { notFound } from '../problem.ts';
import { isOver } from '../sessions/rules.ts';

/** Where a page is: what its stream is about. */
export interface Watched {
	delegation: string;
	response: string;
	/** The highest number of a change to its answers. */
	change: number;
}

/**
 * The response whose page the actor has open, in one statement.
 * @throws Problem not_found for everybody but members of the delegation, coordinators included (R1)
 */
export async function findWatched(
	ctx: Context,
	delegationId: string,
	area: string
): Promise<Watched> {
	const found = await asActor(ctx.db, ctx.actor, (trx) =>
		sql<{ response: string; change: number; roles: string[] }>`
			select r.id as response, actor_roles(null, r.delegation_id) as roles,
				coalesce((select max(a.change) from answers a where a.response_id = r.id), 0) as change
			from responses r where r.delegation_id = ${delegationId}::uuid and r.area = ${area}`.execute(trx)
	);
	const row = found.rows[0];
	if (!row || !mayDo('answer.read', row.roles)) throw notFound();
	return { delegation: delegationId, response: row.response, change: row.change };
}

interface Watching {
	session: string;
	account: string;
	/** A delegation, or a focus group whose notes are taken. */
	delegation: string;
}

/**
 * Of these streams, those whose session is over, whose account is disabled, or whose person is
 * no longer in the delegation or takes no notes of the meeting any more. One query for all.
 */
export async function listEnded<W extends Watching>(
	system: Pick<SystemContext, 'db' | 'now'>,
	watchers: readonly W[]
): Promise<Set<W>> {
	const sessions = [...new Set(watchers.map(({ session }) => session))];
	const places = [...new Set(watchers.map(({ delegation }) => delegation))];
	const now = system.now();
	const found = await asSystem(system.db, (trx) =>
		sql<{
			session: string;
			account: string;
			createdAt: Date;
			lastSeenAt: Date;
			codeDue: boolean;
			isAdministrator: boolean;
			mayCreateStudies: boolean;
			roles: StudyRole[];
			delegations: string[];
			groups: string[];
		}>`select s.id as session, s.account_id as account, s.created_at as "createdAt",
				s.last_seen_at as "lastSeenAt", a.is_administrator as "isAdministrator",
				a.totp_confirmed_at is not null and s.second_factor_at is null as "codeDue",
				a.may_create_studies as "mayCreateStudies", roles_of(a.id) as roles,
				array(select m.delegation_id from delegation_members m where m.account_id = a.id) as delegations,
				array(select g.id from focus_groups g join memberships m on m.study_id = g.study_id
					where g.id = any (${places}::uuid[]) and m.account_id = a.id
						and m.role in ('coordinator', 'note_taker')) as groups
			from sessions s join accounts a on a.id = s.account_id
			where s.id = any (${sessions}::text[]) and a.disabled_at is null
				and s.expires_at > ${now}`.execute(trx)
	);
	const standing = new Map(found.rows.map((row) => [row.session, row]));
	return new Set(
		watchers.filter(({ session, account, delegation }) => {
			const row = standing.get(session);
			if (!row || row.account !== account) return true;
			if (![...row.delegations, ...row.groups].includes(delegation)) return true;
			return row.codeDue || isOver(row, row, now);
		})
	);
}
