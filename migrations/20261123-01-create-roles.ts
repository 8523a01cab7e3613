import { type Kysely, sql } from 'kysely';

/**
 * Two roles without login. `mufakat_app` is what every request runs as; it owns nothing and
 * is bound by row-level security. `mufakat_system` is what start-up, sign-in and jobs run as,
 * and what the helper functions of the policies belong to.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`do $$ begin
		if not exists (select from pg_roles where rolname = 'mufakat_app') then
			create role mufakat_app nologin nosuperuser nobypassrls;
		end if;
		if not exists (select from pg_roles where rolname = 'mufakat_system') then
			create role mufakat_system nologin nosuperuser nobypassrls;
		end if;
		execute format('grant mufakat_app, mufakat_system to %I', current_user);
		execute format('grant usage, create on schema public to mufakat_system');
		execute format('grant usage on schema public to mufakat_app');
	end $$`.execute(db);

	// After a first transaction the setting reads '' and not null on that connection.
	await sql`create function actor_id() returns uuid language sql stable as
		$$ select nullif(current_setting('mufakat.account_id', true), '')::uuid $$`.execute(db);

	await sql`create function refuse_change() returns trigger language plpgsql as $$ begin
		raise exception '% is append-only', tg_table_name using errcode = 'MF001';
	end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop function refuse_change(), actor_id()`.execute(db);
}
