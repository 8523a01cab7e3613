import { type Kysely, sql } from 'kysely';

const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;
const team = sql`(select my_studies('{coordinator,editor,note_taker}'))::uuid[]`;
const everyone = sql`(select my_studies('{coordinator,editor,note_taker,reader}'))::uuid[]`;
const mine = sql`(select my_delegations())::uuid[]`;
const led = sql`(select my_led_delegations())::uuid[]`;
const writable = sql`('not_started', 'draft', 'returned', 'reopened')`;

/**
 * Rules R1, R4, R6 and R8 as policies: drafts belong to their delegation, coordinators read
 * what was submitted and never write answers, and others read what was accepted, as far as
 * its exposure goes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`grant select, insert on responses to mufakat_app`,
		sql`grant update (state, asked, answered, required_missing, submission, saved_at, submitted_at,
			decided_at, reason) on responses to mufakat_app`,
		sql`create policy seen on responses for select to mufakat_app using (delegation_id = any (${mine})
			or study_id = any (${coordinated}) or (state = 'accepted' and study_id = any (${everyone})))`,
		sql`create policy made on responses for insert to mufakat_app
			with check (study_id = any (${coordinated}) and state = 'not_started')`,
		sql`create policy answered on responses for update to mufakat_app using (delegation_id = any (${mine}))
			with check (delegation_id = any (${mine}) and state in ('not_started', 'draft', 'submitted', 'returned', 'reopened'))`,
		sql`create policy decided on responses for update to mufakat_app
			using (study_id = any (${coordinated}) and state in ('submitted', 'accepted'))
			with check (study_id = any (${coordinated}) and state in ('returned', 'accepted', 'reopened'))`,

		...['answers', 'answer_revisions', 'answer_conflicts', 'saves'].flatMap((table) => [
			sql`grant select, insert on ${sql.table(table)} to mufakat_app`,
			sql`create policy own on ${sql.table(table)} to mufakat_app
				using (delegation_id = any (${mine})) with check (delegation_id = any (${mine}))`
		]),
		sql`grant update (revision, status, value, reason, exposure, saved_by, saved_at) on answers to mufakat_app`,
		sql`grant update (resolved_at, resolved_by) on answer_conflicts to mufakat_app`,

		sql`grant select, insert on submissions to mufakat_app`,
		sql`create policy seen on submissions for select to mufakat_app
			using (delegation_id = any (${mine}) or study_id = any (${coordinated}))`,
		sql`create policy made on submissions for insert to mufakat_app
			with check (delegation_id = any (${led}) and submitted_by = actor_id())`,
		sql`grant select, insert, update (is_latest, is_accepted) on submitted_answers to mufakat_app`,
		sql`create policy seen on submitted_answers for select to mufakat_app using (delegation_id = any (${mine})
			or study_id = any (${coordinated})
			or (is_accepted and exposure in ('public', 'study_team') and study_id = any (${team}))
			or (is_accepted and exposure = 'public' and study_id = any (${everyone})))`,
		sql`create policy made on submitted_answers for insert to mufakat_app
			with check (delegation_id = any (${led}) and not is_accepted)`,
		sql`create policy replaced on submitted_answers for update to mufakat_app
			using (delegation_id = any (${led})) with check (delegation_id = any (${led}) and not is_accepted)`,
		sql`create policy decided on submitted_answers for update to mufakat_app
			using (study_id = any (${coordinated})) with check (study_id = any (${coordinated}))`,

		sql`grant select, insert, update (removed_at, is_submitted, is_accepted) on evidence to mufakat_app`,
		sql`create policy seen on evidence for select to mufakat_app using (delegation_id = any (${mine})
			or (is_submitted and study_id = any (${coordinated}))
			or (is_accepted and exposure in ('public', 'study_team') and study_id = any (${team}))
			or (is_accepted and exposure = 'public' and study_id = any (${everyone})))`,
		sql`create policy made on evidence for insert to mufakat_app with check (delegation_id = any (${mine})
			and added_by = actor_id() and not is_accepted)`,
		sql`create policy replaced on evidence for update to mufakat_app
			using (delegation_id = any (${mine})) with check (delegation_id = any (${mine}) and not is_accepted)`,
		sql`create policy decided on evidence for update to mufakat_app
			using (is_submitted and study_id = any (${coordinated})) with check (study_id = any (${coordinated}))`,

		// The state machine and "no writing while it is under review" hold whoever writes.
		sql`create function check_response_state() returns trigger language plpgsql as $$ begin
			if new.state <> old.state and (old.state, new.state) not in (('not_started', 'draft'),
				('not_started', 'submitted'), ('draft', 'submitted'), ('submitted', 'returned'),
				('submitted', 'accepted'), ('returned', 'submitted'), ('accepted', 'reopened'), ('reopened', 'submitted'))
			then raise exception 'a response cannot go from % to %', old.state, new.state using errcode = 'MF002';
			end if; return new; end $$`,
		sql`create trigger responses_state before update of state on responses
			for each row execute function check_response_state()`,
		sql`create function check_answer_writable() returns trigger language plpgsql as $$ begin
			if not exists (select from responses where id = new.response_id and state in ${writable})
			then raise exception 'the response is under review' using errcode = 'MF003'; end if;
			return new; end $$`,
		sql`create trigger answers_writable before insert or update on answers
			for each row execute function check_answer_writable()`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop trigger answers_writable on answers`.execute(db);
	await sql`drop trigger responses_state on responses`.execute(db);
	await sql`drop function check_answer_writable(), check_response_state()`.execute(db);
	for (const table of [
		'responses',
		'answers',
		'answer_revisions',
		'answer_conflicts',
		'saves',
		'submissions',
		'submitted_answers',
		'evidence'
	]) {
		for (const name of ['seen', 'made', 'own', 'answered', 'decided', 'replaced'])
			await sql`drop policy if exists ${sql.ref(name)} on ${sql.table(table)}`.execute(db);
		await sql`revoke all on ${sql.table(table)} from mufakat_app`.execute(db);
	}
}
