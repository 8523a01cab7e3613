import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Said, type Side, compareAnswers } from '#lib/rounds/compareAnswers.ts';
import { type Handed, compareRounds, countOutcomes } from '#lib/rounds/compareRounds.ts';
import type { Question } from '#lib/xlsform/definition.ts';
import * as build from '../support/questionnaireBuilder.ts';

const said = (value: unknown): Said => ({ status: 'answered', value }) as Said;
const side = (
	question: Question | undefined,
	answer: Said | null,
	more: Partial<Side> = {}
): Side => ({
	definition: build.questionnaire(build.area('law', ...(question ? [question] : []))),
	question,
	answer,
	isAccepted: true,
	isRepeated: false,
	...more
});
const compare = (question: Question, then: unknown, now: unknown) =>
	compareAnswers(side(question, said(then)), side(question, said(now)));
const up = build.scale('q', { better: 'higher', list: 'sectors' });
const down = build.scale('q', { better: 'lower', list: 'sectors' });

describe('a direction', () => {
	test('follows the order of the list and the end that is better', () => {
		expect(compare(up, 'domestic', 'farming').outcome).toBe('better');
		expect(compare(up, 'farming', 'domestic').outcome).toBe('worse');
		expect(compare(down, 'domestic', 'farming').outcome).toBe('worse');
		expect(compare(up, 'fishing', 'fishing').outcome).toBe('unchanged');
	});

	test('of a figure follows the amount, not the digits or the year', () => {
		const figure = build.number('n', { better: 'lower' });
		expect(compare(figure, { value: 9, year: 2017 }, { value: 10, year: 2026 }).outcome).toBe(
			'worse'
		);
		expect(compare(figure, { value: 9, year: 2017 }, { value: 9, year: 2026 }).outcome).toBe(
			'unchanged'
		);
		expect(compare(build.question('integer', 'i', { better: 'higher' }), '9', '10').outcome).toBe(
			'better'
		);
	});
});

test.each([
	['other_question', side(undefined, null), side(up, said('fishing'))],
	['other_type', side(build.text('q'), said('fishing')), side(up, said('fishing'))],
	['entries', side(up, said('fishing'), { isRepeated: true }), side(up, said('fishing'))],
	['not_accepted_then', side(up, null, { isAccepted: false }), side(up, said('fishing'))],
	['not_accepted_now', side(up, said('fishing')), side(up, null, { isAccepted: false })],
	['no_answer_then', side(up, build.dontKnow), side(up, said('fishing'))],
	['no_answer_now', side(up, said('fishing')), side(up, null)],
	['no_answer_either', side(up, build.notSafe), side(up, null)],
	['other_list', side(build.scale('q'), said('yes')), side(up, said('fishing'))],
	['no_direction', side(up, said('fishing')), side(down, said('farming'))],
	['no_direction', side(build.text('q'), said('a')), side(build.text('q'), said('b'))],
	[
		'other_unit',
		side(build.number('n'), said({ value: 1, unit: 'persons' })),
		side(build.number('n'), said({ value: 1, unit: 'households' }))
	]
] as const)('not comparable: %s', (reason, then, now) => {
	expect(compareAnswers(then, now)).toEqual({ outcome: 'not_comparable', reason });
});

test('the order of places is an answer, the order of several choices is none', () => {
	const [several, places] = [build.selectMultiple('s'), build.rank('r')];
	expect(compare(several, ['fishing', 'farming'], ['farming', 'fishing']).outcome).toBe(
		'unchanged'
	);
	expect(compare(places, ['fishing', 'farming'], ['farming', 'fishing']).outcome).toBe(
		'not_comparable'
	);
});

test('swapping rounds swaps better and worse, then and now', () => {
	const questions = [
		up,
		down,
		build.scale('q'),
		build.text('q'),
		build.number('q', { better: 'lower' })
	];
	const sides = fc
		.record({
			question: fc.option(fc.constantFrom(...questions), { nil: undefined }),
			value: fc.oneof(
				fc.constantFrom('domestic', 'fishing', 'farming', 'yes', 'else'),
				fc.record({ value: fc.integer({ min: 0, max: 3 }) })
			),
			isAnswered: fc.boolean(),
			isAccepted: fc.boolean()
		})
		.map(({ question, value, isAnswered, isAccepted }) =>
			side(question, isAnswered && isAccepted ? said(value) : null, { isAccepted })
		);
	const swapped = (word: string) => {
		if (word === 'better') return 'worse';
		if (word === 'worse') return 'better';
		return word.endsWith('_then') ? word.replace('_then', '_now') : word.replace('_now', '_then');
	};
	fc.assert(
		fc.property(sides, sides, (then, now) => {
			const [there, back] = [compareAnswers(then, now), compareAnswers(now, then)];
			expect(back.outcome).toBe(swapped(there.outcome));
			expect(back.reason).toBe(there.reason && swapped(there.reason));
		})
	);
});

describe('two rounds', () => {
	const definition = build.questionnaire(build.area('law', up, build.note('n')));
	const handed = (value: string, accepted = ['law']): Handed => ({
		definition,
		answers: new Map([['q', said(value)]]),
		accepted: new Set(accepted)
	});

	test('are compared country by country, without notes', () => {
		const rows = compareRounds([
			{ delegationId: 'kh', then: handed('domestic'), now: handed('farming') },
			{ delegationId: 'id', then: null, now: handed('farming') }
		]);
		expect(
			rows.map(({ delegationId, outcome, reason }) => [delegationId, outcome, reason])
		).toEqual([
			['kh', 'better', null],
			['id', 'not_comparable', 'no_country_then']
		]);
		expect(countOutcomes(rows)).toEqual({ better: 1, worse: 0, unchanged: 0, not_comparable: 1 });
	});

	test('show nothing of an area that is not accepted', () => {
		const [row] = compareRounds([
			{ delegationId: 'kh', then: handed('domestic'), now: handed('farming', []) }
		]);
		expect(row).toMatchObject({ outcome: 'not_comparable', reason: 'not_accepted_now', now: null });
		expect(row?.then).not.toBeNull();
	});
});
