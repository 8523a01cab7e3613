import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { findQuestion } from '#lib/xlsform/definition.ts';
import { changeQuestion, changeSection } from '#lib/xlsform/edit/parts.ts';
import { renameList, renamePart } from '#lib/xlsform/edit/rename.ts';
import { replaceInPaths } from '#lib/xlsform/edit/renamePaths.ts';
import { usesOf } from '#lib/xlsform/edit/words.ts';
import { smallDefinition } from '../support/definition.ts';
import { formWithSections, partsOf } from '../support/editedForm.ts';

/** A form in which every question speaks of another, in a label and in its logic. */
const spoken = formWithSections().map((form): Definition => {
	const names = form.areas.flatMap((area) => area.questions.map((each) => each.name));
	const areas = form.areas.map((area) => ({
		...area,
		questions: area.questions.map((question) => {
			const earlier = names[names.indexOf(question.name) - 1];
			return earlier === undefined
				? question
				: {
						...question,
						label: { en: `About \${ ${earlier} } and ${earlier}` },
						relevant: `\${${earlier}} != '${earlier}' or string-length(\${ ${earlier}}) > 1`
					};
		})
	}));
	return { ...form, areas };
});

describe('another name', () => {
	test('is followed by everything that refers to it, and back again is the identity', () => {
		fc.assert(
			fc.property(spoken, fc.nat(), (form, pick) => {
				const names = partsOf(form);
				const name = names[pick % names.length]!;
				const renamed = renamePart(form, name, 'other.name-2');
				expect(usesOf(renamed, name)).toEqual([]);
				expect(usesOf(renamed, 'other.name-2')).toEqual(usesOf(form, name));
				expect(partsOf(renamed)).toEqual(
					names.map((each) => (each === name ? 'other.name-2' : each))
				);
				expect(renamePart(renamed, 'other.name-2', name)).toEqual(form);
			})
		);
	});

	test('keeps a publishable questionnaire publishable and the author’s spelling', () => {
		const renamed = renamePart(smallDefinition, 'side', 'which_side');
		expect(findQuestion(renamed, 'detained')!.question.relevant).toBe(
			"${which_side} = 'destination' or ${which_side} = 'both'"
		);
		expect(findQuestion(renamed, 'which_side')!.question.list).toBe('side');
		expect(checkDefinition(renamed)).toEqual([]);
	});

	test('leaves names alone that only begin or end alike, and words in quotation marks', () => {
		const speaking = changeQuestion(smallDefinition, 'how', {
			...findQuestion(smallDefinition, 'how')!.question,
			relevant: "${side2} = 'side' and ${ side } != ${a.side} or ${last-saved#side} = ''"
		});
		expect(findQuestion(renamePart(speaking, 'side', 'x'), 'how')!.question.relevant).toBe(
			"${side2} = 'side' and ${ x } != ${a.side} or ${last-saved#x} = ''"
		);
	});

	test('changes with everything else of a question at once', () => {
		const { question } = findQuestion(smallDefinition, 'side')!;
		const changed = changeQuestion(smallDefinition, 'side', {
			...question,
			name: 'whose_side',
			hint: { en: 'One' }
		});
		expect(findQuestion(changed, 'whose_side')!.question.hint).toEqual({ en: 'One' });
		expect(findQuestion(changed, 'detained')!.question.relevant).toContain('${whose_side}');
	});

	test('of a section is followed by paths through it', () => {
		const form: Definition = {
			...smallDefinition,
			areas: smallDefinition.areas.map((area) =>
				area.name === 'justice'
					? {
							...area,
							body: [
								'can_complain',
								{ kind: 'repeat', name: 'case', body: ['obstacles', 'cases'] },
								'detained'
							],
							questions: area.questions.map((question) =>
								question.name === 'detained'
									? { ...question, relevant: 'count(/data/justice/case) > ../case[1]/cases' }
									: question
							)
						}
					: area
			)
		};
		const renamed = changeSection(form, 'case', { kind: 'repeat', name: 'one_case' });
		expect(findQuestion(renamed, 'detained')!.question.relevant).toBe(
			'count(/data/justice/one_case) > ../one_case[1]/cases'
		);
		const deeper = renamePart(renamed, 'cases', 'figure');
		expect(findQuestion(deeper, 'detained')!.question.relevant).toBe(
			'count(/data/justice/one_case) > ../one_case[1]/figure'
		);
	});
});

test.each([
	['/data/a/old', '/data/a/new'],
	['/form/a/old/old', '/form/a/new/old'],
	['../old', '../new'],
	['../../a/old + ../older', '../../a/new + ../older'],
	['current()/../old', 'current()/../new'],
	["'../old'", "'../old'"],
	["instance('l')/root/item[name = 'x']/old", "instance('l')/root/item[name = 'x']/old"],
	['/data/b/old', '/data/b/old'],
	['../b/old', '../b/old'],
	['6 div ../old', '6 div ../new']
])('path %s', (before, after) => {
	expect(replaceInPaths(before, ['a', 'here'], ['a', 'old'], 'new')).toBe(after);
});

test('a list is called otherwise wherever choices are taken from it', () => {
	const renamed = renameList(smallDefinition, 'yes_no', 'yn');
	expect(findQuestion(renamed, 'helped')!.question.list).toBe('yn');
	expect(Object.keys(renamed.choices)).toEqual(['side', 'yn']);
	expect(checkDefinition(renamed)).toEqual([]);
	expect(renameList(renamed, 'yn', 'yes_no')).toEqual(smallDefinition);
});
