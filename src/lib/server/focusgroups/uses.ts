import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';

/** A part of a report or an edition in which words of a participant stand, or stood. */
export interface Use {
	/** A finding or another text of the report that is being written; an edition that was frozen. */
	kind: 'finding' | 'text' | 'edition';
	/** Of the chapter, or of the edition. */
	title: string;
	/** Of a released edition. */
	number: number | null;
	/** `unnamed`: the words are there still, without the name. */
	state: 'holds' | 'unnamed' | 'removed';
	href: string;
}

/**
 * Where the words of a participant are used: texts of the report that cite them, and editions. Read as the
 * system, because nobody sees turns of somebody who left; whoever authorised the caller may know where they
 * stood, and no word of them is given.
 */
export async function listUses(trx: Trx, participantId: string): Promise<Use[]> {
	return withinSystem(trx, async () => {
		const editions = await sql<
			Use & { roundId: string; id: string }
		>`select 'edition' as kind, e.id,
				e.round_id as "roundId", e.title, e.number,
				case when bool_or(r.level is null) then 'holds' when bool_or(r.level >= 2) then 'unnamed'
					else 'removed' end as state
			from edition_citations c join editions e on e.id = c.edition_id
			left join turns t on t.id = c.turn_id
			left join lateral (select min(x.level) as level from edition_removals x
				where x.edition_id = c.edition_id and x.label = c.label) r on true
			where e.state in ('proposed', 'released')
				and (c.participant_id = ${participantId}::uuid or t.participant_id = ${participantId}::uuid)
			group by e.id order by e.number desc nulls first`.execute(trx);
		const blocks = await sql<Use & { roundId: string; chapterId: string }>`select distinct
				case when b.kind = 'finding' then 'finding' else 'text' end as kind,
				b.round_id as "roundId", b.chapter_id as "chapterId", h.title, h.position,
				null::integer as number, 'holds' as state
			from citations c join turns t on t.id = c.turn_id
			join blocks b on b.round_id = c.round_id and b.removed_at is null
				and b.body ~ ('@' || replace(c.label, '.', '\\.') || '(?![A-Za-z0-9.-])')
			join chapters h on h.id = b.chapter_id and h.removed_at is null
			where t.participant_id = ${participantId}::uuid order by h.position, kind`.execute(trx);
		return [
			...editions.rows.map(({ kind, title, number, state, roundId, id }) => {
				const href = `/rounds/${roundId}/report/editions/${id}`;
				return { kind, title, number, state, href };
			}),
			...blocks.rows.map(({ kind, title, number, state, roundId, chapterId }) => {
				const href = `/rounds/${roundId}/report/${chapterId}`;
				return { kind, title, number, state, href };
			})
		];
	});
}
