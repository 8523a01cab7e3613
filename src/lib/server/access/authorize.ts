import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { type Role, type Verb, mayDo } from './verbs.ts';

/** The study and delegation a verb is about; null where it is about neither. */
export interface Scope {
	studyId?: string | null;
	delegationId?: string | null;
}

/** The roles the actor of this transaction holds in the scope. */
export async function listActorRoles(trx: Trx, scope: Scope): Promise<Role[]> {
	const held = await sql<{ roles: Role[] }>`select actor_roles(
		${scope.studyId ?? null}::uuid, ${scope.delegationId ?? null}::uuid) as roles`.execute(trx);
	return held.rows[0]?.roles ?? [];
}

/**
 * Lets the actor of this transaction do `verb` in `scope`, or throws.
 * @throws Problem not_found: who may not do a thing is not told that it is there (R14)
 */
export async function authorize(trx: Trx, verb: Verb, scope: Scope): Promise<void> {
	if (!mayDo(verb, await listActorRoles(trx, scope))) throw notFound();
}
