import { sql } from 'kysely';
import { answerText } from '#lib/passages/answerText.ts';
import type { CodedField } from '#lib/terms.ts';
import type { AnswerValue } from '#lib/xlsform/answers.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { withinSystem } from '../database/withinSystem.ts';

/** What a code lies on: a turn, or an answer of a response by its answer key. */
export type Place = { turnId: string } | { responseId: string; question: string };

/** A place as one string, to look things up by. */
export function placeKey(place: Place): string {
	return 'turnId' in place ? place.turnId : `${place.responseId}:${place.question}`;
}

/** The words at a place as they stand now. */
export interface PlaceText {
	place: Place;
	/** Of the turn, or of the answer as submitted last. */
	revision: number;
	/** Fields that have words; an answer has only `value`. */
	texts: Partial<Record<CodedField, string>>;
}

interface TurnRow {
	id: string;
	revision: number;
	body: string;
	translation: string | null;
}

const textOfTurn = ({ id, revision, body, translation }: TurnRow): PlaceText => ({
	place: { turnId: id },
	revision,
	texts: { body, ...(translation !== null && { translation }) }
});

/**
 * The words of turns of a round the actor may read, by id; removed turns have none. Held until the
 * transaction ends: whoever changes one waits, so that codes put on it now move with its words.
 */
export async function holdTurns(
	trx: Trx,
	roundId: string,
	turnIds: readonly string[]
): Promise<Map<string, PlaceText>> {
	if (turnIds.length === 0) return new Map();
	const seen = await sql<{ id: string }>`select id from turns
		where id = any (${[...new Set(turnIds)]}::uuid[]) and round_id = ${roundId}::uuid
			and removed_at is null`.execute(trx);
	const ids = seen.rows.map(({ id }) => id);
	// A lock asks for the right to write, which editors have on no turn.
	const held = await withinSystem(trx, () =>
		sql<TurnRow>`select id, revision, body, translation from turns
			where id = any (${ids}::uuid[]) order by id for share`.execute(trx)
	);
	return new Map(held.rows.map((row) => [row.id, textOfTurn(row)]));
}

/**
 * The words of answers of a round as submitted last, as far as the actor may read them (rules R4
 * and R8), by placeKey. Without `isCoordinator` only what was accepted: somebody of the team may
 * answer for a country as well, and sees its submissions as its delegate alone.
 */
export async function readAnswers(
	trx: Trx,
	roundId: string,
	responseIds: readonly string[],
	isCoordinator: boolean
): Promise<Map<string, PlaceText>> {
	if (responseIds.length === 0) return new Map();
	const found = await trx
		.selectFrom('submitted_answers')
		.select(['response_id as responseId', 'question', 'revision', 'value'])
		.where('round_id', '=', roundId)
		.where('response_id', 'in', [...new Set(responseIds)])
		.where('is_latest', '=', true)
		.where('status', '=', 'answered')
		.$if(!isCoordinator, (query) => query.where('is_accepted', '=', true))
		.execute();
	return new Map(
		found.map(({ responseId, question, revision, value }): [string, PlaceText] => {
			const place = { responseId, question };
			return [
				placeKey(place),
				{ place, revision, texts: { value: answerText(value as AnswerValue) } }
			];
		})
	);
}

/** One field of one place at an earlier revision. */
export interface PastText {
	place: Place;
	field: CodedField;
	revision: number;
}

/**
 * What the words were at earlier revisions, in the order asked; null where nobody kept them.
 * Runs as the system: whoever may read the words now may have codes of theirs follow them.
 */
export async function readPastTexts(
	trx: Trx,
	past: readonly PastText[]
): Promise<(string | null)[]> {
	if (past.length === 0) return [];
	const turns = past.flatMap(({ place, revision }) =>
		'turnId' in place ? [{ id: place.turnId, revision }] : []
	);
	const answers = past.flatMap(({ place, revision }) =>
		'turnId' in place ? [] : [{ id: place.responseId, question: place.question, revision }]
	);
	return withinSystem(trx, async () => {
		const turnRows = await sql<TurnRow>`select r.turn_id as id, r.revision, r.body, r.translation
			from turn_revisions r join jsonb_to_recordset(${json(turns)})
				as w (id uuid, revision integer) on w.id = r.turn_id and w.revision = r.revision`.execute(trx);
		const answerRows = await sql<{
			responseId: string;
			question: string;
			revision: number;
			value: AnswerValue;
		}>`select s.response_id as "responseId", s.question, s.revision, s.value
			from submitted_answers s join jsonb_to_recordset(${json(answers)})
				as w (id uuid, question text, revision integer)
				on w.id = s.response_id and w.question = s.question and w.revision = s.revision`.execute(trx);
		const known = new Map<string, PlaceText>();
		for (const row of turnRows.rows) known.set(`${row.id} ${row.revision}`, textOfTurn(row));
		for (const { revision, value, ...place } of answerRows.rows)
			known.set(`${placeKey(place)} ${revision}`, {
				place,
				revision,
				texts: { value: answerText(value) }
			});
		return past.map(
			({ place, field, revision }) =>
				known.get(`${placeKey(place)} ${revision}`)?.texts[field] ?? null
		);
	});
}
