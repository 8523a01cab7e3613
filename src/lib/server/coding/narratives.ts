import { sql } from 'kysely';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import type { AnswerValue } from '#lib/xlsform/answers.ts';
import type { Area, Definition, Exposure, Question } from '#lib/xlsform/definition.ts';
import { findAskedQuestion, findPlace } from '#lib/xlsform/findAsked.ts';
import { hasRepeats, placesIn } from '#lib/xlsform/placedAnswers.ts';
import { narrativeParts, wordColumns } from '#lib/passages/answerText.ts';
import { recordAudit } from '../audit/record.ts';
import type { Actor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';

/** An answer in which somebody tells something; its words come with readAnswers. */
export interface Narrative {
	responseId: string;
	/** Its answer key. */
	question: string;
	asked: Question;
	delegationId: string;
	country: string;
	countryName: string;
	/** Of a second delegation of a country. */
	delegationName: string;
	/** Which entry of a repeat, such as `2` or `2.1`; empty outside of repeats. */
	entry: string;
	revision: number;
	exposure: Exposure;
	isAccepted: boolean;
	value: AnswerValue;
}

/** Questions of an area that can be told something in. */
export function narrativeQuestions(area: Area): Question[] {
	return area.questions.filter(
		(question) => (wordColumns(question)?.length ?? 1) > 0 && isWritten(question)
	);
}

function isWritten({ type }: Question): boolean {
	return type === 'text' || type === 'long_text' || type === 'matrix' || type === 'treaty';
}

/** What narrows a list of narratives. */
export interface NarrativeScope {
	roundId: string;
	definition: Definition;
	areas: readonly Area[];
	/** Reads what was submitted; everybody else what was accepted (rules R4 and R8). */
	isCoordinator: boolean;
}

/**
 * Narrative answers as submitted last, as far as the actor may read them, in the order of the
 * questionnaire and in it by country.
 */
export async function listNarratives(trx: Trx, scope: NarrativeScope): Promise<Narrative[]> {
	const { roundId, definition, areas, isCoordinator } = scope;
	const questions = areas.flatMap((area) => narrativeQuestions(area));
	const names = questions.map(({ name }) => name);
	const repeats = hasRepeats(definition)
		? names.flatMap((name) => findPlace(definition, name)?.repeats.map((each) => each.name) ?? [])
		: [];
	const found = await sql<Omit<Narrative, 'asked' | 'entry'>>`select s.response_id as "responseId",
			s.question, s.delegation_id as "delegationId", d.country, c.name as "countryName",
			d.name as "delegationName", s.revision, s.exposure, s.is_accepted as "isAccepted", s.value
		from submitted_answers s join delegations d on d.id = s.delegation_id
			join round_countries c on c.round_id = d.round_id and c.country = d.country
		where s.round_id = ${roundId}::uuid and s.is_latest and s.status = 'answered'
			and split_part(s.question, '[', 1) = any (${[...names, ...new Set(repeats)]}::text[])
			${isCoordinator ? sql`` : sql`and s.is_accepted`}`.execute(trx);
	const order = new Map(names.map((name, at) => [name, at]));
	const entries = repeats.length > 0 ? entriesOf(definition, found.rows) : undefined;
	return found.rows
		.flatMap((row): Narrative[] => {
			const asked = findAskedQuestion(definition, row.question)?.question;
			if (!asked || !order.has(asked.name) || narrativeParts(asked, row.value).length === 0)
				return [];
			const entry = entries?.get(`${row.delegationId} ${row.question}`) ?? '';
			return [{ ...row, asked, entry }];
		})
		.sort(
			(a, b) =>
				order.get(a.asked.name)! - order.get(b.asked.name)! ||
				compare(a.countryName, b.countryName) ||
				compare(a.delegationName, b.delegationName) ||
				compare(a.delegationId, b.delegationId) ||
				a.entry.localeCompare(b.entry, 'en', { numeric: true })
		);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Positions of entries, by delegation and answer key. */
function entriesOf(
	definition: Definition,
	rows: readonly { delegationId: string; question: string; value: AnswerValue }[]
): Map<string, string> {
	const entries = new Map<string, string>();
	for (const [delegation, own] of Map.groupBy(rows, ({ delegationId }) => delegationId)) {
		const placed = placesIn(definition, own);
		for (const { question } of own)
			if ((readAnswerKey(question)?.entries.length ?? 0) > 0)
				entries.set(
					`${delegation} ${question}`,
					(placed.get(question)?.steps ?? []).map(({ position }) => position).join('.')
				);
	}
	return entries;
}

/** Leaves an entry where answers were read that were given to coordinators alone (rule R13). */
export async function recordReading(
	trx: Trx,
	actor: Actor,
	round: { id: string; studyId: string },
	read: readonly Pick<Narrative, 'responseId' | 'exposure'>[],
	detail: Record<string, string> = {}
): Promise<void> {
	const restricted = read.filter(({ exposure }) => exposure === 'coordinators');
	if (restricted.length === 0) return;
	await recordAudit(trx, actor, 'response.read', {
		studyId: round.studyId,
		roundId: round.id,
		detail: {
			...detail,
			responses: [...new Set(restricted.map(({ responseId }) => responseId))]
		}
	});
}
