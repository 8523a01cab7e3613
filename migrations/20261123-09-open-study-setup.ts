import { type Kysely, sql } from 'kysely';

const team = sql`(select my_studies('{coordinator,editor,note_taker,reader}'))::uuid[]`;
const coordinated = sql`(select my_studies('{coordinator}'))::uuid[]`;
const mine = sql`(select my_delegations())::uuid[]`;
const led = sql`(select my_led_delegations())::uuid[]`;

/** Who sees and sets up studies, rounds, delegations and people. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`grant select, insert (id, name, is_invented, created_by) on studies to mufakat_app`,
		sql`grant update (name) on studies to mufakat_app`,
		sql`create policy seen on studies for select to mufakat_app using (id = any (${team})
			or id = any ((select my_answered_studies())::uuid[]) or created_by = actor_id())`,
		sql`create policy made on studies for insert to mufakat_app with check (created_by = actor_id()
			and 'study_creator' = any ((select actor_roles(null, null))::text[]))`,
		sql`create policy changed on studies for update to mufakat_app
			using (id = any (${coordinated})) with check (id = any (${coordinated}))`,

		sql`grant select, insert, delete on memberships to mufakat_app`,
		sql`create policy seen on memberships for select to mufakat_app
			using (account_id = actor_id() or study_id = any (${coordinated}))`,
		// The maker of a study makes themself its first coordinator; after that coordinators decide.
		sql`create policy made on memberships for insert to mufakat_app with check (study_id = any (${coordinated})
			or (account_id = actor_id() and role = 'coordinator' and exists
				(select from studies s where s.id = study_id and s.created_by = actor_id())))`,
		sql`create policy removed on memberships for delete to mufakat_app using (study_id = any (${coordinated}))`,

		sql`grant select, insert on questionnaires, questionnaire_versions to mufakat_app`,
		sql`create policy seen on questionnaires for select to mufakat_app
			using (study_id is null or study_id = any (${team}) or study_id = any ((select my_answered_studies())::uuid[]))`,
		sql`create policy made on questionnaires for insert to mufakat_app with check (study_id = any (${coordinated}))`,
		sql`create policy seen on questionnaire_versions for select to mufakat_app
			using (exists (select from questionnaires q where q.id = questionnaire_id))`,
		sql`create policy made on questionnaire_versions for insert to mufakat_app with check
			(exists (select from questionnaires q where q.id = questionnaire_id and q.study_id = any (${coordinated})))`,

		sql`grant select, insert on rounds to mufakat_app`,
		sql`grant update (name, opens_on, closes_on, closed_at) on rounds to mufakat_app`,
		sql`create policy seen on rounds for select to mufakat_app
			using (study_id = any (${team}) or id = any ((select my_answered_rounds())::uuid[]))`,
		sql`create policy made on rounds for insert to mufakat_app with check (study_id = any (${coordinated}))`,
		sql`create policy changed on rounds for update to mufakat_app
			using (study_id = any (${coordinated})) with check (study_id = any (${coordinated}))`,

		// A representative learns of no country but their own.
		sql`grant select, insert on round_countries to mufakat_app`,
		sql`create policy seen on round_countries for select to mufakat_app using
			(exists (select from rounds r where r.id = round_id and r.study_id = any (${team}))
			or exists (select from delegations d where d.round_id = round_countries.round_id
				and d.country = round_countries.country and d.id = any (${mine})))`,
		sql`create policy made on round_countries for insert to mufakat_app with check
			(exists (select from rounds r where r.id = round_id and r.study_id = any (${coordinated})))`,

		sql`grant select, insert on delegations to mufakat_app`,
		sql`grant update (status, name) on delegations to mufakat_app`,
		sql`create policy seen on delegations for select to mufakat_app
			using (id = any (${mine}) or study_id = any (${team}))`,
		sql`create policy made on delegations for insert to mufakat_app with check (study_id = any (${coordinated}))`,
		sql`create policy changed on delegations for update to mufakat_app
			using (study_id = any (${coordinated})) with check (study_id = any (${coordinated}))`,

		sql`grant select, delete on delegation_members to mufakat_app`,
		sql`create policy seen on delegation_members for select to mufakat_app using (delegation_id = any (${mine})
			or exists (select from delegations d where d.id = delegation_id and d.study_id = any (${coordinated})))`,
		sql`create policy removed on delegation_members for delete to mufakat_app using (delegation_id = any (${led})
			or exists (select from delegations d where d.id = delegation_id and d.study_id = any (${coordinated})))`,

		sql`grant select, insert on invitations to mufakat_app`,
		sql`grant update (revoked_at) on invitations to mufakat_app`,
		sql`create policy seen on invitations for select to mufakat_app using (study_id = any (${coordinated})
			or delegation_id = any (${led}) or (study_id is null and 'administrator' = any ((select actor_roles(null, null))::text[])))`,
		sql`create policy made on invitations for insert to mufakat_app with check (invited_by = actor_id()
			and (delegation_id is null or exists (select from delegations d
				where d.id = delegation_id and d.study_id = invitations.study_id)) and (study_id = any (${coordinated}) or (role = 'representative' and delegation_id = any (${led}))
			or (study_id is null and 'administrator' = any ((select actor_roles(null, null))::text[]))))`,
		sql`create policy changed on invitations for update to mufakat_app using (study_id = any (${coordinated})
			or delegation_id = any (${led}) or (study_id is null and 'administrator' = any ((select actor_roles(null, null))::text[])))`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	const policies: Record<string, string[]> = {
		studies: ['seen', 'made', 'changed'],
		memberships: ['seen', 'made', 'removed'],
		questionnaires: ['seen', 'made'],
		questionnaire_versions: ['seen', 'made'],
		rounds: ['seen', 'made', 'changed'],
		round_countries: ['seen', 'made'],
		delegations: ['seen', 'made', 'changed'],
		delegation_members: ['seen', 'removed'],
		invitations: ['seen', 'made', 'changed']
	};
	for (const [table, names] of Object.entries(policies)) {
		for (const name of names)
			await sql`drop policy ${sql.ref(name)} on ${sql.table(table)}`.execute(db);
		await sql`revoke all on ${sql.table(table)} from mufakat_app`.execute(db);
	}
}
