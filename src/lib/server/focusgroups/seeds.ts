import type { AnswerStatus, AnswerValue } from '#lib/xlsform/answers.ts';
import type { Area, Definition, Question } from '#lib/xlsform/definition.ts';
import { findAskedQuestion, findPlace } from '#lib/xlsform/findAsked.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import type { QueryKind, QueryState, SeedKind } from '#lib/terms.ts';

/** What a country handed in for one question; a country may have two delegations. */
export interface SeedAnswer {
	country: string;
	/** Its answer key. */
	question: string;
	status: AnswerStatus;
	value: AnswerValue;
}

/** A coordinator's question on an answer. */
export interface SeedQuery {
	country: string;
	/** Key of the answer it is on. */
	question: string;
	kind: QueryKind;
	state: QueryState;
}

/** What the answers raise: a question, and the countries it is about, by code in order. */
export interface FoundSeed {
	kind: SeedKind;
	question: string;
	area: string;
	countries: string[];
}

export interface SeedSource {
	definition: Definition;
	/** Codes of the round's countries. */
	countries: readonly string[];
	answers: readonly SeedAnswer[];
	queries: readonly SeedQuery[];
}

/** So many steps apart on a scale, and two countries do not mean the same. */
export const SPREAD_STEPS = 2;

const isIssue = (area: Area) => area.kind === 'issue';

/** Choices of these are compared as they are; entries of repeats are not about the same thing. */
function isComparable(definition: Definition, { type, name }: Question): boolean {
	return (
		(type === 'select_one' || type === 'scale') && findPlace(definition, name)?.repeats.length === 0
	);
}

/** Whether a question's choices are countries of the round: at least two of them, as codes. */
function asksForCountries(definition: Definition, question: Question, countries: Set<string>) {
	if (question.type !== 'select_multiple' && question.type !== 'rank') return false;
	const named = choicesOffered(definition, question).filter(({ name }) => countries.has(name));
	return named.length >= 2;
}

/** Questions whose answers findSeeds reads: those compared, and those that name corridors. */
export function seedQuestions(definition: Definition, countries: readonly string[]): string[] {
	const codes = new Set(countries);
	return definition.areas.flatMap((area) =>
		area.questions
			.filter(
				(question) =>
					asksForCountries(definition, question, codes) ||
					(isIssue(area) && isComparable(definition, question))
			)
			.map(({ name }) => name)
	);
}

/**
 * The corridors of a round: two countries are on one where either names the other in a question
 * that asks for countries. Each pair once, its codes in order.
 */
export function corridorsIn(source: Omit<SeedSource, 'queries'>): [string, string][] {
	const codes = new Set(source.countries);
	const pairs = new Map<string, [string, string]>();
	for (const { country, question, status, value } of source.answers) {
		const asked = findAskedQuestion(source.definition, question)?.question;
		if (!asked || !codes.has(country) || status !== 'answered' || !Array.isArray(value)) continue;
		if (!asksForCountries(source.definition, asked, codes)) continue;
		for (const other of value) {
			if (other === country || !codes.has(other)) continue;
			const pair = [country, other].sort() as [string, string];
			pairs.set(pair.join(' '), pair);
		}
	}
	return [...pairs.values()].sort((a, b) => a.join().localeCompare(b.join(), 'en'));
}

/** The choices each country made, in every answer it gave to this question. */
function chosenBy(source: SeedSource, question: string): Map<string, string[]> {
	const chosen = new Map<string, string[]>();
	for (const { country, question: key, status, value } of source.answers)
		if (key === question && status === 'answered' && typeof value === 'string')
			chosen.set(country, [...(chosen.get(country) ?? []), value]);
	return chosen;
}

/** Countries of pairs that `differ`, in the order of the round. */
function involved(
	source: SeedSource,
	pairs: Iterable<readonly [string, string]>,
	differ: (one: string, other: string) => boolean
): string[] {
	const found = new Set<string>();
	for (const [one, other] of pairs)
		if (differ(one, other)) {
			found.add(one);
			found.add(other);
		}
	return source.countries.filter((country) => found.has(country));
}

const anyPair = (
	one: readonly string[] | undefined,
	other: readonly string[] | undefined,
	test: (left: string, right: string) => boolean
) => (one ?? []).some((left) => (other ?? []).some((right) => test(left, right)));

function everyPair(countries: readonly string[]): [string, string][] {
	return countries.flatMap((one, at) =>
		countries.slice(at + 1).map((other): [string, string] => [one, other])
	);
}

/** Countries in whose answers there is a query that stays open, or that says they contradict. */
function queried(source: SeedSource, question: string): string[] {
	const asked = source.queries.filter(
		({ question: key, state, kind }) =>
			(state !== 'closed' || kind === 'contradicts') &&
			findAskedQuestion(source.definition, key)?.question.name === question
	);
	return source.countries.filter((code) => asked.some(({ country }) => country === code));
}

/**
 * What the answers raise for a meeting to talk about, in the questionnaire's order: of each
 * question in an issue area what contradicts along a corridor, what lies two steps or more
 * apart on a scale, and what coordinators still ask. Only what is passed in is looked at, so
 * whoever may not see an answer is offered nothing that comes from it.
 */
export function findSeeds(source: SeedSource): FoundSeed[] {
	const corridors = corridorsIn(source);
	return source.definition.areas.filter(isIssue).flatMap((area) =>
		area.questions.flatMap((question) => {
			const found: Record<SeedKind, string[]> = { corridor: [], spread: [], query: [] };
			if (isComparable(source.definition, question)) {
				const chosen = chosenBy(source, question.name);
				found.corridor = involved(source, corridors, (one, other) =>
					anyPair(chosen.get(one), chosen.get(other), (left, right) => left !== right)
				);
				if (question.type === 'scale') {
					const steps = choicesOffered(source.definition, question).map(({ name }) => name);
					found.spread = involved(source, everyPair(source.countries), (one, other) =>
						anyPair(chosen.get(one), chosen.get(other), (left, right) =>
							isApart(steps.indexOf(left), steps.indexOf(right))
						)
					);
				}
			}
			found.query = queried(source, question.name);
			return (['corridor', 'spread', 'query'] as const)
				.filter((kind) => found[kind].length > 0)
				.map((kind) => ({
					kind,
					question: question.name,
					area: area.name,
					countries: found[kind]
				}));
		})
	);
}

/** Whether two places on a scale are far apart; a choice the scale has no longer is at none. */
function isApart(left: number, right: number): boolean {
	return left >= 0 && right >= 0 && Math.abs(left - right) >= SPREAD_STEPS;
}

/**
 * What a stored seed says of itself to whoever reads it. That answers contradict, or that a
 * coordinator's question is open, is told only to those in whose view it is so (rules R1 and
 * R4): `found` is what the answers they see raise. To others it is something to talk about.
 */
export function kindAsSeen(
	seed: { kind: SeedKind; question: string },
	found: readonly FoundSeed[],
	isCoordinator: boolean
): SeedKind | 'talk' {
	const isSeen = found.some(
		({ kind, question }) => kind === seed.kind && question === seed.question
	);
	return isCoordinator || isSeen ? seed.kind : 'talk';
}

/** A block as far as its seeds go. */
export interface SeedBlock {
	area: string | null;
	/** Where it names questions it is about these alone, else about all of its area. */
	questions: readonly string[];
	seeds: readonly { kind: SeedKind; question: string; countries: readonly string[] }[];
}

/** Whether a seed belongs to what a block is about. */
function isAbout({ area, questions }: SeedBlock, seed: FoundSeed): boolean {
	return questions.length > 0 ? questions.includes(seed.question) : area === seed.area;
}

/**
 * Of what the answers raise, what these blocks are about and nothing in the whole guide brings
 * up yet; one that is there for fewer countries is missing.
 */
export function missingSeeds(
	found: readonly FoundSeed[],
	blocks: readonly SeedBlock[],
	guide: readonly SeedBlock[]
): FoundSeed[] {
	const kept = guide.flatMap(({ seeds }) => seeds);
	return found.filter(
		(seed) =>
			blocks.some((block) => isAbout(block, seed)) &&
			!kept.some(
				({ kind, question, countries }) =>
					kind === seed.kind &&
					question === seed.question &&
					seed.countries.every((country) => countries.includes(country))
			)
	);
}
