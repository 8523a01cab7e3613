import { type Kysely, sql } from 'kysely';

/**
 * Who the actor is to a study, as functions the policies ask once per statement. They are PL/pgSQL, which keeps its plans for
 * the connection, where SQL functions are planned anew for every statement. They run
 * with the rights of `mufakat_system`, because the tables they read are themselves closed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	const functions: Record<string, ReturnType<typeof sql>> = {
		'my_studies(roles text[])': sql`create function my_studies(roles text[]) returns uuid[]
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select coalesce(array_agg(study_id), '{}') from memberships
				where account_id = actor_id() and role = any (roles)); end $$`,
		'my_delegations()': sql`create function my_delegations() returns uuid[]
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select coalesce(array_agg(delegation_id), '{}') from delegation_members
				where account_id = actor_id()); end $$`,
		'my_led_delegations()': sql`create function my_led_delegations() returns uuid[]
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select coalesce(array_agg(delegation_id), '{}') from delegation_members
				where account_id = actor_id() and is_focal_point); end $$`,
		'my_answered_rounds()': sql`create function my_answered_rounds() returns uuid[]
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select coalesce(array_agg(distinct d.round_id), '{}') from delegations d
				join delegation_members m on m.delegation_id = d.id where m.account_id = actor_id()); end $$`,
		'my_answered_studies()': sql`create function my_answered_studies() returns uuid[]
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select coalesce(array_agg(distinct d.study_id), '{}') from delegations d
				join delegation_members m on m.delegation_id = d.id where m.account_id = actor_id()); end $$`,
		'my_people()': sql`create function my_people() returns setof uuid
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select actor_id()
				union select account_id from delegation_members where delegation_id = any (my_delegations())
				union select account_id from memberships where role = 'coordinator' and study_id = any (my_answered_studies())
				union select account_id from memberships where study_id = any
					(my_studies('{coordinator,editor,note_taker,reader}'))
				union select m.account_id from delegation_members m join delegations d on d.id = m.delegation_id
					where d.study_id = any (my_studies('{coordinator}')); end $$`,
		'actor_roles(study uuid, delegation uuid)': sql`create function actor_roles(study uuid, delegation uuid)
			returns text[] language plpgsql stable security definer set search_path = public as
			$$ begin return (select coalesce(array_agg(role), '{}') from (
				select role from memberships where study_id = study and account_id = actor_id()
				union all select case when is_focal_point then 'focal_point' else 'representative' end
					from delegation_members where delegation_id = delegation and account_id = actor_id()
				union all select 'administrator' from accounts where id = actor_id() and is_administrator and disabled_at is null
				union all select 'study_creator' from accounts where id = actor_id() and may_create_studies and disabled_at is null
			) held); end $$`,
		// Whom a mail about a response goes to, without opening the list of members to anybody.
		'people_to_tell(study uuid, delegation uuid)': sql`create function people_to_tell(study uuid, delegation uuid)
			returns table (email text, language text, side text)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select a.email, a.language, p.side from (
				select account_id, 'coordinator' as side from memberships where study_id = study and role = 'coordinator'
				union all select account_id, 'delegation' from delegation_members where delegation_id = delegation
			) p join accounts a on a.id = p.account_id
			where a.disabled_at is null and a.id <> actor_id()
				and (study = any (my_studies('{coordinator}')) or delegation = any (my_delegations()))
				and exists (select from delegations d where d.id = delegation and d.study_id = study); end $$`,
		// Asked once per request, before there is an actor: how strict this person's sign-in must be.
		'roles_of(account uuid)': sql`create function roles_of(account uuid) returns text[]
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select coalesce(array_agg(distinct role), '{}') from memberships where account_id = account); end $$`
	};
	for (const [signature, statement] of Object.entries(functions)) {
		await statement.execute(db);
		const named = sql.raw(signature.replaceAll(/\b(roles|study|delegation|account) /g, ''));
		await sql`alter function ${named} owner to mufakat_system`.execute(db);
		await sql`revoke execute on function ${named} from public`.execute(db);
		await sql`grant execute on function ${named} to mufakat_app, mufakat_system`.execute(db);
	}
	await sql`revoke execute on function roles_of(uuid) from mufakat_app`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop function roles_of(uuid), people_to_tell(uuid, uuid), actor_roles(uuid, uuid), my_people(), my_answered_studies(),
		my_answered_rounds(), my_led_delegations(), my_delegations(), my_studies(text[])`.execute(db);
}
