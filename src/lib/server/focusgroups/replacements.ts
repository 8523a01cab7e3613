import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { PlannedName } from '#lib/transcripts/planImport.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { sealedPlace } from '../keys/places.ts';
import { seal, unseal } from '../keys/sealing.ts';
import { type GroupHead, getGroup } from './queries.ts';
import { scopeOf } from './transcripts.ts';

/** One name, what stands in its place, how often, and whose it is: pseudonyms change. */
export interface ReplacedName extends Pick<PlannedName, 'name' | 'replacement' | 'count'> {
	participantId: string | null;
}

/**
 * Keeps which names an import replaced, sealed. Without a key nothing of them is kept. Whoever
 * imports writes the list; only coordinators read it. Gives whether it was kept.
 */
export async function insertReplacements(
	ctx: Pick<Context, 'actor' | 'config'>,
	trx: Trx,
	place: { group: GroupHead; transcriptId: string },
	names: readonly PlannedName[]
): Promise<boolean> {
	const key = ctx.config.sealingKey;
	if (!key || names.length === 0) return false;
	const id = randomUUID();
	const people = await trx
		.selectFrom('participants')
		.select(['id', 'pseudonym'])
		.where('group_id', '=', place.group.id)
		.execute();
	const ids = new Map(people.map((each) => [`[${each.pseudonym}]`, each.id]));
	const list = names.map(({ name, replacement, count }): ReplacedName => {
		return { name, replacement, count, participantId: ids.get(replacement) ?? null };
	});
	await trx
		.insertInto('name_replacements')
		.values({
			id,
			group_id: place.group.id,
			study_id: place.group.studyId,
			transcript_id: place.transcriptId,
			sealed: seal(key, sealedPlace.replacements(id), list),
			key_id: key.id,
			made_by: ctx.actor.accountId
		})
		.execute();
	return true;
}

export interface ReplacementList {
	id: string;
	transcriptId: string | null;
	title: string | null;
	madeBy: string;
	madeAt: Date;
	/** Null where this installation cannot open it: it was sealed with another key. */
	names: ReplacedName[] | null;
}

/**
 * Which names were replaced in the transcripts of a meeting, for coordinators. Reading is audited.
 * @throws Problem not_found
 */
export async function readReplacements(ctx: Context, groupId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, groupId, 'participant.identity');
		const rows = await sql<Omit<ReplacementList, 'names'> & { sealed: Uint8Array }>`
			select n.id, n.transcript_id as "transcriptId", t.title, a.name as "madeBy",
				n.made_at as "madeAt", n.sealed
			from name_replacements n join accounts a on a.id = n.made_by
			left join transcripts t on t.id = n.transcript_id
			where n.group_id = ${group.id}::uuid order by n.made_at, n.id`.execute(trx);
		const key = ctx.config.sealingKey;
		const lists = rows.rows.map(({ sealed, ...list }): ReplacementList => {
			try {
				const names = key
					? unseal(key, sealedPlace.replacements(list.id), new Uint8Array(sealed))
					: null;
				return { ...list, names: names as ReplacedName[] | null };
			} catch {
				return { ...list, names: null };
			}
		});
		if (lists.length > 0)
			await recordAudit(trx, ctx.actor, 'replacements.read', {
				...scopeOf(group),
				subjectId: group.id,
				detail: { lists: lists.length }
			});
		return { group, lists, hasKey: key !== undefined };
	});
}
