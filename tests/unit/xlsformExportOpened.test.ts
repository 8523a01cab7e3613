/** What the XForm writer writes, opened by the engine of ODK Web Forms. */
import { describe, expect, test } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { writeXForm } from '#lib/xlsform/export/writeXForm.ts';
import { calculate, household, open, text } from '../support/exportForms.ts';
import { question, questionnaire } from '../support/questionnaireBuilder.ts';
import { openOracle } from '../support/xformsEngine.ts';

describe('opened by the engine of ODK Web Forms', () => {
	const openForm = (definition: Definition) =>
		openOracle(writeXForm(definition), definition.external);

	test('the baseline', async () => {
		const form = await openForm(aseanBaseline);
		const asked = aseanBaseline.areas.flatMap(({ questions }) => questions);
		expect(form.states().size).toBe(asked.length + 1);
	});

	test('repeats: entries keep to themselves; a new one begins without entries of its own', async () => {
		const form = await openForm(household());
		form.set('/child[1]/child_name', 'Lin');
		form.set('/child[1]/age', '7');
		form.add('/child');
		form.set('/child[2]/age', '3');
		form.add('/child[1]/toy');
		const states = form.states();
		expect(states.get('/child[1]/school/grade')?.relevant).toBe(true);
		expect(states.get('/child[2]/school/grade')?.relevant).toBe(false);
		expect(states.get('/child[1]/toys')?.value).toBe('2');
		expect(states.get('/child[2]/toys')?.value).toBe('0');
		expect(states.get('/oldest')?.value).toBe('7');
		expect(states.get('/first')?.value).toBe('Lin');
		expect(form.repeats()).toEqual(
			new Map([
				['/child', 2],
				['/child[1]/toy', 2],
				['/child[2]/toy', 0]
			])
		);
	});

	test.each([
		['a reference', '${size}', 2],
		['an expression, which gets an element of its own', '${size} + 1', 3]
	])('a counted repeat: %s', async (_, count, entries) => {
		const form = await openForm(household(count));
		form.set('/size', '2');
		const refs = [...form.states().keys()].filter((ref) => ref.endsWith('/age'));
		expect(refs).toHaveLength(entries);
		expect(form.repeats().has('/child')).toBe(false);
	});

	test('choices: filtered, from a file, from the entries of a repeat', async () => {
		const definition: Definition = {
			...questionnaire(
				open(
					['side', 'town', 'place', { kind: 'repeat', name: 'person', body: ['who'] }, 'chief'],
					question('select_one', 'side', { list: 'sides' }),
					question('select_one', 'town', { list: 'towns', choice_filter: 'side = ${side}' }),
					question('select_one', 'place', { list: 'places.csv' }),
					text('who'),
					question('select_one', 'chief', { list: '${who}' })
				)
			),
			choices: {
				sides: ['n', 's'].map((name) => ({ name, label: { en: name } })),
				towns: ['a', 'b'].map((name, at) => ({
					name,
					label: { en: name },
					columns: { side: 'ns'[at] ?? '' }
				}))
			},
			external: { 'places.csv': { columns: ['name', 'label'], rows: [['p1', 'One, two']] } }
		};
		const form = await openForm(definition);
		form.set('/side', 's');
		form.set('/person[1]/who', 'Ann');
		expect(form.options('/town')).toEqual(['b']);
		expect(form.options('/place')).toEqual(['p1']);
		expect(form.options('/chief')).toEqual(['Ann']);
	});

	test('defaults: written, computed, in new entries; calculations with a trigger', async () => {
		const form = await openForm(
			questionnaire(
				open(
					['plain', 'computed', { kind: 'repeat', name: 'row', body: ['in_row'] }, 'kept'],
					text('plain', { default: 'a-b & c' }),
					text('computed', { default: "concat('x', ${plain})" }),
					text('in_row', { default: 'concat(position(..), ${plain})' }),
					calculate('kept', "concat('seen ', ${computed})")
				)
			)
		);
		form.add('/row');
		const value = (ref: string) => form.states().get(ref)?.value;
		expect(value('/plain')).toBe('a-b & c');
		expect(value('/computed')).toBe('xa-b & c');
		expect(value('/row[1]/in_row')).toBe('1a-b & c');
		expect(value('/row[2]/in_row')).toBe('2a-b & c');
		const triggered = await openForm(
			questionnaire(
				open(['a', 'b', 'when'], text('a'), text('b'), {
					...calculate('when', "concat('b was ', ${b})"),
					trigger: '${a}'
				})
			)
		);
		triggered.set('/b', '1');
		triggered.set('/a', 'go');
		triggered.set('/b', '2');
		expect(triggered.states().get('/when')?.value).toBe('b was 1');
	});
});
