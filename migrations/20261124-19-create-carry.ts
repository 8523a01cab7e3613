import { type Kysely, sql } from 'kysely';

const mine = sql`(select my_delegations())::uuid[]`;
const earlier = sql`(select my_earlier_delegations())::uuid[]`;
const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;
const everyone = sql`(select my_studies('{coordinator,editor,note_taker,reader}'))::uuid[]`;

/**
 * Rule R12: what a country answered in the round before is shown beside its questions, and
 * counts only once somebody marks it. Whoever answers for a country now and did not then reads
 * of it what was accepted and public, nothing else of that round.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	const functions: Record<string, ReturnType<typeof sql>> = {
		// The latest earlier round in which this country took part: the delegation of the same name,
		// or the only one. Asks nobody who wants to know, so nobody but the system may call it.
		'earlier_of(delegation uuid)': sql`create function earlier_of(delegation uuid) returns uuid
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select e.id from delegations d join rounds o on o.id = d.round_id
				join rounds p on p.study_id = d.study_id and (p.opens_on, p.created_at) < (o.opens_on, o.created_at)
				join delegations e on e.round_id = p.id and e.country = d.country
					and e.status in ('active', 'withdrawn_for_safety')
					and (e.name = d.name or 1 = (select count(*) from delegations x
						where x.round_id = p.id and x.country = d.country))
				where d.id = delegation order by p.opens_on desc, p.created_at desc limit 1); end $$`,
		// Nothing of those who withdrew for their safety is handed to whoever comes after them.
		'my_earlier_delegations()': sql`create function my_earlier_delegations() returns uuid[]
			language plpgsql stable security definer set search_path = public as
			$$ begin return (select coalesce(array_agg(e.id), '{}') from delegation_members m
				join delegations e on e.id = earlier_of(m.delegation_id)
				where m.account_id = actor_id() and e.status <> 'withdrawn_for_safety'
					and actor_roles(null, m.delegation_id) && '{focal_point,representative}'::text[]); end $$`,
		'earlier_delegation(delegation uuid)': sql`create function earlier_delegation(delegation uuid)
			returns table (delegation_id uuid, round_id uuid, round_name text, version_id uuid, is_own boolean)
			language plpgsql stable security definer set search_path = public as
			$$ begin return query select e.id, o.id, o.name, o.questionnaire_version_id, e.id = any (my_delegations())
				from delegations d join delegations e on e.id = earlier_of(d.id) join rounds o on o.id = e.round_id
				where d.id = delegation and actor_roles(d.study_id, d.id)
					&& '{focal_point,representative,coordinator,editor,note_taker,reader}'::text[]; end $$`
	};
	for (const [signature, statement] of Object.entries(functions)) {
		await statement.execute(db);
		const named = sql.raw(signature.replaceAll('delegation uuid', 'uuid'));
		await sql`alter function ${named} owner to mufakat_system`.execute(db);
		await sql`revoke execute on function ${named} from public`.execute(db);
		await sql`grant execute on function ${named} to mufakat_system`.execute(db);
	}
	for (const statement of [
		sql`grant execute on function my_earlier_delegations(), earlier_delegation(uuid) to mufakat_app`,
		sql`create policy earlier on submitted_answers for select to mufakat_app
			using (is_accepted and exposure = 'public' and delegation_id = any (${earlier}))`,

		// Append-only; of several marks on one answer the last counts.
		sql`create table carry_marks (
			id bigint generated always as identity primary key,
			response_id uuid not null,
			delegation_id uuid not null,
			question text not null,
			earlier_round_id uuid not null references rounds on delete cascade,
			earlier_submission_id uuid not null references submissions on delete cascade,
			earlier_question text not null,
			mark text not null check (mark in ('still_true', 'changed', 'no_longer_known')),
			-- of the answer, just after; 0 where there was none
			revision integer not null,
			-- marked as changed while it still read as before
			reads_as_before boolean not null,
			-- how often the area had been submitted: those who read submissions see what came before theirs
			submission integer not null,
			marked_by uuid not null references accounts,
			marked_at timestamptz not null default now(),
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create index carry_marks_delegation on carry_marks (delegation_id, question, id desc)`,
		sql`create trigger carry_marks_append_only before update on carry_marks
			for each row execute function refuse_change()`,
		sql`create trigger carry_marks_writable before insert on carry_marks
			for each row execute function check_answer_writable()`,
		sql`create trigger carry_marks_told after insert on carry_marks
			for each row execute function tell_change('carry')`,
		sql`alter table carry_marks enable row level security`,
		sql`alter table carry_marks force row level security`,
		sql`create policy system on carry_marks to mufakat_system using (true) with check (true)`,
		sql`grant select, insert, update, delete on carry_marks to mufakat_system`,
		sql`grant select, insert on carry_marks to mufakat_app`,
		sql`create policy seen on carry_marks for select to mufakat_app using (delegation_id = any (${mine})
			or exists (select from responses r where r.id = response_id and r.submission > carry_marks.submission
				and (r.study_id = any (${coordinated}) or (r.state = 'accepted' and r.study_id = any (${everyone})
					and exists (select from submitted_answers a where a.response_id = r.id and a.is_accepted
						and a.question = carry_marks.question)))))`,
		sql`create policy made on carry_marks for insert to mufakat_app with check (marked_by = actor_id()
			and delegation_id = any (${mine})
			and exists (select from responses r where r.id = response_id and r.submission = carry_marks.submission
				and actor_roles(r.study_id, r.delegation_id) && '{focal_point,representative}'::text[])
			and exists (select from submitted_answers a join earlier_delegation(carry_marks.delegation_id) e
					on e.delegation_id = a.delegation_id and e.round_id = a.round_id
				where a.submission_id = earlier_submission_id and a.question = earlier_question
					and a.round_id = earlier_round_id))`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table carry_marks`.execute(db);
	await sql`drop policy earlier on submitted_answers`.execute(db);
	await sql`drop function earlier_delegation(uuid), my_earlier_delegations(), earlier_of(uuid)`.execute(
		db
	);
}
