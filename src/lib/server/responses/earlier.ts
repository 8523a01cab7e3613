import { sql } from 'kysely';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';

/** The delegation that answered for the same country in the round before. */
export interface Earlier {
	delegationId: string;
	roundId: string;
	roundName: string;
	definition: Definition;
	/** Whether the actor is one of its members, who read all it handed in. */
	isOwn: boolean;
}

/** What was handed in then, and where it stands. */
export interface EarlierAnswer extends AnswerContent {
	submissionId: string;
	/** Its answer key. */
	question: string;
}

type Row = Omit<Earlier, 'definition'> & { of: string; versionId: string };

const columns = sql`e.delegation_id as "delegationId", e.round_id as "roundId",
	e.round_name as "roundName", e.version_id as "versionId", e.is_own as "isOwn"`;

/** Undefined where the country answered in no earlier round of the study. */
export async function findEarlier(trx: Trx, delegationId: string): Promise<Earlier | undefined> {
	const { rows } = await sql<Row>`select ${columns}
		from earlier_delegation(${delegationId}::uuid) e`.execute(trx);
	return rows[0] && withDefinition(trx, rows[0]);
}

/** The same for every delegation of a round that has one, by the later delegation's id. */
export async function listEarlier(trx: Trx, roundId: string): Promise<Map<string, Earlier>> {
	const { rows } = await sql<Row>`select d.id as "of", ${columns} from delegations d
		cross join lateral earlier_delegation(d.id) e where d.round_id = ${roundId}::uuid`.execute(trx);
	const found = new Map<string, Earlier>();
	for (const row of rows) found.set(row.of, await withDefinition(trx, row));
	return found;
}

async function withDefinition(trx: Trx, row: Row): Promise<Earlier> {
	const { delegationId, roundId, roundName, isOwn, versionId } = row;
	const definition = await getDefinition(trx, versionId);
	return { delegationId, roundId, roundName, isOwn, definition };
}

/**
 * What a delegation handed in in the round before, for those who answer for its country now:
 * its own members read all of it, others what was accepted and public. With `keys`, only these.
 */
export async function listEarlierAnswers(
	trx: Trx,
	earlier: Earlier,
	keys?: readonly string[]
): Promise<EarlierAnswer[]> {
	return await trx
		.selectFrom('submitted_answers')
		.select(['submission_id as submissionId', 'question', 'status', 'value', 'reason', 'exposure'])
		.where('delegation_id', '=', earlier.delegationId)
		.where('is_latest', '=', true)
		// Said here as well, because somebody new may also read more as a coordinator.
		.$if(!earlier.isOwn, (query) =>
			query.where('is_accepted', '=', true).where('exposure', '=', 'public')
		)
		.$if(keys !== undefined, (query) => query.where(sql<boolean>`question = any (${keys}::text[])`))
		.execute();
}
