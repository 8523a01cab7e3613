import { type Kysely, sql } from 'kysely';

const study = (roles: string) =>
	sql.raw(`study_id = any ((select my_studies('{${roles}}'))::uuid[])`);
const coordinated = study('coordinator');
const own = sql.raw('delegation_id = any ((select my_delegations())::uuid[])');
// A delegation of the actor's which answers for the country a claim is about.
const ours = (one: string) =>
	sql.raw(`exists (select from delegations d where ${one} and d.study_id = treaty_actions.study_id
		and d.country = treaty_actions.country)`);
const mine = 'd.id = any ((select my_delegations())::uuid[])';

/**
 * Delegations see and add claims about their own country. What they claim is theirs, and the
 * coordinators' and editors' to look at, until a coordinator rules that it stands (rules R1, R15).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`alter table treaty_actions add column withdrawn_at timestamptz`,
		// Verified is what a second person has looked at; what came with Mufakat has no first one.
		sql`alter table treaty_actions add constraint treaty_actions_second_person
			check (verified_by is null or (is_verified and verified_by is distinct from claimed_by))`,
		sql`drop policy seen on treaty_actions`,
		sql`drop policy made on treaty_actions`,
		sql`create policy seen on treaty_actions for select to mufakat_app using (${study('coordinator,editor')}
			or ${own} or ((delegation_id is null or ruling = 'stands')
				and (${study('note_taker,reader')} or ${ours(mine)})))`,
		sql`create policy made on treaty_actions for insert to mufakat_app with check (
			ruling is null and verified_by is null and withdrawn_at is null and (
				(${coordinated} and delegation_id is null
					and ((claimed_by is null) or (claimed_by = actor_id() and not is_verified)))
				or (claimed_by = actor_id() and not is_verified and ${own}
					and ${ours('d.id = treaty_actions.delegation_id')})))`,
		// One's own claim only, and only while nobody has built on it.
		sql`create function withdraw_treaty_action(claim uuid, moment timestamptz) returns boolean
			language plpgsql security definer set search_path = public as
			$$ begin update treaty_actions set withdrawn_at = moment where id = claim and claimed_by = actor_id()
				and withdrawn_at is null and ruling is null and not is_verified;
			return found; end $$`,
		sql`alter function withdraw_treaty_action(uuid, timestamptz) owner to mufakat_system`,
		sql`revoke execute on function withdraw_treaty_action(uuid, timestamptz) from public`,
		sql`grant execute on function withdraw_treaty_action(uuid, timestamptz) to mufakat_app, mufakat_system`
	])
		await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	const team = study('coordinator,editor,note_taker,reader');
	for (const statement of [
		sql`drop function withdraw_treaty_action(uuid, timestamptz)`,
		sql`drop policy made on treaty_actions`,
		sql`drop policy seen on treaty_actions`,
		sql`create policy seen on treaty_actions for select to mufakat_app using (${team}
			or study_id = any ((select my_answered_studies())::uuid[]))`,
		sql`create policy made on treaty_actions for insert to mufakat_app with check (${coordinated})`,
		sql`alter table treaty_actions drop constraint treaty_actions_second_person`,
		sql`alter table treaty_actions drop column withdrawn_at`
	])
		await statement.execute(db);
}
