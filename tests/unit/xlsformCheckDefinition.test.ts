import { expect, test } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
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
	[['law.a-b.name illegal_name'], [build.text('a-b')]],
	[['law.__proto__.name illegal_name'], [build.text('__proto__')]],
	[['law.a.label missing_label'], [build.text('a', { label: { id: 'Nama' } })]],
	[['law.a.hint missing_label'], [build.text('a', { hint: { en: ' ' } })]],
	[['law.a.list unknown_list'], [build.selectOne('a', { list: 'constructor' })]],
	[['law.a.list missing_list'], [build.rank('a', { list: undefined })]],
	[['law.a.units unknown_list'], [build.number('a', { units: 'stones' })]],
	[['law.a.instruments missing_list'], [build.treaty('a', { instruments: undefined })]],
	[['law.a.matrix missing_matrix'], [build.matrix('a', { matrix: undefined })]],
	[['law.a.type unknown_type'], [build.question('geopoint' as 'text', 'a')]],
	[['law.a.exposure unknown_exposure'], [build.text('a', { exposure: 'all' as 'public' })]],
	[['law.a.relevant unknown_reference'], [build.text('a', { relevant: '${b} = 1' })]],
	[['law.a.required unreadable_expression'], [build.text('a', { required: '1 +' })]],
	[['law.a.constraint unreadable_expression'], [build.text('a', { constraint: 'odd(.)' })]],
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
