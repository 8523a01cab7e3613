import { sql } from 'kysely';
import { answerText } from '#lib/passages/answerText.ts';
import { moveSpans } from '#lib/passages/moveSpans.ts';
import type { Span } from '#lib/passages/span.ts';
import type { CodedField } from '#lib/terms.ts';
import type { AnswerValue } from '#lib/xlsform/answers.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { type Place, placeKey, readPastTexts } from './texts.ts';

/** A code whose words have been changed since it was put on them. */
interface Behind {
	id: string;
	place: Place;
	field: CodedField;
	start: number;
	end: number;
	/** The revision its offsets belong to, and the one there is now. */
	revision: number;
	currentRevision: number;
	text: string;
}

interface Row {
	id: string;
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	field: CodedField;
	start: number;
	end: number;
	revision: number;
	currentRevision: number;
	body: string | null;
	translation: string | null;
	value: AnswerValue;
}

const columns = sql`c.id, c.turn_id as "turnId", c.response_id as "responseId", c.question, c.field,
	c.starts as start, c.ends as "end", c.text_revision as revision`;

/**
 * Lets the codes on answers of a round follow their words to what was submitted last. Submitting
 * knows nothing of codes, so whoever reads them does this first; until then a code on an earlier
 * text is shown to nobody (listCodings). One whose words are gone is taken off, not deleted.
 */
export async function followAnswers(trx: Trx, roundId: string): Promise<void> {
	await follow(
		trx,
		sql`select ${columns}, s.revision as "currentRevision", null as body, null as translation, s.value
			from codings c join submitted_answers s on s.response_id = c.response_id
				and s.question = c.question and s.is_latest
			where c.round_id = ${roundId}::uuid and c.response_id is not null and c.removed_at is null
				and s.revision <> c.text_revision`
	);
}

/**
 * The same for codes on turns. Every verb that changes a turn moves them itself (moveCodings); this
 * brings along what was left behind, and turns whose revision rose though their words stayed.
 */
export async function followTurns(trx: Trx, codingIds: readonly string[]): Promise<void> {
	await follow(
		trx,
		sql`select ${columns}, t.revision as "currentRevision", t.body, t.translation, null as value
			from codings c join turns t on t.id = c.turn_id
			where c.id = any (${[...codingIds]}::uuid[]) and t.revision <> c.text_revision`
	);
}

async function follow(trx: Trx, behind: ReturnType<typeof sql>): Promise<void> {
	// As the system: codes of second coders, which the actor may not see, follow as well.
	const rows = await withinSystem(trx, async () => (await behind.execute(trx)).rows as Row[]);
	if (rows.length === 0) return;
	const codings = rows.map((row): Behind => ({
		...row,
		place: row.turnId
			? { turnId: row.turnId }
			: { responseId: row.responseId!, question: row.question! },
		text: row.turnId
			? ((row.field === 'translation' ? row.translation : row.body) ?? '')
			: answerText(row.value)
	}));
	const before = await readPastTexts(trx, codings);
	const spans = moveTogether(codings, before);
	const moved = codings.map(({ id, currentRevision }, at) => ({
		id,
		revision: currentRevision,
		starts: spans[at]?.start ?? null,
		ends: spans[at]?.end ?? null
	}));
	await withinSystem(trx, () =>
		sql`update codings c set starts = coalesce(m.starts, c.starts), ends = coalesce(m.ends, c.ends),
				text_revision = case when m.starts is null then c.text_revision else m.revision end,
				removed_at = case when m.starts is null then now() end
			from jsonb_to_recordset(${json(moved)})
				as m (id uuid, revision integer, starts integer, ends integer)
			where c.id = m.id and c.removed_at is null`.execute(trx)
	);
}

/** Passages of the same text move in one comparison of the two. */
function moveTogether(
	codings: readonly Behind[],
	before: readonly (string | null)[]
): (Span | null)[] {
	const groups = new Map<string, number[]>();
	for (const [at, { place, field, revision }] of codings.entries()) {
		const key = `${placeKey(place)} ${field} ${revision}`;
		groups.set(key, [...(groups.get(key) ?? []), at]);
	}
	const spans: (Span | null)[] = codings.map(() => null);
	for (const indexes of groups.values()) {
		const past = before[indexes[0]!];
		if (past === null || past === undefined) continue;
		const moved = moveSpans(
			past,
			codings[indexes[0]!]!.text,
			indexes.map((at) => codings[at]!)
		);
		for (const [place, at] of indexes.entries()) spans[at] = moved[place] ?? null;
	}
	return spans;
}
