import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import { bodyOf, type Definition, findArea, findQuestion } from '#lib/xlsform/definition.ts';
import { addArea, changeArea, moveArea, removeArea } from '#lib/xlsform/edit/areas.ts';
import { findPart, questionsIn } from '#lib/xlsform/edit/body.ts';
import { isEditError } from '#lib/xlsform/edit/editError.ts';
import { addLanguage, removeLanguage } from '#lib/xlsform/edit/languages.ts';
import { addList, changeChoices, moveChoice, removeList } from '#lib/xlsform/edit/lists.ts';
import { nameFrom } from '#lib/xlsform/edit/names.ts';
import {
	addQuestion,
	addSection,
	changeQuestion,
	dissolveSection,
	movePart,
	moveTo,
	removePart
} from '#lib/xlsform/edit/parts.ts';
import { textsOf, translate } from '#lib/xlsform/edit/translations.ts';
import { turnInto } from '#lib/xlsform/edit/types.ts';
import { usesOf, usesOfList } from '#lib/xlsform/edit/words.ts';
import { smallDefinition } from '../support/definition.ts';
import { formWithSections, partsOf } from '../support/editedForm.ts';
import { question } from '../support/questionnaireBuilder.ts';

const refusal = (work: () => unknown) => {
	try {
		work();
	} catch (thrown) {
		if (isEditError(thrown)) return thrown.code;
		throw thrown;
	}
	return 'done';
};
const both = (text: string) => ({ en: text, id: text });
const numbers = (definition: Definition, area: string) =>
	findArea(definition, area)!.questions.map((each) => each.number);
const isClean = (definition: Definition) => expect(checkDefinition(definition)).toEqual([]);

describe('order', () => {
	test('up and then down again changes nothing, wherever the part is', () => {
		fc.assert(
			fc.property(formWithSections(), fc.nat(), (form, pick) => {
				const names = partsOf(form);
				const name = names[pick % names.length]!;
				const { place } = findPart(form, name)!;
				const up = movePart(form, name, 'up');
				if (place.at === 0) expect(up).toBe(form);
				else expect(movePart(up, name, 'down')).toEqual(form);
			})
		);
	});

	test('out and then in again brings a last part back', () => {
		fc.assert(
			fc.property(formWithSections(), fc.nat(), (form, pick) => {
				const names = partsOf(form).filter((name) => {
					const { place, siblings } = findPart(form, name)!;
					return place.section !== undefined && place.at === siblings.length - 1;
				});
				if (names.length === 0) return;
				const name = names[pick % names.length]!;
				expect(movePart(movePart(form, name, 'out'), name, 'in')).toEqual(form);
			})
		);
	});

	test('no step loses or doubles a question, and the list of questions follows the order', () => {
		const step = fc.tuple(fc.nat(), fc.constantFrom('up', 'down', 'in', 'out'));
		fc.assert(
			fc.property(formWithSections(), fc.array(step, { maxLength: 12 }), (form, steps) => {
				const names = partsOf(form);
				const moved = steps.reduce(
					(before, [pick, way]) => movePart(before, names[pick % names.length]!, way as 'up'),
					form
				);
				expect(partsOf(moved).sort()).toEqual([...names].sort());
				for (const area of moved.areas)
					expect(area.questions.map((each) => each.name)).toEqual(questionsIn(bodyOf(area)));
				isClean(moved);
			})
		);
	});

	test('a section goes to another area with all that is in it, and not into itself', () => {
		const inside = addSection(
			smallDefinition,
			{ kind: 'group', name: 'about', label: both('About'), body: [] },
			{ area: 'justice', at: 0 }
		);
		const filled = moveTo(inside, 'cases', { area: 'justice', section: 'about' });
		expect(filled.areas[1]!.questions[0]!.name).toBe('cases');
		const moved = moveTo(filled, 'about', { area: 'return', at: 1 });
		expect(findQuestion(moved, 'cases')!.area.name).toBe('return');
		expect(moved.areas[1]!.body).toBeUndefined();
		expect(numbers(moved, 'return')).toEqual(['2.1', '2.2', '2.3']);
		isClean(moved);
		expect(refusal(() => moveTo(filled, 'about', { area: 'justice', section: 'about' }))).toBe(
			'not_there'
		);
	});

	test('numbers follow the order where they did before, and a chosen number stays', () => {
		const moved = movePart(smallDefinition, 'cases', 'up');
		expect(numbers(moved, 'justice')).toEqual(['1.1', '1.2', '1.3', '1.4']);
		const chosen = changeQuestion(smallDefinition, 'cases', {
			...findQuestion(smallDefinition, 'cases')!.question,
			number: '1.2b'
		});
		const then = movePart(chosen, 'cases', 'up');
		expect(numbers(then, 'justice')).toEqual(['1.1', '1.2b', '1.2', '1.4']);
		const fresh = moveTo(then, 'how', { area: 'justice', at: 0 });
		expect(numbers(fresh, 'justice')[0]).toBe('1.5');
	});

	test('a note has no number, and gives its own up', () => {
		const { question: cases } = findQuestion(smallDefinition, 'cases')!;
		const noted = changeQuestion(
			smallDefinition,
			'cases',
			turnInto(smallDefinition, cases, 'note')
		);
		expect(numbers(noted, 'justice')).toEqual(['1.1', '1.2', '', '1.3']);
	});

	test('areas move with the numbers of their questions', () => {
		const moved = moveArea(smallDefinition, 'return', 'up');
		expect(moved.areas.map((area) => [area.name, area.number])).toEqual([
			['background', 0],
			['return', 1],
			['justice', 2]
		]);
		expect(numbers(moved, 'justice')).toEqual(['2.1', '2.2', '2.3', '2.4']);
		expect(moveArea(moved, 'return', 'down')).toEqual(smallDefinition);
	});
});

describe('adding and removing', () => {
	test('what is added with words in it keeps a questionnaire publishable', () => {
		const extra = question('text', 'extra', { label: both('Extra') });
		const added = addQuestion(smallDefinition, extra, { area: 'return' });
		expect(findQuestion(added, 'extra')!.question.number).toBe('2.3');
		isClean(added);
		const words = { title: both('New'), short: both('New'), intro: {}, kind: 'issue' as const };
		const area = addArea(added, { name: 'new', ...words, questions: [] });
		expect(area.areas.at(-1)!.number).toBe(3);
		isClean(area);
		isClean(changeArea(area, 'return', { ...words, relevant: "${side} = 'both'" }));
		expect(removePart(added, 'extra')).toEqual(smallDefinition);
		expect(removeArea(area, 'new')).toEqual(added);
	});

	test('a name is used once, whether of a question or a section', () => {
		const again = question('text', 'cases');
		expect(refusal(() => addQuestion(smallDefinition, again, { area: 'return' }))).toBe(
			'name_taken'
		);
		for (const name of ['1a', 'a b', '', '__proto__', 'x'.repeat(200)])
			expect(
				refusal(() => addQuestion(smallDefinition, { ...again, name }, { area: 'return' }))
			).toBe('name_illegal');
		expect(refusal(() => removePart(smallDefinition, 'gone'))).toBe('not_there');
		const one = { ...smallDefinition, areas: smallDefinition.areas.slice(0, 1) };
		expect(refusal(() => removeArea(one, 'background'))).toBe('last_area');
	});

	test('a section goes and leaves its questions where they were', () => {
		fc.assert(
			fc.property(formWithSections(), (form) => {
				const names = partsOf(form);
				const section = names.find((name) => typeof findPart(form, name)!.part !== 'string');
				if (!section) return;
				const gone = dissolveSection(form, section);
				expect(partsOf(gone)).toEqual(names.filter((name) => name !== section));
				isClean(gone);
			})
		);
	});

	test('who refers to a question is known before it goes', () => {
		expect(usesOf(smallDefinition, 'side')).toEqual([
			{ kind: 'question', name: 'detained', property: 'relevant' }
		]);
		expect(usesOf(smallDefinition, 'sid')).toEqual([]);
		expect(usesOfList(smallDefinition, 'yes_no').map((use) => use.name)).toEqual([
			'can_complain',
			'helped'
		]);
	});

	test('a name is made of a label', () => {
		expect(nameFrom('What is the employer’s name?', new Set())).toBe('what_is_the_employer_s_name');
		expect(nameFrom('Réponse 2', new Set(['reponse_2']))).toBe('reponse_2_2');
		expect(nameFrom('ឈ្មោះ', new Set())).toBe('question');
		expect(nameFrom('2019 figures', new Set())).toBe('question_2019_figures');
	});
});

describe('lists', () => {
	const rows = smallDefinition.choices['side']!;
	test('choices change, move and stay unique', () => {
		isClean(changeChoices(smallDefinition, 'side', [...rows, { name: '4', label: both('4') }]));
		expect(refusal(() => changeChoices(smallDefinition, 'side', [...rows, rows[0]!]))).toBe(
			'name_taken'
		);
		expect(
			refusal(() => changeChoices(smallDefinition, 'side', [{ name: 'a b', label: {} }]))
		).toBe('name_illegal');
		const moved = moveChoice(smallDefinition, 'side', 1, 'up');
		expect(moved.choices['side']!.map(({ name }) => name)).toEqual([
			'destination',
			'origin',
			'both'
		]);
		expect(moveChoice(moved, 'side', 0, 'down')).toEqual(smallDefinition);
		expect(moveChoice(moved, 'side', 0, 'up')).toBe(moved);
	});

	test('a list in use stays', () => {
		expect(refusal(() => removeList(smallDefinition, 'side'))).toBe('list_in_use');
		const added = addList(smallDefinition, 'more');
		expect(removeList(added, 'more')).toEqual(smallDefinition);
		expect(refusal(() => addList(added, 'more'))).toBe('name_taken');
	});
});

describe('languages and types', () => {
	test('a language goes with all its words, and a new one says nothing yet', () => {
		const without = removeLanguage(aseanBaseline, 'id');
		expect(textsOf(without).some(({ text }) => 'id' in text)).toBe(false);
		isClean(without);
		const added = addLanguage(without, 'tet');
		expect(textsOf(added).every(({ text }) => !('tet' in text))).toBe(true);
		isClean(added);
		expect(refusal(() => addLanguage(added, 'TET'))).toBe('language_taken');
		expect(refusal(() => addLanguage(added, 'not a tag'))).toBe('language_illegal');
		expect(refusal(() => removeLanguage(added, 'en'))).toBe('default_language');
	});

	test('translating every text by its address puts all of them back', () => {
		const words = new Map(
			textsOf(aseanBaseline).map(({ address, text }) => [address, text['id'] ?? ''])
		);
		expect(words.size).toBe(textsOf(aseanBaseline).length);
		const silent = addLanguage(removeLanguage(aseanBaseline, 'id'), 'id');
		const again = translate(silent, 'id', words);
		expect(textsOf(again)).toEqual(textsOf(aseanBaseline));
	});

	test('another type keeps what suits it', () => {
		const { question: cases } = findQuestion(smallDefinition, 'cases')!;
		const turned = turnInto(smallDefinition, cases, 'text');
		expect([turned.type, turned.year, turned.constraint]).toEqual(['text', undefined, '. >= 0']);
		const note = turnInto(smallDefinition, cases, 'note');
		expect([note.constraint, note.required]).toEqual([undefined, undefined]);
		isClean(changeQuestion(smallDefinition, 'cases', turned));
	});
});
