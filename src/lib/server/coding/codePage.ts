import { sql } from 'kysely';
import { type Excerpt, excerpt } from '#lib/passages/excerpt.ts';
import { answerText } from '#lib/passages/answerText.ts';
import type { Placed } from '#lib/codes/tree.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';
import type { AnswerValue } from '#lib/xlsform/answers.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { type RoundSummary, type StudyHead, getStudyHead, listRounds } from '../studies/queries.ts';
import { type Code, type CodeCount, countCodings, listAllCodes } from './codebook.ts';
import { type CodeRevision, listCodeRevisions } from './codeHistory.ts';
import { followAnswers } from './followTexts.ts';
import { type ListedMemo, listMemosOf } from './memoQueries.ts';
import { recordReading } from './narratives.ts';

/** How many passages of a code one page shows. */
export const PASSAGES = 100;

/** A passage a code stands on. */
export interface CodedPassage {
	id: string;
	excerpt: Excerpt;
	/** Meeting and pseudonym or role, or country and answer key. */
	groupId: string | null;
	groupName: string | null;
	who: string | null;
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	area: string | null;
	countryName: string | null;
	roundId: string;
	roundName: string;
}

export interface CodePage {
	study: StudyHead & { roles: string[] };
	code: Placed<Code>;
	codes: Placed<Code>[];
	rounds: RoundSummary[];
	counts: CodeCount[];
	history: CodeRevision[];
	memos: ListedMemo[];
	passages: CodedPassage[];
	/** How many there are before these. */
	from: number;
	total: number;
}

/**
 * One code with its history, its memos and the passages it stands on, as far as the actor reads
 * them, from the `from`th on.
 * @throws Problem not_found
 */
export async function getCodePage(
	ctx: Context,
	studyId: string,
	codeId: string,
	from: number
): Promise<CodePage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await getStudyHead(trx, studyId, 'coding.write');
		const codes = await listAllCodes(trx, study.id);
		const code = codes.find(({ id }) => id === codeId);
		if (!code) throw notFound();
		const rounds = await listRounds(trx, [study.id]);
		for (const { id } of rounds) await followAnswers(trx, id);
		const counts = (await countCodings(trx, study.id)).filter((each) => each.codeId === codeId);
		return {
			study,
			code,
			codes,
			rounds,
			counts,
			history: await listCodeRevisions(trx, codeId),
			memos: await listMemosOf(trx, { codeId }),
			passages: await listPassages(trx, ctx, study.id, codeId, from),
			from,
			total: counts.reduce((sum, { count }) => sum + count, 0)
		};
	});
}

type Row = Omit<CodedPassage, 'excerpt'> & {
	start: number;
	end: number;
	text: string | null;
	value: AnswerValue;
	exposure: Exposure | null;
};

async function listPassages(
	trx: Trx,
	ctx: Context,
	studyId: string,
	codeId: string,
	from: number
): Promise<CodedPassage[]> {
	const found =
		await sql<Row>`select c.id, c.starts as start, c.ends as "end", c.turn_id as "turnId",
			c.response_id as "responseId", c.question, c.round_id as "roundId", o.name as "roundName",
			g.id as "groupId", g.name as "groupName", coalesce(p.pseudonym, t.speaker) as who,
			case c.field when 'translation' then t.translation else t.body end as text, s.value, s.exposure,
			r.area, n.name as "countryName"
		from codings c join rounds o on o.id = c.round_id
			left join turns t on t.id = c.turn_id
			left join focus_groups g on g.id = t.group_id
			left join participants p on p.id = t.participant_id
			left join submitted_answers s on s.response_id = c.response_id and s.question = c.question
				and s.is_latest and s.revision = c.text_revision
			left join responses r on r.id = c.response_id
			left join delegations d on d.id = r.delegation_id
			left join round_countries n on n.round_id = d.round_id and n.country = d.country
		where c.code_id = ${codeId}::uuid and c.removed_at is null
			and (case when c.turn_id is null then s.response_id is not null else t.removed_at is null end)
		order by o.opens_on desc, g.held_on nulls last, g.id, t.transcript_id nulls first, t.ordinal,
			c.response_id, c.question, c.starts, c.id
		limit ${PASSAGES} offset ${from}`.execute(trx);
	await recordReading(
		trx,
		ctx.actor,
		{ id: found.rows[0]?.roundId ?? '', studyId },
		found.rows.flatMap(({ responseId, exposure }) =>
			responseId && exposure ? [{ responseId, exposure }] : []
		),
		{ by: 'code' }
	);
	return found.rows.map(({ start, end, text, value, exposure: _, ...row }) => ({
		...row,
		excerpt: excerpt(text ?? answerText(value), { start, end }, 60)
	}));
}
