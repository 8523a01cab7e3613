import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import { dayIn, frameLocale } from '#lib/report/html/words.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { withinSystem } from '../../database/withinSystem.ts';
import {
	type CitationRow,
	type ReadSources,
	type SourceRoom,
	hashOf,
	numberOf,
	sourceOf
} from './sourceRoom.ts';

type Said = Pick<AnswerContent, 'status' | 'value' | 'reason'>;

interface Row {
	id: string;
	country: string;
	delegation: string;
	isSafe: boolean;
	version: number;
	/** YYYY-MM-DD on which it was handed in. */
	day: string;
	cited: Said & { exposure: string };
	/** As it was handed in last; null where the question is no longer answered. */
	latest: (Said & { exposure: string; isAccepted: boolean }) | null;
	queries: string[];
}

/**
 * Answers: the words as they were cited, and the hash of the answer as it is now, with the queries
 * on it. Read as the system, so that everybody on the team finds the same; what is not public now,
 * or not safe to say, gives nothing.
 */
export const readAnswerSources: ReadSources = async (room, rows) => {
	const found = await withinSystem(room.trx, () => readRows(room, rows));
	const byId = new Map(found.map((row) => [row.id, row]));
	return new Map(
		rows.flatMap((citation) => {
			const row = byId.get(citation.id);
			if (!row || !mayBePublic(row)) return [];
			const { status, value, reason, isAccepted } = row.latest ?? {};
			const hash = hashOf({ status, value, reason, isAccepted, queries: row.queries });
			const standing = { hash, source: sourceIn(room, citation, row), participantId: null };
			return [[citation.id, standing] as const];
		})
	);
};

function mayBePublic({ isSafe, cited, latest }: Row): boolean {
	return (
		isSafe &&
		cited.exposure === 'public' &&
		(latest === null || (latest.exposure === 'public' && latest.status !== 'not_safe'))
	);
}

async function readRows({ trx, round }: SourceRoom, rows: readonly CitationRow[]): Promise<Row[]> {
	const column = (name: 'id' | 'submission_id' | 'response_id' | 'question') =>
		rows.map((row) => row[name]);
	const found = await sql<Row>`
		select c.id, d.country, d.name as delegation, d.status <> 'withdrawn_for_safety' as "isSafe",
			s.number as version, to_char(s.submitted_at at time zone 'UTC', 'YYYY-MM-DD') as day,
			json_build_object('status', a.status, 'value', a.value, 'reason', a.reason,
				'exposure', a.exposure) as cited,
			case when n.question is not null then json_build_object('status', n.status, 'value', n.value,
				'reason', n.reason, 'exposure', n.exposure,
				'isAccepted', n.is_accepted and r.state = 'accepted') end as latest,
			array(select q.id || case when q.state = 'closed' then ' closed' else ' open' end from queries q
				where q.response_id = c.response_id and q.question = c.question order by q.id) as queries
		from unnest(${column('id')}::uuid[], ${column('submission_id')}::uuid[],
				${column('response_id')}::uuid[], ${column('question')}::text[])
				as c(id, submission_id, response_id, question)
			join submissions s on s.id = c.submission_id and s.response_id = c.response_id
			join responses r on r.id = c.response_id and r.round_id = ${round.id}::uuid
			join delegations d on d.id = r.delegation_id
			join submitted_answers a on a.submission_id = c.submission_id and a.question = c.question
			left join submitted_answers n on n.response_id = c.response_id and n.question = c.question
				and n.is_latest`.execute(trx);
	return found.rows;
}

function sourceIn(room: SourceRoom, citation: CitationRow, row: Row) {
	const { definition, language, locale, names } = room;
	const country = names[row.country] ?? row.country;
	const question = citation.question ?? '';
	const title = m.report_source_answer(
		{
			country: row.delegation ? `${country} (${row.delegation})` : country,
			number: numberOf(definition, readAnswerKey(question)?.name ?? question),
			version: row.version,
			date: dayIn(row.day, frameLocale(language))
		},
		{ locale }
	);
	return sourceOf(citation, title, { words: wordsOf(room, citation, row.cited) });
}

/** The passage, or the whole answer in words. */
function wordsOf(
	{ definition, language, locale }: SourceRoom,
	{ question, starts, ends }: CitationRow,
	said: Said
): string {
	if (starts !== null && ends !== null)
		return typeof said.value === 'string' ? said.value.slice(starts, ends) : '';
	if (said.status === 'dont_know') return m.compared_said_dont_know({}, { locale });
	if (said.status === 'not_applicable') return m.compared_said_not_applicable({}, { locale });
	const asked = findAskedQuestion(definition, question ?? '');
	return asked ? describeAnswer(definition, asked.question, said, language) : '';
}
