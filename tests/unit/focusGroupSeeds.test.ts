import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type FoundSeed,
	type SeedAnswer,
	type SeedQuery,
	type SeedSource,
	corridorsIn,
	findSeeds,
	kindAsSeen,
	missingSeeds,
	seedQuestions
} from '#lib/server/focusgroups/seeds.ts';
import { QUERY_KINDS } from '#lib/terms.ts';
import type { Definition } from '#lib/xlsform/definition.ts';

const say = (en: string) => ({ en });
const choices = (...names: string[]) => names.map((name) => ({ name, label: say(name) }));
const question = (name: string, type: 'select_one' | 'scale' | 'long_text', list?: string) => ({
	name,
	number: name,
	type,
	label: say(name),
	exposure: 'public' as const,
	...(list && { list })
});
const STEPS = ['never', 'rarely', 'often', 'always'];
const COUNTRIES = ['KH', 'ID', 'MY', 'TH'];

const definition: Definition = {
	id: 'seeds',
	version: '1',
	title: say('Seeds'),
	default_language: 'en',
	languages: ['en'],
	choices: {
		corridors: choices(...COUNTRIES, 'XX', 'other'),
		// One code of the round among other things is chance, not a list of countries.
		sizes: choices('ID', 'large', 'small'),
		yes_no: choices('yes', 'no'),
		frequency: choices(...STEPS)
	},
	areas: [
		{
			name: 'background',
			number: 0,
			title: say('Background'),
			short: say('Background'),
			intro: say(''),
			kind: 'background',
			questions: [
				{ ...question('with', 'select_one'), type: 'select_multiple', list: 'corridors' },
				{ ...question('sizes', 'select_one'), type: 'select_multiple', list: 'sizes' },
				question('side', 'select_one', 'yes_no')
			]
		},
		{
			name: 'justice',
			number: 1,
			title: say('Justice'),
			short: say('Justice'),
			intro: say(''),
			kind: 'issue',
			questions: [
				question('complain', 'select_one', 'yes_no'),
				question('paid', 'scale', 'frequency'),
				question('stoppers', 'long_text'),
				question('visited', 'select_one', 'yes_no')
			],
			body: [
				'complain',
				'paid',
				'stoppers',
				{ kind: 'repeat', name: 'visit', label: say('Visit'), body: ['visited'] }
			]
		}
	]
};

const answer = (country: string, key: string, value: string | string[] | null): SeedAnswer => ({
	country,
	question: key,
	status: value === null ? 'dont_know' : 'answered',
	value
});
const source = (answers: SeedAnswer[], queries: SeedQuery[] = []): SeedSource => ({
	definition,
	countries: COUNTRIES,
	answers,
	queries
});
const ask = (given: Partial<SeedQuery>): SeedQuery => ({
	country: 'KH',
	question: 'stoppers',
	kind: 'unclear',
	state: 'open',
	...given
});
const seedsOf = (answers: SeedAnswer[], queries: SeedQuery[] = []) =>
	findSeeds(source(answers, queries)).map(
		({ kind, question: name, countries }) => `${kind} ${name} ${countries.join('+')}`
	);

describe('corridors', () => {
	test('are named from either end, by choices that are countries of the round', () => {
		const answers = [
			answer('KH', 'with', ['TH', 'other', 'XX', 'KH']),
			answer('MY', 'with', ['ID']),
			answer('ID', 'with', ['MY']),
			answer('TH', 'sizes', ['ID']),
			answer('TH', 'with', null)
		];
		expect(corridorsIn(source(answers))).toEqual([
			['ID', 'MY'],
			['KH', 'TH']
		]);
		expect(seedQuestions(definition, COUNTRIES)).toEqual(['with', 'complain', 'paid']);
		// With one country in the round there is nobody to share a corridor with.
		expect(seedQuestions(definition, ['KH'])).toEqual(['complain', 'paid']);
	});

	test('contradict where the two ends chose differently, and nowhere else', () => {
		const along = [answer('KH', 'with', ['TH'])];
		expect(
			seedsOf([...along, answer('KH', 'complain', 'yes'), answer('TH', 'complain', 'no')])
		).toEqual(['corridor complain KH+TH']);
		expect(
			seedsOf([...along, answer('KH', 'complain', 'yes'), answer('TH', 'complain', 'yes')])
		).toEqual([]);
		// Indonesia is on no corridor of either.
		expect(
			seedsOf([...along, answer('KH', 'complain', 'yes'), answer('ID', 'complain', 'no')])
		).toEqual([]);
		expect(
			seedsOf([...along, answer('KH', 'complain', null), answer('TH', 'complain', 'no')])
		).toEqual([]);
		// Background and what is asked in several entries are not compared.
		expect(seedsOf([...along, answer('KH', 'side', 'yes'), answer('TH', 'side', 'no')])).toEqual(
			[]
		);
		expect(
			seedsOf([...along, answer('KH', 'visited[1]', 'yes'), answer('TH', 'visited[1]', 'no')])
		).toEqual([]);
	});

	test('a country of two minds contradicts whoever is of one', () => {
		const answers = [
			answer('KH', 'with', ['TH']),
			answer('KH', 'complain', 'yes'),
			answer('KH', 'complain', 'no'),
			answer('TH', 'complain', 'yes')
		];
		expect(seedsOf(answers)).toEqual(['corridor complain KH+TH']);
	});
});

describe('a scale', () => {
	test('is spread from two steps on, corridor or not', () => {
		const paid = (kh: string, th: string) =>
			seedsOf([answer('KH', 'paid', kh), answer('TH', 'paid', th)]);
		expect(paid('never', 'rarely')).toEqual([]);
		expect(paid('never', 'often')).toEqual(['spread paid KH+TH']);
		expect(paid('always', 'never')).toEqual(['spread paid KH+TH']);
		// A choice of an earlier questionnaire is at no step.
		expect(paid('never', 'sometimes')).toEqual([]);
	});

	test('a select_one has no steps', () => {
		expect(seedsOf([answer('KH', 'complain', 'yes'), answer('TH', 'complain', 'no')])).toEqual([]);
	});
});

test('queries: open ones of any kind, closed ones where answers contradict', () => {
	for (const state of ['open', 'replied', 'changed_after_closing'] as const)
		expect(seedsOf([], [ask({ state })])).toEqual(['query stoppers KH']);
	expect(seedsOf([], [ask({ state: 'closed' })])).toEqual([]);
	expect(seedsOf([], [ask({ state: 'closed', kind: 'contradicts' })])).toEqual([
		'query stoppers KH'
	]);
	expect(seedsOf([], [ask({ question: 'visited[k3f9]' })])).toEqual(['query visited KH']);
	expect(seedsOf([], [ask({ question: 'side' }), ask({ question: 'gone' })])).toEqual([]);
});

const arbitrarySource = fc
	.record({
		answers: fc.array(
			fc.oneof(
				fc
					.tuple(fc.constantFrom(...COUNTRIES), fc.subarray([...COUNTRIES, 'XX', 'other']))
					.map(([country, value]) => answer(country, 'with', value)),
				fc
					.tuple(fc.constantFrom(...COUNTRIES), fc.constantFrom(...STEPS, null))
					.map(([country, value]) => answer(country, 'paid', value)),
				fc
					.tuple(fc.constantFrom(...COUNTRIES), fc.constantFrom('yes', 'no', null))
					.map(([country, value]) => answer(country, 'complain', value))
			),
			{ maxLength: 24 }
		),
		queries: fc.array(
			fc.record({
				country: fc.constantFrom(...COUNTRIES),
				question: fc.constantFrom('complain', 'paid', 'stoppers', 'side'),
				kind: fc.constantFrom(...QUERY_KINDS),
				state: fc.constantFrom(...(['open', 'replied', 'closed', 'changed_after_closing'] as const))
			}),
			{ maxLength: 6 }
		)
	})
	.map(({ answers, queries }) => source(answers, queries));

/** The same judged pair by pair, without the code under test. */
function expectedPairs(kind: 'corridor' | 'spread', name: string, { answers }: SeedSource) {
	const chosen = (country: string) =>
		answers
			.filter((each) => each.country === country && each.question === name)
			.flatMap(({ value, status }) => (status === 'answered' ? [String(value)] : []));
	const names = (from: string, to: string) =>
		answers.some(
			({ country, question: key, value }) =>
				country === from && key === 'with' && Array.isArray(value) && value.includes(to)
		);
	const pairs: [string, string][] = [];
	for (const one of COUNTRIES)
		for (const other of COUNTRIES) {
			if (one === other) continue;
			const isLinked = names(one, other) || names(other, one);
			for (const left of chosen(one))
				for (const right of chosen(other)) {
					const apart = Math.abs(STEPS.indexOf(left) - STEPS.indexOf(right));
					if (kind === 'corridor' ? isLinked && left !== right : apart >= 2)
						pairs.push([one, other]);
				}
		}
	return pairs;
}

test('property: a seed names exactly the countries some pair of which differs', () => {
	fc.assert(
		fc.property(arbitrarySource, (given) => {
			const found = findSeeds(given);
			for (const [kind, name] of [
				['corridor', 'complain'],
				['corridor', 'paid'],
				['spread', 'paid']
			] as const) {
				const named = new Set(expectedPairs(kind, name, given).flat());
				const seed = found.find((each) => each.kind === kind && each.question === name);
				expect(seed?.countries ?? []).toEqual(COUNTRIES.filter((country) => named.has(country)));
			}
		})
	);
});

test('property: the order in which answers come changes nothing', () => {
	fc.assert(
		fc.property(arbitrarySource, fc.integer(), (given, turn) => {
			const at = given.answers.length === 0 ? 0 : Math.abs(turn) % given.answers.length;
			const answers = [...given.answers.slice(at), ...given.answers.slice(0, at)];
			expect(findSeeds({ ...given, answers: answers.reverse() })).toEqual(findSeeds(given));
		})
	);
});

test('property: who sees fewer answers is offered no country or question more', () => {
	fc.assert(
		fc.property(arbitrarySource, fc.func(fc.boolean()), (given, isSeen) => {
			const all = findSeeds(given);
			const some = findSeeds({ ...given, answers: given.answers.filter(isSeen), queries: [] });
			for (const seed of some) {
				const whole = all.find(
					({ kind, question: name }) => kind === seed.kind && name === seed.question
				);
				expect(whole?.countries).toEqual(expect.arrayContaining(seed.countries));
				expect(seed.kind).not.toBe('query');
			}
		})
	);
});

test('property: kept as it is found, nothing is missing; the seeds hold no word of an answer', () => {
	fc.assert(
		fc.property(arbitrarySource, (given) => {
			const found = findSeeds(given);
			const empty = { area: 'justice', questions: [], seeds: [] };
			expect(missingSeeds(found, [empty], [empty])).toEqual(found);
			const full = { ...empty, seeds: found };
			expect(missingSeeds(found, [full], [full])).toEqual([]);
			const words = JSON.stringify(found);
			for (const word of [...STEPS, 'yes', '"no"']) expect(words).not.toContain(word);
		})
	);
});

describe('what a block is offered', () => {
	const seed = (given: Partial<FoundSeed> = {}): FoundSeed => ({
		kind: 'corridor',
		question: 'complain',
		area: 'justice',
		countries: ['KH', 'TH'],
		...given
	});
	const block = (given: object) => ({ area: 'justice', questions: [], seeds: [], ...given });

	test('is of its area, or of its questions where it names some', () => {
		const one = (given: object) => missingSeeds([seed()], [block(given)], []).length;
		expect(one({})).toBe(1);
		expect(one({ area: 'return' })).toBe(0);
		expect(one({ area: null })).toBe(0);
		expect(one({ area: null, questions: ['complain'] })).toBe(1);
		expect(one({ questions: ['paid'] })).toBe(0);
	});

	test('is nothing that stands in the guide, unless for more countries', () => {
		const kept = block({ seeds: [seed()] });
		expect(missingSeeds([seed()], [block({})], [block({}), kept])).toEqual([]);
		const wider = seed({ countries: ['KH', 'MY', 'TH'] });
		expect(missingSeeds([wider], [block({})], [kept])).toEqual([wider]);
	});
});

test('a kept seed says what it is only to whoever sees it in the answers', () => {
	const kept = { kind: 'corridor', question: 'complain' } as const;
	const found: FoundSeed[] = [{ ...kept, area: 'justice', countries: ['KH', 'TH'] }];
	expect(kindAsSeen(kept, found, false)).toBe('corridor');
	expect(kindAsSeen(kept, [], false)).toBe('talk');
	expect(kindAsSeen({ ...kept, kind: 'query' }, found, false)).toBe('talk');
	expect(kindAsSeen({ ...kept, kind: 'query' }, [], true)).toBe('query');
});
