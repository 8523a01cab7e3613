import { expect, test } from 'vitest';
import { readArea } from '#lib/xlsform/readArea.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { sessionOf } from '#lib/xlsform/evaluate.ts';
import {
	type PreviewAnswers,
	answersOfPreview,
	changePreviewEntries,
	readPreview,
	readPreviewForm
} from '#lib/xlsform/preview.ts';
import { smallDefinition } from '../support/definition.ts';

const household: Definition = {
	...smallDefinition,
	areas: [
		{
			...smallDefinition.areas[2]!,
			body: ['helped', { kind: 'repeat', name: 'child', label: { en: 'Child' }, body: ['how'] }]
		}
	]
};
const area = household.areas[0]!;
const open = (answers: PreviewAnswers) =>
	sessionOf(household, answersOfPreview(answers), { now: 0, seed: 'preview' });
const show = (answers: PreviewAnswers) => readArea(open(answers), household, area, 'en');
const form = (fields: Record<string, string>) => {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.set(name, value);
	return data;
};
const answered = (fields: Record<string, string>, before: PreviewAnswers = {}) =>
	readPreviewForm(household, area, open(before), before, form(fields));

test('what a form says is there on the next page, and decides what is asked', () => {
	const { answers, refused } = answered({ 'q.helped.base': '0', 'q.helped.value': 'yes' });
	expect(refused).toEqual({});
	expect(answers.helped).toMatchObject({ status: 'answered', value: 'yes' });
	expect(show({}).questions['how[1]']).toEqual({});
	expect(show(answers).questions['how[1]']).toMatchObject({ relevant: true, missing: true });
});

test('what is no answer comes back with the reason', () => {
	const { answers, refused } = answered({ 'q.helped.base': '0', 'q.helped.value': 'perhaps' });
	expect(answers.helped).toBeUndefined();
	expect(refused.helped).toMatchObject({
		code: 'unknown_choice',
		content: { value: 'perhaps' }
	});
});

test('entries come and go', () => {
	const two = changePreviewEntries({}, show({}), 'add child');
	expect(two.child?.value).toEqual(['1', '2']);
	expect(Object.keys(show(two).questions)).toContain('how[2]');
	expect(changePreviewEntries(two, show(two), 'remove child[1]').child?.value).toEqual(['2']);
	for (const then of ['add nothing', 'remove nothing[1]', 'add', '', 'else child'])
		expect(changePreviewEntries(two, show(two), then)).toEqual(two);
});

test('the answers of the other areas travel as text, and only answers do', () => {
	const { answers } = answered({ 'q.helped.base': '0', 'q.helped.value': 'no' });
	const kept = changePreviewEntries(answers, show(answers), 'add child');
	expect(readPreview(household, JSON.stringify(kept))).toEqual(kept);
	for (const text of [
		'',
		'no',
		'[]',
		'null',
		'{"helped":null}',
		'{"helped":{"status":"answered","value":{"a":1}}}',
		'{"nowhere":{"status":"answered","value":"x"}}',
		'{"child":{"value":["<script>"]}}',
		'{"__proto__":{"status":"answered","value":"x"}}'
	])
		expect(readPreview(household, text)).toEqual({});
});
