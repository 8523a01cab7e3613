import { sql } from 'kysely';
import { type ComparedRow, type Handed, compareRounds } from '#lib/rounds/compareRounds.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { withinSystem } from '../../database/withinSystem.ts';
import { getDefinition } from '../../questionnaires/queries.ts';
import {
	type LiveAnswer,
	type LiveData,
	type LiveDelegation,
	listLiveAnswers,
	listLiveDelegations
} from '../liveData.ts';

export type ChangeRow = ComparedRow & { country: string };

const compared = new WeakMap<LiveData, Promise<ChangeRow[]>>();

/**
 * Every answer of now beside that of the round before; none where no country has one. Read once for
 * data that were read once: a page can show the changes of a hundred questions.
 */
export function compareWithEarlier(data: LiveData): Promise<ChangeRow[]> {
	const known = compared.get(data) ?? readCompared(data);
	compared.set(data, known);
	return known;
}

async function readCompared(data: LiveData): Promise<ChangeRow[]> {
	const { trx, round, definition } = data;
	// Only the system may ask which delegation came before which; what is read of it is public.
	const pairs = await withinSystem(trx, async () => {
		const { rows } = await sql<{ of: string; id: string; versionId: string }>`
			select d.id as "of", e.id, o.questionnaire_version_id as "versionId" from delegations d
			join delegations e on e.id = earlier_of(d.id) join rounds o on o.id = e.round_id
			where d.round_id = ${round.id}::uuid`.execute(trx);
		return new Map(rows.map((row) => [row.of, row]));
	});
	if (pairs.size === 0) return [];
	const ids = [...new Set([...pairs.values()].map(({ id }) => id))];
	const before = await listLiveDelegations(trx, { ids });
	const answers = await listLiveAnswers(trx, before);
	const definitions = new Map<string, Definition>();
	for (const { versionId } of pairs.values())
		definitions.set(versionId, await getDefinition(trx, versionId));
	const compared = compareRounds(
		data.delegations.map((own) => {
			const pair = pairs.get(own.id);
			const past = before.find(({ id }) => id === pair?.id);
			return {
				delegationId: own.id,
				then: pair && past ? handed(past, definitions.get(pair.versionId)!, answers) : null,
				now: handed(own, definition, data.answers)
			};
		})
	);
	const countries = new Map(data.delegations.map(({ id, country }) => [id, country]));
	return compared.map((row) => ({ ...row, country: countries.get(row.delegationId)! }));
}

function handed(
	{ id, accepted }: LiveDelegation,
	definition: Definition,
	answers: readonly LiveAnswer[]
): Handed {
	const own = answers.filter(({ delegationId }) => delegationId === id);
	return {
		...{ definition, accepted },
		answers: new Map(own.map(({ key, status, value }) => [key, { status, value }]))
	};
}
