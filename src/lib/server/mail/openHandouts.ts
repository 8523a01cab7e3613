import { sql } from 'kysely';

/** Whoever has it proposed it: an account, or somebody by a link. */
const byThem = sql`(p.author_id = h.account_id or p.link_id = h.link_id)`;

/**
 * SQL: whether a handout is still to be done. A handout `h` of a response `r`.
 * What stood there when it was handed out does not count: somebody wanted it looked at again. It
 * is done once a question is answered or proposed since then, once an area is answered completely
 * and something of it was saved or proposed since, and once the area is marked as ready.
 */
export const isHandoutOpen = sql<boolean>`not (
	exists (select from area_marks k where k.response_id = r.id and k.ready_at > h.given_at)
	or case when h.question is not null then
		exists (select from answers a where a.response_id = r.id and a.question = h.question
			and a.status <> 'empty' and a.saved_at > h.given_at)
		or exists (select from proposals p where p.response_id = r.id and p.question = h.question
			and ${byThem} and p.state = 'open' and p.made_at > h.given_at)
	else r.asked > 0 and (
		(r.answered >= r.asked and r.saved_at > h.given_at)
		or exists (select from proposals p where p.response_id = r.id and ${byThem}
				and p.state = 'open' and p.made_at > h.given_at
			having count(*) > 0 and r.answered + count(distinct p.question) filter (where not exists
				(select from answers a where a.response_id = r.id and a.question = p.question
					and a.status <> 'empty')) >= r.asked))
	end)`;
