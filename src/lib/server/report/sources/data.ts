import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import { labelWords } from '#lib/components/review/labelWords.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { findPlace } from '#lib/xlsform/findAsked.ts';
import { type ReadSources, type SourceRoom, hashOf, numberOf, sourceOf } from './sourceRoom.ts';

interface Row {
	country: string;
	delegation: string;
	question: string;
	status: string;
	value: unknown;
}

/** How all accepted public answers to a question are spread; without any there is nothing to cite. */
export const readDataSources: ReadSources = async (room, rows) => {
	const { definition, locale } = room;
	const answers = await listPublic(
		room,
		rows.map(({ question }) => question ?? '')
	);
	return new Map(
		rows.flatMap((citation) => {
			const question = citation.question ?? '';
			const among = answers.filter((row) => row.question.split('[')[0] === question);
			if (among.length === 0) return [];
			const title = m.report_source_data(
				{
					number: numberOf(definition, question),
					label: questionLabel(room, question),
					count: new Set(among.map(({ country }) => country)).size
				},
				{ locale }
			);
			const hash = hashOf(among);
			const source = sourceOf(citation, title);
			return [[citation.id, { hash, source, participantId: null }] as const];
		})
	);
};

/** What is asked, without markup. */
export function questionLabel({ definition, language }: SourceRoom, name: string): string {
	const question = findPlace(definition, name)?.area.questions.find((each) => each.name === name);
	return labelWords(textIn(question?.label, language, definition.default_language));
}

async function listPublic({ trx, round }: SourceRoom, questions: string[]): Promise<Row[]> {
	const found = await sql<Row>`select d.country, d.name as delegation, a.question, a.status, a.value
		from submitted_answers a join responses r on r.id = a.response_id
			join delegations d on d.id = a.delegation_id
		where a.round_id = ${round.id}::uuid and a.is_latest and a.is_accepted and a.exposure = 'public'
			and r.state = 'accepted' and a.status not in ('empty', 'not_safe')
			and d.status <> 'withdrawn_for_safety'
			and split_part(a.question, '[', 1) = any (${questions}::text[])
		order by d.country collate "C", d.name collate "C", d.id, a.question collate "C"`.execute(trx);
	return found.rows;
}
