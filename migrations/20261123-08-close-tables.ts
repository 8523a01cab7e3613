import { type Kysely, sql } from 'kysely';

const tables = [
	'studies',
	'memberships',
	'questionnaires',
	'questionnaire_versions',
	'rounds',
	'round_countries',
	'delegations',
	'delegation_members',
	'invitations',
	'responses',
	'answers',
	'answer_revisions',
	'answer_conflicts',
	'saves',
	'submissions',
	'submitted_answers',
	'evidence',
	'queries',
	'query_messages',
	'datasets',
	'audit_entries'
];

/** Every table of study data is closed, to its owner as well; the system role has a way in. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const table of tables) {
		const name = sql.table(table);
		await sql`alter table ${name} enable row level security`.execute(db);
		await sql`alter table ${name} force row level security`.execute(db);
		await sql`create policy system on ${name} to mufakat_system using (true) with check (true)`.execute(
			db
		);
		await sql`grant select, insert, update, delete on ${name} to mufakat_system`.execute(db);
	}
	await sql`revoke update, delete on audit_entries from mufakat_system`.execute(db);
	await sql`create policy people on accounts for select to mufakat_app
		using (id in (select my_people()))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop policy people on accounts`.execute(db);
	for (const table of tables) {
		const name = sql.table(table);
		await sql`drop policy system on ${name}`.execute(db);
		await sql`alter table ${name} no force row level security`.execute(db);
		await sql`alter table ${name} disable row level security`.execute(db);
	}
}
