import { type Kysely, sql } from 'kysely';

/**
 * What leaves (rule R10). The level at which a turn may be used is the lowest of five: the
 * person's consent, the rule of the meeting, the mark on the turn, what the person made of it
 * when checking their turns, and the size of the cell, which alone never withholds: it only
 * keeps the country unnamed, and the kind of organisation where few of that kind came from there. Levels: 0 not beyond the room, 1 background, 2 quoted without name
 * or country, 3 with country and kind of organisation, 4 with the organisation, 5 with the name.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		// Belongs to mufakat_system and is read through the functions below alone.
		sql`create view turn_levels with (security_invoker = true) as
			with people as (select p.round_id, p.country, p.organisation_kind from participants p
				where p.removed_at is null and p.withdrawn_scope is distinct from 'all' and p.country is not null),
			cells as (select round_id, country, count(*) as size from people group by round_id, country),
			kinds as (select round_id, country, organisation_kind, count(*) as size from people
				where organisation_kind is not null group by round_id, country, organisation_kind),
			levels as (select t.id as turn_id, t.group_id, t.round_id, t.study_id,
				case when t.participant_id is null then (case when t.speaker = 'facilitator' then 1 else 0 end)
					when p.removed_at is not null or p.consent_until < current_date then 0
					else p.consent_level end as consent,
				case when g.rule = 'open' then 5 else 2 end as rule,
				case when t.kind = 'observation' then least(1, case t.mark when 'off_record' then 0 else 1 end)
					else case t.mark when 'off_record' then 0 when 'background' then 1 else 5 end end as mark,
				case when t.struck_at is not null then 0 else coalesce(t.lowered_to, 5) end as checked,
				case when p.consent_level >= 4 or coalesce(c.size, 0) >= s.cell_size then 5 else 2 end as cell,
				p.consent_level >= 4 or coalesce(k.size, 0) >= s.cell_size as kind_shown
			from turns t join focus_groups g on g.id = t.group_id join studies s on s.id = t.study_id
			left join participants p on p.id = t.participant_id
			left join cells c on c.round_id = p.round_id and c.country = p.country
			left join kinds k on k.round_id = p.round_id and k.country = p.country
				and k.organisation_kind = p.organisation_kind
			where t.removed_at is null)
			select *, least(consent, rule, mark, checked, cell)::int as level from levels`,
		sql`alter view turn_levels owner to mufakat_system`,
		sql`revoke all on turn_levels from public`,

		sql`create function quotes(round uuid) returns table (turn_id uuid, group_id uuid, group_name text,
				held_on date, level int, kind text, body text, language text, translation text,
				translation_language text, transcript_id uuid, ordinal bigint, starts_ms int, block_id uuid,
				area text, participant_id uuid, pseudonym text, country text, organisation_kind text)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select t.id, t.group_id, g.name, g.held_on, l.level, t.kind, t.body, t.language,
				case when p.translation_allowed then t.translation end,
				case when p.translation_allowed then t.translation_language end,
				t.transcript_id, t.ordinal, t.starts_ms, t.block_id, b.area,
				case when l.level >= 3 then p.id end, case when l.level >= 3 then p.pseudonym end,
				case when l.level >= 3 then p.country end,
				case when l.level >= 3 and l.kind_shown then p.organisation_kind end
			from turn_levels l join turns t on t.id = l.turn_id join focus_groups g on g.id = t.group_id
			join participants p on p.id = t.participant_id left join guide_blocks b on b.id = t.block_id
			where l.round_id = round and l.level >= 2
				and (actor_id() is null or t.study_id = any (my_studies('{coordinator,editor,note_taker,reader}')))
			order by g.held_on nulls last, g.id, t.transcript_id nulls first, t.ordinal, t.id; end $$`,
		// Why what was said cannot be quoted, and how often; and how often a name or country is kept back.
		sql`create function withheld_quotes(round uuid) returns table (reason text, withheld int, unnamed int)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select x.reason, count(*) filter (where x.level < 2)::int,
				count(*) filter (where x.level >= 2)::int from (
				select l.level, case
					when l.level < 2 and l.checked < 2 then 'checked'
					when l.level < 2 and l.consent < 2 then 'consent'
					when l.level < 2 then 'mark'
					when l.cell = l.level and l.cell < least(l.consent, l.rule, l.mark, l.checked) then 'small_cell'
					when l.rule = l.level and l.rule < least(l.consent, l.mark, l.checked) then 'rule' end as reason
				from turn_levels l join turns t on t.id = l.turn_id
				where l.round_id = round and t.speaker = 'participant'
					and (actor_id() is null or l.study_id = any (my_studies('{coordinator,editor,note_taker,reader}')))) x
			where x.reason is not null group by x.reason order by x.reason; end $$`,
		// The level of turns the asker works with, and what holds it down.
		sql`create function levels_of(turn_ids uuid[]) returns table (turn_id uuid, level int, consent int,
				rule int, mark int, checked int, cell int)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select l.turn_id, l.level, l.consent::int, l.rule, l.mark::int, l.checked::int, l.cell
				from turn_levels l where l.turn_id = any (turn_ids)
				and (actor_id() is null or l.study_id = any (my_studies('{coordinator,editor,note_taker}'))); end $$`
	])
		await statement.execute(db);
	for (const signature of ['quotes(uuid)', 'withheld_quotes(uuid)', 'levels_of(uuid[])']) {
		await sql`alter function ${sql.raw(signature)} owner to mufakat_system`.execute(db);
		await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
		await sql`grant execute on function ${sql.raw(signature)} to mufakat_app, mufakat_system`.execute(
			db
		);
	}
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop function levels_of(uuid[]), withheld_quotes(uuid), quotes(uuid)`.execute(db);
	await sql`drop view turn_levels`.execute(db);
}
