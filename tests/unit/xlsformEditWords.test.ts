import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { focusAfterMove, outlineOf, problemHref } from '#lib/components/editor/outline.ts';
import { definitionProblemText } from '#lib/components/editor/problemWords.ts';
import { translationsView } from '#lib/components/editor/translationsView.ts';
import { ungroupedTypes } from '#lib/components/editor/typeWords.ts';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import { QUESTION_TYPES } from '#lib/xlsform/definition.ts';
import {
	askedArea,
	askedMove,
	askedPart,
	askedPlace,
	askedQuestion
} from '#lib/xlsform/edit/fields/asked.ts';
import type { Edited, Fields } from '#lib/xlsform/edit/fields/fields.ts';
import { addLanguage } from '#lib/xlsform/edit/languages.ts';
import { problemsWith } from '#lib/xlsform/edit/problemsWith.ts';
import { writeSheets } from '#lib/xlsform/export/writeSheets.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';
import { smallDefinition } from '../support/definition.ts';

test('every type has its words and its place in the menu', () => {
	const words = JSON.parse(readFileSync('messages/en/editor.json', 'utf8'));
	expect(QUESTION_TYPES.filter((type) => !words[`editor_type_${type}`])).toEqual([]);
	expect(ungroupedTypes()).toEqual([]);
});

test('every code of the check has its words', () => {
	const source = readFileSync('src/lib/xlsform/checkDefinition.ts', 'utf8');
	const codes = [...source.matchAll(/^\t\| '(\w+)'/gm)].map((match) => match[1]);
	expect(codes.length).toBeGreaterThan(10);
	const words = JSON.parse(readFileSync('messages/en/editor.json', 'utf8'));
	expect(codes.filter((code) => !words[`editor_problem_${code}`])).toEqual([]);
});

test('an expression is judged before it is kept', () => {
	const judge = (value: string, property = 'relevant') =>
		problemsWith(smallDefinition, { kind: 'question', name: 'how', property, value });
	expect(judge("${helped} = 'no'")).toEqual([]);
	expect(judge('')).toEqual([]);
	expect(judge('${gone} = 1').map(definitionProblemText)).toEqual([
		'There is no question “gone”. Check the name.'
	]);
	expect(judge('${helped} =').map(({ code }) => code)).toEqual(['unreadable_expression']);
	expect(judge("${how} = 'x'").map(({ code }) => code)).toEqual(['cycle']);
	expect(judge('. >', 'constraint').map(({ code }) => code)).toEqual(['unreadable_expression']);
	const area = { kind: 'area', name: 'return', property: 'relevant', value: '${gone}' } as const;
	expect(problemsWith(smallDefinition, area).map(({ code }) => code)).toEqual([
		'unknown_reference'
	]);
});

test('the outline says what is open, and a problem leads to where it is mended', () => {
	const fields = { 'label.en': '', 'label.id': '', relevant: '${gone}' };
	const { definition } = askedQuestion(smallDefinition, 'helped', fields);
	const problems = checkDefinition(definition);
	const [row] = outlineOf(definition, problems, 'en')[2]!.rows;
	expect(row).toMatchObject({ name: 'helped', label: '', problems: 2, hasLogic: true });
	expect(problems.map(({ path }) => problemHref('/d', definition, path)).sort()).toEqual([
		'/d/edit/questions/helped#at-label',
		'/d/edit/questions/helped#at-relevant'
	]);
});

test('after a step the same button is ready, or the opposite one at an end', () => {
	const step = (move: string) => {
		const { definition } = askedMove(smallDefinition, { move });
		return focusAfterMove(definition, { move });
	};
	expect(step('down:can_complain')).toBe('down-can_complain');
	expect(step('up:obstacles')).toBe('down-obstacles');
	expect(step('down:cases')).toBe('up-cases');
	expect(step('area-up:return')).toBe('area-up-return');
	expect(step('area-up:justice')).toBe('area-down-justice');
});

test('what has no translation is found and counted', () => {
	const spoken = addLanguage(smallDefinition, 'km');
	const view = translationsView(spoken, new URLSearchParams({ language: 'km', missing: 'yes' }));
	expect([view.translateTo, view.missing, view.missing - view.total]).toEqual([
		'km',
		view.shown,
		0
	]);
	const none = translationsView(spoken, new URLSearchParams({ language: 'id', missing: 'yes' }));
	expect(none.texts).toEqual([]);
});

test('what was edited in the browser leaves and comes back as a workbook the same', () => {
	const steps: [(from: typeof aseanBaseline, fields: Fields) => Edited, Fields][] = [
		[askedPart, { what: 'repeat', place: 'a:background', words: 'Each corridor' }],
		[askedPart, { what: 'text', place: 's:each_corridor', words: 'Which country' }],
		[askedPart, { what: 'group', place: 'a:background', words: 'Together' }],
		[(from, fields) => askedPlace(from, 'q0_2_stock', fields), { place: 's:together' }],
		[askedMove, { move: 'up:together' }],
		[askedArea, { 'title.en': 'Wages', kind: 'issue' }],
		[askedPart, { what: 'note', place: 'a:wages', words: 'About wages' }],
		[askedMove, { move: 'area-up:wages' }]
	];
	const edited = steps.reduce((from, [ask, fields]) => ask(from, fields).definition, aseanBaseline);
	expect(checkDefinition(edited)).toEqual([]);
	expect(parseSheets(writeSheets(edited)).definition).toEqual(edited);
});
