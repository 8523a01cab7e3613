import { sql } from 'kysely';
import type { Definition } from '#lib/xlsform/definition.ts';
import { findAskedQuestion, findPlace } from '#lib/xlsform/findAsked.ts';
import { placesIn } from '#lib/xlsform/placedAnswers.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { mayDo } from '../access/verbs.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type FoundSeed, type SeedQuery, findSeeds, seedQuestions } from './seeds.ts';

/** A country of a round, in the order of its name. */
export interface RoundCountry {
	code: string;
	name: string;
}

/** What one delegation said to the question of a seed, as the reader may see it. */
export interface SeedRow {
	delegation: { id: string; country: string; countryName: string; name: string };
	responseId: string;
	/** One, or one for each entry where the question is asked in several; `place` then says which. */
	answers: { place: string; answer: AnswerContent }[];
}

interface Stored extends AnswerContent {
	delegationId: string;
	country: string;
	countryName: string;
	name: string;
	responseId: string;
	question: string;
}

/** The countries of a round. */
export async function listCountries(trx: Trx, roundId: string): Promise<RoundCountry[]> {
	return trx
		.selectFrom('round_countries')
		.select(['country as code', 'name'])
		.where('round_id', '=', roundId)
		.orderBy('name')
		.orderBy('country')
		.execute();
}

/**
 * What delegations that take part handed in last for these questions. Coordinators read what
 * was submitted, others what was accepted, as far as its exposure goes (rules R1, R4 and R8).
 * Who withdrew for their safety is not brought up in a room.
 */
async function listStored(
	trx: Trx,
	roundId: string,
	questions: readonly string[],
	isCoordinator: boolean
): Promise<Stored[]> {
	if (questions.length === 0) return [];
	const found = await sql<Stored>`select a.delegation_id as "delegationId", d.country,
			c.name as "countryName", d.name, a.response_id as "responseId", a.question, a.status,
			a.value, a.reason, a.exposure
		from submitted_answers a join delegations d on d.id = a.delegation_id
		join round_countries c on c.round_id = d.round_id and c.country = d.country
		where a.round_id = ${roundId}::uuid and a.is_latest and d.status = 'active'
			and (a.is_accepted or ${isCoordinator})
			and split_part(a.question, '[', 1) = any (${questions}::text[])
		order by c.name, d.name, d.id`.execute(trx);
	return found.rows;
}

/** Queries of a round, which only coordinators are shown. */
async function listSeedQueries(trx: Trx, roundId: string): Promise<SeedQuery[]> {
	const found = await sql<SeedQuery>`select d.country, q.question, q.kind, q.state
		from queries q join delegations d on d.id = q.delegation_id
		where q.round_id = ${roundId}::uuid and d.status = 'active'`.execute(trx);
	return found.rows;
}

/** What the answers of a round raise, from the actor's own view of them. */
export async function findRoundSeeds(
	trx: Trx,
	round: { id: string; versionId: string },
	roles: readonly string[]
): Promise<{ definition: Definition; countries: RoundCountry[]; found: FoundSeed[] }> {
	const definition = await getDefinition(trx, round.versionId);
	const countries = await listCountries(trx, round.id);
	const codes = countries.map(({ code }) => code);
	const isCoordinator = mayDo('response.review', roles);
	const questions = seedQuestions(definition, codes);
	const answers = await listStored(trx, round.id, questions, isCoordinator);
	// Somebody of the team may also answer for a country, whose queries they see there.
	const queries = isCoordinator ? await listSeedQueries(trx, round.id) : [];
	const found = findSeeds({ definition, countries: codes, answers, queries });
	return { definition, countries, found };
}

/**
 * The answers to these questions side by side, as the actor may see them, by question. A
 * country with nothing to show has no row, which does not say why.
 */
export async function listSeedRows(
	trx: Trx,
	round: { id: string; versionId: string },
	questions: readonly string[],
	roles: readonly string[]
): Promise<Map<string, SeedRow[]>> {
	const definition = await getDefinition(trx, round.versionId);
	const isCoordinator = mayDo('response.review', roles);
	// With the lists of entries, which give what is asked in several its order.
	const lists = questions.flatMap(
		(name) => findPlace(definition, name)?.repeats.map((repeat) => repeat.name) ?? []
	);
	const stored = await listStored(trx, round.id, [...questions, ...lists], isCoordinator);
	return new Map(
		questions.map((question) => [question, rowsOf(definition, question, stored)] as const)
	);
}

function rowsOf(definition: Definition, question: string, stored: readonly Stored[]): SeedRow[] {
	const isRepeated = (findPlace(definition, question)?.repeats.length ?? 0) > 0;
	const rows = new Map<string, Stored[]>();
	for (const answer of stored)
		rows.set(answer.delegationId, [...(rows.get(answer.delegationId) ?? []), answer]);
	return [...rows.values()].flatMap((own): SeedRow[] => {
		const places = isRepeated ? placesIn(definition, own) : undefined;
		const answers = own
			.filter(({ question: key }) => findAskedQuestion(definition, key)?.question.name === question)
			.map(({ question: key, status, value, reason, exposure }) => ({
				place:
					places
						?.get(key)
						?.steps.map(({ position }) => position)
						.join('.') ?? '',
				order: places?.get(key)?.order ?? 0,
				answer: { status, value, reason, exposure }
			}))
			.sort((left, right) => left.order - right.order)
			.map(({ place, answer }) => ({ place, answer }));
		const { delegationId: id, country, countryName, name, responseId } = own[0]!;
		const delegation = { id, country, countryName, name };
		return answers.length > 0 ? [{ delegation, responseId, answers }] : [];
	});
}
