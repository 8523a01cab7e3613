import { expect, test } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import type { Area, Definition, Part, Question, Section } from '#lib/xlsform/definition.ts';
import { smallDefinition } from '../support/definition.ts';
import * as build from '../support/questionnaireBuilder.ts';

const found = (definition: Definition) =>
	checkDefinition(definition).map(({ path, code }) => `${path} ${code}`);
const withQuestions = (...questions: Question[]) =>
	found(build.questionnaire(build.area('law', ...questions)));

test('the questionnaires we ship have nothing wrong', () => {
	expect(checkDefinition(aseanBaseline)).toEqual([]);
	expect(checkDefinition(smallDefinition)).toEqual([]);
});

test.each<[string[], Question[]]>([
	[['law.a duplicate_question'], [build.text('a'), build.text('a')]],
	[['law.2nd.name illegal_name'], [build.text('2nd')]],
	[['law.a b.name illegal_name'], [build.text('a b')]],
	[[], [build.text('a-b'), build.text('c.d'), build.text('group:a-b', { element: 'a-b' })]],
	[['law.__proto__.name illegal_name'], [build.text('__proto__')]],
	[['law.a.label missing_label'], [build.text('a', { label: { id: 'Nama' } })]],
	[['law.a.hint missing_label'], [build.text('a', { hint: { en: ' ' } })]],
	[['law.a.list unknown_list'], [build.selectOne('a', { list: 'constructor' })]],
	[['law.a.list missing_list'], [build.rank('a', { list: undefined })]],
	[['law.a.units unknown_list'], [build.number('a', { units: 'stones' })]],
	[['law.a.instruments missing_list'], [build.treaty('a', { instruments: undefined })]],
	[['law.a.matrix missing_matrix'], [build.matrix('a', { matrix: undefined })]],
	[['law.a.type unknown_type'], [build.question('hologram' as 'text', 'a')]],
	[['law.a.exposure unknown_exposure'], [build.text('a', { exposure: 'all' as 'public' })]],
	[['law.a.better unknown_direction'], [build.text('a', { better: 'higher' })]],
	[['law.a.better unknown_direction'], [build.number('a', { better: 'more' as 'higher' })]],
	[[], [build.number('a', { better: 'lower' })]],
	[['law.a.relevant unknown_reference'], [build.text('a', { relevant: '${b} = 1' })]],
	[['law.a.required unreadable_expression'], [build.text('a', { required: '1 +' })]],
	[['law.a.constraint unreadable_expression'], [build.text('a', { constraint: 'odd(.)' })]],
	[['law.a.calculation unknown_reference'], [build.text('a', { calculation: '${b} + 1' })]],
	[['law.a.default unreadable_expression'], [build.text('a', { default: 'today(' })]],
	[[], [build.date('a', { default: '2026-01-01' })]],
	[['law.a.choice_filter unreadable_expression'], [build.selectOne('a', { choice_filter: '=' })]],
	[['law.a.trigger unknown_reference'], [build.text('a', { trigger: '${b}' })]],
	[['law.a.label unknown_reference'], [build.text('a', { label: { en: 'Dear ${b}' } })]],
	[[], [build.question('calculate', 'a', { label: {}, calculation: '1' })]],
	[[], [build.text('a', { label: {}, hint: { en: 'Only a hint' } })]],
	[[], [build.selectOne('a', { list: 'villages.csv' })]],
	[['law.a cycle'], [build.text('a', { relevant: "${a} = ''" })]]
])('%j', (expected, questions) => {
	expect(withQuestions(...questions)).toEqual(expected);
});

test('tables', () => {
	const column = { name: 'a b', label: { en: 'A' }, type: 'choice' as const, list: 'none' };
	const rows = 'sectors';
	expect(withQuestions(build.matrix('m', { matrix: { rows, columns: [column, column] } }))).toEqual(
		[
			'law.m.matrix.a b duplicate_column',
			...Array.from({ length: 2 }, () => [
				'law.m.matrix.a b illegal_name',
				'law.m.matrix.a b.list unknown_list'
			]).flat()
		]
	);
});

test('areas, choices and languages', () => {
	const definition = build.questionnaire(build.area('law'), build.area('law'));
	const choices: Definition['choices'] = {
		odd: [
			{ name: 'a b', label: {} },
			{ name: 'c', label: { id: 'C' } },
			{ name: 'c', label: { en: 'C' } }
		]
	};
	expect(found({ ...definition, choices, languages: ['id'] })).toEqual([
		'default_language unknown_language',
		'law duplicate_area',
		'choices.odd.c duplicate_choice',
		'choices.odd.a b illegal_name',
		'choices.odd.a b.label missing_label',
		'choices.odd.c.label missing_label'
	]);
});

test('choices of a list for one answer may hold blanks, of one for several not', () => {
	const odd = { odd: [{ name: 'a b', label: { en: 'A' } }] };
	const withList = (...questions: Question[]) =>
		found({ ...build.questionnaire(build.area('law', ...questions)), choices: odd });
	const one = build.selectOne('one', { list: 'odd' });
	expect(withList(one)).toEqual([]);
	expect(withList(one, build.selectMultiple('several', { list: 'odd' }))).toEqual([
		'choices.odd.a b illegal_name'
	]);
	const { choices } = build.questionnaire();
	const twice = { yes_no: [...choices['yes_no']!, ...choices['yes_no']!] };
	const settings = { allow_choice_duplicates: 'yes' };
	expect(found({ ...build.questionnaire(), choices: twice, settings })).toEqual([]);
});

test('sections: names among those of questions, expressions, and every question in one place', () => {
	const area = (body: Area['body']) => ({
		...build.area('law', build.text('a'), build.text('b')),
		body: body!
	});
	const group = (name: string, more: Partial<Section> = {}): Section => ({
		kind: 'group',
		name,
		body: ['a'],
		...more
	});
	const check = (...body: Part[]) => found(build.questionnaire(area(body)));
	expect(check(group('g', { label: { en: 'G' }, relevant: "${b} = 'x'" }), 'b')).toEqual([]);
	expect(check(group('b'), 'b')).toEqual(['law.b duplicate_question']);
	expect(check(group('g', { relevant: '${c}' }), 'b')).toEqual([
		'law.g.relevant unknown_reference'
	]);
	expect(check(group('g', { kind: 'repeat', count: '1 +' }), 'b')).toEqual([
		'law.g.count unreadable_expression'
	]);
	expect(check(group('g'), 'a', 'c')).toEqual([
		'law.body broken_body',
		'law.body broken_body',
		'law.body broken_body'
	]);
	expect(check(group('g', { relevant: "${a} = 'x'" }), 'b')).toEqual(['law.g cycle']);
});
