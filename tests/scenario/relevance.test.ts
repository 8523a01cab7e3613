import { expect, test } from 'vitest';
import {
	area,
	evaluated,
	note,
	number,
	questionnaire,
	selectMultiple,
	selectOne,
	text,
	dontKnow
} from '../support/questionnaireBuilder.ts';

const form = questionnaire(
	area(
		'law',
		note('hello', { required: true }),
		selectOne('has_law', { required: true }),
		text('which_law', { required: true, relevant: "${has_law} = 'yes'" }),
		text('which_article', { relevant: "${which_law} != ''" }),
		selectMultiple('covers', { relevant: "${has_law} = 'yes'" }),
		text('fishing_rules', { relevant: "selected(${covers}, 'fishing')" }),
		number('workers'),
		text('many', { relevant: '${workers} > 1000' })
	)
);

const relevant = (said: Parameters<typeof evaluated>[1]) =>
	Object.entries(evaluated(form, said).questions)
		.filter(([, each]) => each.relevant)
		.map(([name]) => name);

test('a question without an expression is always asked', () => {
	expect(relevant({})).toEqual(['hello', 'has_law', 'workers']);
});

test('a question is asked when its expression is true', () => {
	expect(relevant({ has_law: 'yes' })).toContain('which_law');
	expect(relevant({ has_law: 'no' })).not.toContain('which_law');
});

test('an answer that is no longer asked counts as none', () => {
	const said = { which_law: 'Act 1', covers: ['fishing'] };
	expect(relevant({ ...said, has_law: 'yes' })).toEqual(
		expect.arrayContaining(['which_article', 'fishing_rules'])
	);
	expect(relevant({ ...said, has_law: 'no' })).toEqual(['hello', 'has_law', 'workers']);
});

test('a choice is selected only by its whole name', () => {
	const said = { has_law: 'yes', covers: ['construction'] };
	expect(relevant(said)).not.toContain('fishing_rules');
	expect(relevant({ ...said, covers: ['construction', 'fishing'] })).toContain('fishing_rules');
});

test('a number is compared as a number; no number is neither more nor less', () => {
	expect(relevant({ workers: 1001 })).toContain('many');
	expect(relevant({ workers: 999 })).not.toContain('many');
	expect(relevant({})).not.toContain('many');
	expect(relevant({ workers: dontKnow })).not.toContain('many');
});

test('notes and questions that are not asked are counted nowhere', () => {
	expect(evaluated(form, { has_law: 'no', which_law: 'left over' }).counts).toEqual({
		asked: 2,
		answered: 1,
		requiredAsked: 1,
		requiredMissing: 0,
		invalid: 0
	});
	expect(evaluated(form, { has_law: 'yes' }).counts).toEqual({
		asked: 4,
		answered: 1,
		requiredAsked: 2,
		requiredMissing: 1,
		invalid: 0
	});
});

test('an expression that cannot be read leaves the question asked', () => {
	const broken = questionnaire(area('law', text('which', { relevant: '${' })));
	expect(evaluated(broken, {}).questions['which']?.relevant).toBe(true);
});

test('a question named like a part of every object is a question like any other', () => {
	const odd = questionnaire(area('law', text('b', { relevant: "${constructor} = ''" })));
	expect(evaluated(odd, {}).questions['b']?.relevant).toBe(true);
});
