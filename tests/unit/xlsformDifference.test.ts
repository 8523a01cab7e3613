import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { planCarryOver, readAsideKey } from '#lib/xlsform/carryOver.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
import { areasAskingAnew, carriesOver, compareDefinitions } from '#lib/xlsform/difference.ts';
import { countUntranslated, translationStates } from '#lib/xlsform/translations.ts';
import { smallDefinition } from '../support/definition.ts';

const change = (
	name: string,
	make: (question: Question) => Question | null,
	definition: Definition = smallDefinition
): Definition => ({
	...definition,
	areas: definition.areas.map((area) => ({
		...area,
		questions: area.questions.flatMap((each) => (each.name === name ? (make(each) ?? []) : [each]))
	}))
});
const answer = (key: string, value: AnswerContent['value']) => ({
	key,
	status: 'answered' as const,
	value,
	reason: null,
	exposure: 'public' as const
});

describe('what differs', () => {
	test('nothing between a definition and itself', () => {
		expect(compareDefinitions(smallDefinition, structuredClone(smallDefinition))).toEqual({
			added: [],
			removed: [],
			changed: [],
			areas: { added: [], removed: [], changed: [] },
			languages: { added: [], removed: [] }
		});
	});

	const cases: [string, Partial<Question>, string[]][] = [
		['its words', { label: { en: 'Other' } }, ['label']],
		['its type', { type: 'text' }, ['type']],
		['its logic', { required: false }, ['logic']],
		['its hint', { hint: { en: 'Think' } }, ['hint']],
		['its exposure', { exposure: 'public' }, ['settings']],
		['two of them', { type: 'date', number: '9.9' }, ['type', 'number']]
	];
	test.each(cases)('%s', (_name, properties, what) => {
		const after = change('obstacles', (each) => ({ ...each, ...properties }));
		expect(compareDefinitions(smallDefinition, after).changed).toEqual([
			{ name: 'obstacles', what }
		]);
	});

	test('choices by name, and their words only where the names are the same', () => {
		const choices = (names: string[], label: string) => ({
			...smallDefinition,
			choices: {
				...smallDefinition.choices,
				side: names.map((name) => ({ name, label: { en: label + name } }))
			}
		});
		const before = choices(['a', 'b'], '');
		expect(compareDefinitions(before, choices(['a'], '')).changed[0]?.what).toEqual(['choices']);
		expect(compareDefinitions(before, choices(['a', 'b'], 'x')).changed[0]?.what).toEqual([
			'choice_labels'
		]);
	});

	test('the logic of what stands around a question is its own', () => {
		const after: Definition = {
			...smallDefinition,
			areas: smallDefinition.areas.map((area) =>
				area.name === 'return' ? { ...area, relevant: '1 = 1' } : area
			)
		};
		expect(compareDefinitions(smallDefinition, after).changed).toEqual([
			{ name: 'helped', what: ['logic'] },
			{ name: 'how', what: ['logic'] }
		]);
	});

	test('only what is asked differently is asked anew', () => {
		const anew = (after: Definition) => [...areasAskingAnew(smallDefinition, after)];
		const words = change('how', (each) => ({ ...each, label: { en: 'In what way?' } }));
		expect(anew(words)).toEqual([]);
		expect(anew(change('how', () => null))).toEqual(['return']);
		expect(anew(change('side', (each) => ({ ...each, required: false })))).toEqual(['background']);
	});
});

describe('answers', () => {
	const household = (kind: 'group' | 'repeat'): Definition => ({
		...smallDefinition,
		areas: [
			{
				...smallDefinition.areas[2]!,
				body: [{ kind, name: 'child', label: { en: 'Child' }, body: ['how'] }, 'helped']
			}
		]
	});

	test('agree in type where they have one shape and meaning', () => {
		const question = { name: 'a', type: 'text' } as const;
		expect(carriesOver(question, { name: 'a', type: 'long_text' })).toBe(true);
		expect(carriesOver(question, { name: 'a', type: 'integer' })).toBe(false);
		expect(carriesOver(question, { name: 'b', type: 'text' })).toBe(false);
	});

	test('in a repeat keep their entries, and do not fit outside it', () => {
		const answers = [answer('child', ['k1', 'k2']), answer('how[k1]', 'A'), answer('how[k2]', 'B')];
		const same = planCarryOver(household('repeat'), household('repeat'), answers);
		expect(same.every(({ from, to, area }) => from === to && area === 'return')).toBe(true);
		expect(planCarryOver(household('repeat'), household('group'), answers)).toEqual([
			{ from: 'child', to: 'child@repeat', area: null, loss: 'gone' },
			{ from: 'how[k1]', to: 'how@text[k1]', area: null, loss: 'place' },
			{ from: 'how[k2]', to: 'how@text[k2]', area: null, loss: 'place' }
		]);
	});

	test('set aside twice are two', () => {
		const gone = change('how', () => null);
		const answers = [answer('how', 'now'), answer('how@text', 'then')];
		expect(planCarryOver(smallDefinition, gone, answers).map(({ to }) => to)).toEqual([
			'how@text.2',
			'how@text'
		]);
	});

	test('the one kept under a question is not overwritten by one that returns', () => {
		const answers = [answer('how', 'now'), answer('how@text', 'then')];
		const plan = planCarryOver(smallDefinition, smallDefinition, answers);
		expect(plan.map(({ to }) => to)).toEqual(['how', 'how@text']);
	});

	test('whatever changes, none is lost, no two come under one key, and going back brings all back', () => {
		const names = ['side', 'can_complain', 'obstacles', 'helped', 'how'];
		const values = ['both', 'yes', 'Fees', 'no', 'By phone'];
		const edit = fc.record({
			name: fc.constantFrom(...names),
			act: fc.constantFrom('remove', 'date', 'text')
		});
		fc.assert(
			fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
				let after = smallDefinition;
				for (const { name, act } of edits)
					after = change(
						name,
						(each) => (act === 'remove' ? null : { ...each, type: act as 'date' }),
						after
					);
				const answers = names.map((name, at) => answer(name, values[at]!));
				const there = planCarryOver(smallDefinition, after, answers);
				const keys = there.map(({ to }) => to);
				expect(new Set(keys).size).toBe(names.length);
				for (const { to, area } of there) expect(area === null).toBe(readAsideKey(to) !== null);
				const moved = there.map(({ from, to }) => ({
					...answers[names.indexOf(from)]!,
					key: to
				}));
				const back = planCarryOver(after, smallDefinition, moved);
				expect(back.map(({ to }) => to).sort()).toEqual([...names].sort());
			})
		);
	});
});

test('the state of a language says which texts it lacks', () => {
	const after = change('how', (each) => ({ ...each, label: { en: 'How?' } }));
	expect(countUntranslated(smallDefinition)).toEqual([]);
	expect(countUntranslated(after)).toEqual([{ language: 'id', count: 1 }]);
	const [first, second] = translationStates(after);
	expect([first?.language, first?.isDefault]).toEqual(['en', true]);
	expect(second?.missing.map(({ address }) => address)).toEqual(['q.how.label']);
});
