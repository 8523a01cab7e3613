import { sql } from 'kysely';
import { MEMO_SCOPES, type MemoScope } from '#lib/terms.ts';
import { answerText } from '#lib/passages/answerText.ts';
import type { AnswerValue } from '#lib/xlsform/answers.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { type RoundSummary, type StudyHead, getStudyHead, listRounds } from '../studies/queries.ts';
import { recordReading } from './narratives.ts';
import { type ListedMemo, listMemosOf, memoColumns, memoTables } from './memoQueries.ts';

/** A memo with the names of where it stands. */
export interface PlacedMemo extends ListedMemo {
	roundName: string | null;
	groupName: string | null;
	/** Pseudonym or role of whoever said the turn. */
	who: string | null;
	countryName: string | null;
	area: string | null;
	codeName: string | null;
	/** The coded words a memo on a passage is about. */
	words: string | null;
}

/** As they stand in the address; empty or unknown ones narrow nothing. */
export interface MemoFilter {
	scope?: string;
	round?: string;
	own?: string;
}

export interface MemoPage {
	study: StudyHead & { roles: string[] };
	rounds: RoundSummary[];
	memos: PlacedMemo[];
	/** The study's own, which can be written on the same page. */
	ofStudy: ListedMemo[];
}

/**
 * All memos of a study the actor may read, newest first, with where they stand.
 * @throws Problem not_found
 */
export async function getMemoPage(
	ctx: Context,
	studyId: string,
	filter: MemoFilter
): Promise<MemoPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await getStudyHead(trx, studyId, 'memo.write');
		const rows = await readMemos(trx, study.id, filter);
		for (const [roundId, own] of Map.groupBy(rows, (row) => row.roundId ?? ''))
			await recordReading(
				trx,
				ctx.actor,
				{ id: roundId, studyId: study.id },
				own.flatMap(({ responseId, exposure }) =>
					responseId && exposure ? [{ responseId, exposure }] : []
				),
				{ by: 'memos' }
			);
		return {
			study,
			rounds: await listRounds(trx, [study.id]),
			memos: rows.map(withWords),
			ofStudy: await listMemosOf(trx, { studyId: study.id })
		};
	});
}

interface Row extends Omit<PlacedMemo, 'words'> {
	text: string | null;
	value: AnswerValue;
	/** Of the answer a coded passage is in. */
	exposure: Exposure | null;
	start: number | null;
	end: number | null;
}

async function readMemos(trx: Trx, studyId: string, filter: MemoFilter): Promise<Row[]> {
	const scope = MEMO_SCOPES.find((each): each is MemoScope => each === filter.scope);
	const found = await sql<Row>`select ${memoColumns}, o.name as "roundName", g.name as "groupName",
			coalesce(p.pseudonym, t.speaker) as who, c.name as "countryName", r.area,
			d.name as "codeName", k.starts as start, k.ends as "end",
			case when k.text_revision = t.revision then
				case k.field when 'translation' then t.translation else t.body end end as text,
			s.value, s.exposure
		from ${memoTables}
			left join rounds o on o.id = m.round_id
			left join turns t on t.id = coalesce(m.turn_id, k.turn_id)
			left join participants p on p.id = t.participant_id
			left join focus_groups g on g.id = coalesce(m.group_id, t.group_id)
			left join responses r on r.id = coalesce(m.response_id, k.response_id)
			left join delegations e on e.id = r.delegation_id
			left join round_countries c on c.round_id = e.round_id and c.country = e.country
			left join codes d on d.id = coalesce(m.code_id, k.code_id)
			left join submitted_answers s on s.response_id = k.response_id and s.question = k.question
				and s.is_latest and s.revision = k.text_revision
		where m.study_id = ${studyId}::uuid and m.removed_at is null and t.removed_at is null
			${scope ? sql`and m.scope = ${scope}` : sql``}
			${filter.round ? sql`and m.round_id::text = ${filter.round}` : sql``}
			${filter.own ? sql`and m.author_id = actor_id()` : sql``}
		order by m.changed_at desc, m.id limit 2000`.execute(trx);
	return found.rows;
}

/** The coded words, where the text is still the one the code lies on. */
function withWords({ text, value, start, end, exposure: _, ...memo }: Row): PlacedMemo {
	const whole = text ?? (value === null ? null : answerText(value));
	const words = whole === null || start === null || end === null ? null : whole.slice(start, end);
	return { ...memo, words };
}
