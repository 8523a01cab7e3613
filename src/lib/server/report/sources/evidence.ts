import { sql } from 'kysely';
import { withinSystem } from '../../database/withinSystem.ts';
import { type ReadSources, hashOf, sourceOf } from './sourceRoom.ts';

interface Row {
	id: string;
	kind: string;
	citation: string;
	link: string | null;
	file: string | null;
	isAccepted: boolean;
}

/** Public pieces of evidence; removed ones, and those of a delegation that is not safe, give nothing. */
export const readEvidenceSources: ReadSources = async ({ trx, round }, rows) => {
	const ids = rows.map(({ evidence_id }) => evidence_id);
	const found = await withinSystem(trx, () =>
		sql<Row>`select e.id, e.kind, e.citation, e.link, e.file_sha256 as file,
				e.is_accepted and r.state = 'accepted' as "isAccepted"
			from evidence e join responses r on r.id = e.response_id join delegations d on d.id = r.delegation_id
			where e.id = any (${ids}::uuid[]) and e.round_id = ${round.id}::uuid and e.exposure = 'public'
				and e.removed_at is null and e.is_submitted and d.status <> 'withdrawn_for_safety'`.execute(trx)
	);
	const byId = new Map(found.rows.map((row) => [row.id, row]));
	return new Map(
		rows.flatMap((citation) => {
			const row = byId.get(citation.evidence_id ?? '');
			if (!row) return [];
			const { kind, citation: words, link, file, isAccepted } = row;
			const hash = hashOf({ kind, citation: words, link, file, isAccepted });
			const source = sourceOf(citation, words, { link });
			return [[citation.id, { hash, source, participantId: null }] as const];
		})
	);
};
