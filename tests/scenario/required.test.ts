import { expect, test } from 'vitest';
import {
	area,
	evaluated,
	matrix,
	questionnaire,
	selectOne,
	text
} from '../support/questionnaireBuilder.ts';

const form = questionnaire(
	area(
		'law',
		selectOne('has_law', { required: true }),
		text('name_of_law', { required: "${has_law} = 'yes'" }),
		text('remark', { required: false }),
		matrix('hours_by_sector', { required: true, relevant: "${has_law} = 'yes'" })
	)
);

test('required is missing until it is answered', () => {
	expect(evaluated(form, {}).questions['has_law']).toMatchObject({ required: true, missing: true });
	expect(evaluated(form, { has_law: 'no' }).questions['has_law']?.missing).toBe(false);
});

test('required may depend on another answer', () => {
	const named = (said: Parameters<typeof evaluated>[1]) =>
		evaluated(form, said).questions['name_of_law'];
	expect(named({ has_law: 'no' })).toMatchObject({ required: false, missing: false });
	expect(named({ has_law: 'yes' })).toMatchObject({ required: true, missing: true });
	expect(named({ has_law: 'yes', name_of_law: 'Act' })?.missing).toBe(false);
});

test('what is not asked is not required', () => {
	expect(evaluated(form, { has_law: 'no' }).questions['hours_by_sector']).toEqual({
		relevant: false,
		required: false,
		missing: false,
		invalid: false
	});
});

test('one cell answers a matrix', () => {
	const value = { fishing: { hours: 8 } };
	const said = { has_law: 'yes', hours_by_sector: { status: 'answered' as const, value } };
	expect(evaluated(form, said).questions['hours_by_sector']?.missing).toBe(false);
});

test('an answer that is empty after all counts as none', () => {
	const said = { has_law: { status: 'answered' as const, value: null } };
	expect(evaluated(form, said).counts).toMatchObject({ answered: 0, requiredMissing: 1 });
});

test('an expression that cannot be read requires nothing', () => {
	const broken = questionnaire(area('law', text('which', { required: 'nothing(' })));
	expect(evaluated(broken, {}).questions['which']?.required).toBe(false);
});
