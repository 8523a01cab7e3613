import { describe, expect, test } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import { type Definition, findQuestion, QUESTION_TYPES } from '#lib/xlsform/definition.ts';
import { isEditError } from '#lib/xlsform/edit/editError.ts';
import {
	askedArea,
	askedAreaWords,
	askedChoices,
	askedMove,
	askedPart,
	askedPlace,
	askedQuestion,
	askedRemoval,
	askedSection,
	placesOf
} from '#lib/xlsform/edit/fields/asked.ts';
import { choiceFields } from '#lib/xlsform/edit/fields/listFields.ts';
import {
	questionFields,
	readParameters,
	readQuestion,
	writeParameters
} from '#lib/xlsform/edit/fields/questionFields.ts';
import { areaFields, sectionFields } from '#lib/xlsform/edit/fields/sectionFields.ts';
import { locate } from '#lib/xlsform/edit/locate.ts';
import { smallDefinition } from '../support/definition.ts';

const questionsOf = (definition: Definition) =>
	definition.areas.flatMap((area) => area.questions.map((question) => ({ area, question })));
const fieldsOf = (definition: Definition, name: string) =>
	questionFields(definition, findQuestion(definition, name)!.question);

describe('a form sent as it was shown changes nothing', () => {
	test.each([
		['small', smallDefinition],
		['baseline', aseanBaseline]
	])('%s', (_name, definition) => {
		for (const { question } of questionsOf(definition)) {
			const fields = questionFields(definition, question);
			expect(readQuestion(definition, question, fields), question.name).toEqual(question);
			const { definition: same } = askedQuestion(definition, question.name, fields);
			expect(same).toEqual(definition);
		}
		for (const area of definition.areas)
			expect(
				askedAreaWords(definition, area.name, areaFields(definition, area)).definition
			).toEqual(definition);
		for (const [list, choices] of Object.entries(definition.choices))
			for (let from = 0; from < choices.length; from += 100)
				expect(
					askedChoices(definition, list, choiceFields(definition, choices, from)).definition
				).toEqual(definition);
	});

	test('with line ends as a browser sends them', () => {
		const fields = { ...fieldsOf(smallDefinition, 'how'), 'label.en': 'One\r\nTwo' };
		const { definition } = askedQuestion(smallDefinition, 'how', fields);
		expect(findQuestion(definition, 'how')!.question.label['en']).toBe('One\nTwo');
	});
});

describe('what is typed arrives', () => {
	const sent = (name: string, more: Record<string, string>) =>
		askedQuestion(smallDefinition, name, { ...fieldsOf(smallDefinition, name), ...more });
	const after = (name: string, more: Record<string, string>) => {
		const edited = sent(name, more);
		return findQuestion(edited.definition, edited.name)!.question;
	};

	test('texts, switches, numbers, boxes', () => {
		const changed = after('cases', {
			'hint.id': 'Petunjuk',
			required: 'when',
			required_when: "${side} = 'both'",
			topics: 'C1.a, C2.b',
			year: '',
			exposure: 'coordinators',
			number: '1.3b'
		});
		expect(changed).toMatchObject({
			hint: { id: 'Petunjuk' },
			required: "${side} = 'both'",
			topics: ['C1.a', 'C2.b'],
			exposure: 'coordinators',
			number: '1.3b'
		});
		expect(changed.year).toBeUndefined();
		expect(after('cases', { required: 'always' }).required).toBe(true);
		expect(after('can_complain', { required: 'no' }).required).toBeUndefined();
	});

	test('a logic that cannot be read is kept, and told of', () => {
		const { definition } = sent('how', { relevant: '${helped} = ' });
		expect(findQuestion(definition, 'how')!.question.relevant).toBe('${helped} =');
		expect(checkDefinition(definition).map(({ path }) => locate(definition, path))).toEqual([
			{ kind: 'question', name: 'how', property: 'relevant' }
		]);
	});

	test('an empty name is refused, not lost', () => {
		let code = '';
		try {
			sent('how', { name: ' ' });
		} catch (thrown) {
			if (isEditError(thrown)) code = thrown.code;
		}
		expect(code).toBe('name_illegal');
	});

	test('a new list is made where one is asked for', () => {
		const { definition } = sent('how', { type: 'select_one' });
		const fields = { ...fieldsOf(definition, 'how'), list: '+' };
		const again = askedQuestion(definition, 'how', fields).definition;
		expect(findQuestion(again, 'how')!.question.list).toBe('how');
		expect(again.choices['how']).toEqual([]);
	});

	test('columns of a table', () => {
		const { definition } = sent('how', { type: 'matrix' });
		const fields = {
			...fieldsOf(definition, 'how'),
			rows: 'side',
			'column.0.name': '',
			'column.0.label.en': 'Hours a day',
			'column.0.type': 'number',
			'column.0.unit.en': 'hours',
			'column.1.name': '',
			'column.1.label.en': ''
		};
		const { definition: again } = askedQuestion(definition, 'how', fields);
		expect(findQuestion(again, 'how')!.question.matrix).toEqual({
			rows: 'side',
			columns: [
				{ name: 'hours_a_day', label: { en: 'Hours a day' }, type: 'number', unit: { en: 'hours' } }
			]
		});
	});

	test('parameters on lines or as XLSForm writes them', () => {
		const parameters = { start: '0', end: '10', step: '2' };
		expect(readParameters('start=0 end=10 step=2')).toEqual(parameters);
		expect(readParameters('start=0; end = 10;step=2')).toEqual(parameters);
		expect(readParameters(writeParameters(parameters))).toEqual(parameters);
		expect(readParameters(' ')).toBeUndefined();
	});
});

describe('lists', () => {
	const fields = choiceFields(smallDefinition, smallDefinition.choices['side']!, 0);
	const names = (definition: Definition) => definition.choices['side']!.map(({ name }) => name);
	test('rows are added, emptied and moved in one go', () => {
		const added = askedChoices(smallDefinition, 'side', {
			...fields,
			'choice.3.name': '',
			'choice.3.label.en': 'Transit'
		});
		expect(names(added.definition)).toEqual(['origin', 'destination', 'both', 'transit']);
		const emptied = askedChoices(smallDefinition, 'side', {
			...fields,
			'choice.1.name': '',
			'choice.1.label.en': '',
			'choice.1.label.id': ''
		});
		expect(names(emptied.definition)).toEqual(['origin', 'both']);
		const moved = askedChoices(smallDefinition, 'side', { ...fields, step: 'up:2' });
		expect(names(moved.definition)).toEqual(['origin', 'both', 'destination']);
		const gone = askedChoices(smallDefinition, 'side', { ...fields, step: 'remove:0' });
		expect(names(gone.definition)).toEqual(['destination', 'both']);
	});

	test('a further column is added and filled', () => {
		const { definition } = askedChoices(smallDefinition, 'side', {
			...fields,
			new_column: 'region'
		});
		const again = choiceFields(definition, definition.choices['side']!, 0);
		expect(again['choice.0.column.region']).toBe('');
		const filled = askedChoices(definition, 'side', { ...again, 'choice.0.column.region': 'asia' });
		expect(filled.definition.choices['side']![0]!.columns).toEqual({ region: 'asia' });
	});

	test('a row of a later part leaves the first part alone', () => {
		const choices = Array.from({ length: 250 }, (_, at) => ({
			name: `c${at}`,
			label: { en: `${at}` }
		}));
		const long = { ...smallDefinition, choices: { ...smallDefinition.choices, long: choices } };
		const later = { ...choiceFields(long, choices, 200), 'choice.249.label.en': 'Last' };
		const { definition } = askedChoices(long, 'long', later);
		expect(definition.choices['long']!.length).toBe(250);
		expect(definition.choices['long']![249]!.label).toEqual({ en: 'Last' });
		expect(definition.choices['long']!.slice(0, 249)).toEqual(choices.slice(0, 249));
	});
});

describe('the overview', () => {
	test.each([...QUESTION_TYPES, 'group', 'repeat'])('adds %s', (what) => {
		const { definition, name } = askedPart(smallDefinition, {
			what,
			place: 'a:return',
			words: 'Something new',
			name: ''
		});
		expect(name).toBe('something_new');
		const problems = checkDefinition(definition).map(({ code }) => code);
		// What still has to be chosen on its own page.
		for (const code of problems) expect(['missing_list', 'missing_matrix']).toContain(code);
		expect(askedRemoval(definition, 'part', name, {}).definition).toEqual(smallDefinition);
	});

	test('moves by a step, to a place, into a section and with it', () => {
		const added = askedPart(smallDefinition, {
			what: 'repeat',
			place: 'a:justice',
			words: 'Each case'
		});
		const inside = askedPlace(added.definition, 'cases', { place: 's:each_case' }).definition;
		const up = askedMove(inside, { move: 'up:each_case' }).definition;
		expect(up.areas[1]!.questions.map(({ name }) => name)).toEqual([
			'can_complain',
			'obstacles',
			'cases',
			'detained'
		]);
		const section = { ...sectionFields(up, up.areas[1]!.body![2] as never), count: '${side}' };
		const counted = askedSection(up, 'each_case', { ...section, name: 'case' });
		expect(placesOf(counted.definition, 'case')).toHaveLength(3);
		expect(placesOf(counted.definition)).toHaveLength(4);
		const gone = askedRemoval(counted.definition, 'part', 'case', { keep: 'yes' });
		expect(findQuestion(gone.definition, 'cases')).toBeDefined();
		const all = askedRemoval(counted.definition, 'part', 'case', {});
		expect(findQuestion(all.definition, 'cases')).toBeUndefined();
	});

	test('adds an area whose title has words in one language only', () => {
		const { definition, name } = askedArea(smallDefinition, { 'title.en': 'Pay & hours' });
		expect(name).toBe('pay_hours');
		expect(checkDefinition(definition)).toEqual([]);
	});
});
