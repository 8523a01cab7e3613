import { type Kysely, sql } from 'kysely';

const mine = sql`(select my_delegations())::uuid[]`;

/**
 * Files filled in away from the application, read and waiting for somebody of the delegation
 * to look at them. They hold answers nobody has saved, so only the delegation sees them; what
 * is taken over or thrown away goes at once, the rest after seven days.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table paper_imports (
			id uuid primary key,
			delegation_id uuid not null,
			response_id uuid not null,
			account_id uuid not null references accounts,
			-- what the file says of itself, as it was signed
			file_id uuid not null,
			made_at timestamptz not null,
			made_by text not null check (length(made_by) <= 300),
			language text not null check (length(language) <= 40),
			-- what was typed into it, by answer key
			given jsonb not null,
			created_at timestamptz not null default now(),
			expires_at timestamptz not null default now() + interval '7 days',
			foreign key (response_id, delegation_id) references responses (id, delegation_id) on delete cascade
		)`,
		sql`create index paper_imports_response on paper_imports (response_id)`,
		sql`create index paper_imports_expires on paper_imports (expires_at)`,
		sql`alter table paper_imports enable row level security`,
		sql`alter table paper_imports force row level security`,
		sql`create policy system on paper_imports to mufakat_system using (true) with check (true)`,
		sql`grant select, insert, delete on paper_imports to mufakat_system`,
		sql`grant select, insert, delete on paper_imports to mufakat_app`,
		sql`create policy own_read on paper_imports for select to mufakat_app
			using (delegation_id = any (${mine}))`,
		sql`create policy own_delete on paper_imports for delete to mufakat_app
			using (delegation_id = any (${mine})
				and actor_roles(null, delegation_id) && '{focal_point,representative}'::text[])`,
		sql`create policy own_write on paper_imports for insert to mufakat_app
			with check (account_id = actor_id()
				and actor_roles(null, delegation_id) && '{focal_point,representative}'::text[])`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table paper_imports`.execute(db);
}
