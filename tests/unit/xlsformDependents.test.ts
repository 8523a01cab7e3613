import { expect, test } from 'vitest';
import { findCycles } from '#lib/xlsform/cycles.ts';
import type { Part } from '#lib/xlsform/definition.ts';
import { dependentsOf, referencesOfQuestion, sourcesOfArea } from '#lib/xlsform/dependents.ts';
import * as build from '../support/questionnaireBuilder.ts';

const calculate = (name: string, calculation: string) =>
	build.question('calculate', name, { label: {}, calculation });
const repeat = (name: string, ...body: Part[]): Part => ({ kind: 'repeat', name, body });

const form = build.questionnaire(
	{
		...build.area('home', build.text('a'), build.text('age'), build.text('head')),
		body: ['a', repeat('child', 'age'), 'head']
	},
	build.area(
		'sums',
		calculate('ages', 'sum(/data/home/child/age)'),
		calculate('twice', '${ages} * 2')
	),
	build.area('seen', build.text('old', { relevant: '${twice} > 10' })),
	build.area('told', build.text('greet', { label: { en: 'Dear ${head}' } })),
	build.area('any', build.text('walks', { relevant: "//age = '1'" }))
);

test('a change reaches areas through paths, calculations and repeats', () => {
	const reached = dependentsOf(form);
	const areas = (name: string) => [...(reached.get(name) ?? [])].toSorted();
	expect(areas('age')).toEqual(['any', 'home', 'seen', 'sums']);
	expect(areas('child')).toEqual(['any', 'home', 'seen', 'sums']);
	// What walks anywhere may be reached by anything.
	expect(areas('head')).toEqual(['any', 'home']);
	expect(areas('old')).toEqual(['any', 'seen']);
});

test('what an area looks at elsewhere: in expressions, in labels, through repeats', () => {
	const sources = (name: string) =>
		sourcesOfArea(
			form,
			form.areas.find((area) => area.name === name)!
		).toSorted();
	expect(sources('sums')).toEqual(['age', 'child']);
	expect(sources('seen')).toEqual(['twice']);
	expect(sources('told')).toEqual(['head']);
	expect(sources('any')).toEqual(expect.arrayContaining(['age', 'child', 'a', 'twice']));
	expect(sources('home')).toEqual([]);
});

test('names in a question, wherever it says them', () => {
	const question = build.text('x', {
		relevant: '${a}',
		calculation: '${b} + ${a}',
		trigger: '${c}, ${d}',
		default: '${e}',
		label: { en: 'Dear ${f}' },
		constraint: '${'
	});
	expect(referencesOfQuestion(question).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('circles go through calculations, sections and counts', () => {
	const circles = (...questions: Parameters<typeof build.area>[1][]) =>
		findCycles(build.questionnaire(build.area('law', ...questions)));
	expect(circles(calculate('a', '${b}'), calculate('b', '${a} + 1'))).toEqual([['a', 'b', 'a']]);
	expect(circles(calculate('a', '/data/law/a + 1'))).toEqual([['a', 'a']]);
	expect(circles(calculate('a', 'once(${a})'))).toEqual([]);
	expect(
		circles(build.text('a', { trigger: '${b}', calculation: '${a}' }), build.text('b'))
	).toEqual([]);
});

test('what an expression reads of another entry closes no circle', () => {
	const running = (calculation: string) =>
		findCycles(
			build.questionnaire({
				...build.area('law', calculate('total', calculation)),
				body: [repeat('month', 'total')]
			})
		);
	expect(running('indexed-repeat(${total}, ${month}, position(..) - 1) + 1')).toEqual([]);
	expect(running('/data/law/month[position() = 1]/total')).toEqual([]);
	expect(running('../preceding-sibling::month/total')).toEqual([]);
	expect(running('${total} + 1')).toEqual([['total', 'total']]);
});
