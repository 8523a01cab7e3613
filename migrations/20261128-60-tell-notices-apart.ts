import { type Kysely, sql } from 'kysely';

const old = 'tell_accounts(uuid[], text, uuid, uuid, text, jsonb, uuid)';
const told = 'tell_accounts(uuid[], text, uuid, uuid, text, jsonb, uuid, text)';

/**
 * What a notice is about, beside the page it leads to: two proposals are two pieces of news though
 * both are read on one page, and whether each is still one can be asked when the mail is written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		// A row's id, or what names it for good; mail/waitingNotices.ts asks whether it is still there.
		sql`alter table notices add column subject text check (length(subject) <= 500)`,
		sql`drop index notices_waiting`,
		sql`create unique index notices_waiting on notices
			(account_id, kind, delegation_id, path, query_id, subject)
			nulls not distinct where mailed_at is null`,
		sql`drop function ${sql.raw(old)}`,
		sql`create function tell_accounts(whom uuid[], what text, study uuid, delegation uuid, place text,
				title jsonb, query uuid, about text)
			returns void language plpgsql security definer set search_path = public as
			$$ begin insert into notices (account_id, kind, study_id, delegation_id, path, area, query_id, subject)
				select distinct p.account_id, what, study, delegation, place, title, query, about
				from people_to_tell(study, delegation) p where p.account_id = any (whom)
				on conflict do nothing; end $$`,
		...givenTo(told)
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`drop function ${sql.raw(told)}`,
		sql`create function tell_accounts(
				whom uuid[], what text, study uuid, delegation uuid, place text, title jsonb, query uuid)
			returns void language plpgsql security definer set search_path = public as
			$$ begin insert into notices (account_id, kind, study_id, delegation_id, path, area, query_id)
				select distinct p.account_id, what, study, delegation, place, title, query
				from people_to_tell(study, delegation) p where p.account_id = any (whom)
				on conflict do nothing; end $$`,
		...givenTo(old),
		// What differed by its subject alone is told once, as it was.
		sql`delete from notices n using notices o where n.mailed_at is null and o.mailed_at is null
			and o.ctid < n.ctid and (o.account_id, o.kind, o.delegation_id, o.path)
				= (n.account_id, n.kind, n.delegation_id, n.path)
			and o.query_id is not distinct from n.query_id`,
		sql`drop index notices_waiting`,
		sql`create unique index notices_waiting on notices (account_id, kind, delegation_id, path, query_id)
			nulls not distinct where mailed_at is null`,
		sql`alter table notices drop column subject`
	])
		await statement.execute(db);
}

function givenTo(signature: string) {
	const named = sql.raw(signature);
	return [
		sql`alter function ${named} owner to mufakat_system`,
		sql`revoke execute on function ${named} from public`,
		sql`grant execute on function ${named} to mufakat_app, mufakat_system`
	];
}
