import { type Kysely, sql } from 'kysely';

const signature = sql.raw('proposed_revisions(uuid, text)');

/**
 * Whose words a revision holds that came in as a proposal: the save that accepted it has its id.
 * Every member of the delegation reads the names, also those who see no proposals of others.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create function proposed_revisions(response uuid, key text)
			returns table (revision integer, author text, is_merged boolean)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query
				select (o ->> 'revision')::integer, coalesce(a.name, l.label), p.state = 'merged'
				from proposals p
				join saves s on s.response_id = p.response_id and s.id = p.id
				cross join jsonb_array_elements(s.outcome -> 'answers') o
				left join accounts a on a.id = p.author_id
				left join helper_links l on l.id = p.link_id
				where p.response_id = response and p.question = key
					and p.state in ('accepted', 'merged') and p.delegation_id = any (my_delegations())
					and o ->> 'question' = key and o ->> 'result' in ('saved', 'merged'); end $$`,
		sql`alter function ${signature} owner to mufakat_system`,
		sql`revoke execute on function ${signature} from public`,
		sql`grant execute on function ${signature} to mufakat_app, mufakat_system`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop function ${signature}`.execute(db);
}
