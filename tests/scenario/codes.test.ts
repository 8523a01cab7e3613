import { expect, test } from 'vitest';
import {
	area,
	dontKnow,
	evaluated,
	notApplicable,
	notSafe,
	questionnaire,
	selectOne,
	text
} from '../support/questionnaireBuilder.ts';

const form = questionnaire(
	area(
		'law',
		selectOne('has_law', { required: true, constraint: "selected(., 'yes')" }),
		text('if_yes', { relevant: "${has_law} = 'yes'" }),
		text('if_not_yes', { relevant: "${has_law} != 'yes'" }),
		text('if_blank', { relevant: "${has_law} = ''" })
	)
);

test.each([
	['dont_know', dontKnow],
	['not_applicable', notApplicable],
	['not_safe', notSafe]
])('%s satisfies required, counts as answered and reads as no value', (_code, said) => {
	const { questions, counts } = evaluated(form, { has_law: said });
	expect(questions['has_law']).toEqual({
		relevant: true,
		required: true,
		missing: false,
		invalid: false
	});
	expect(counts).toMatchObject({ asked: 3, answered: 1, requiredAsked: 1, requiredMissing: 0 });
	expect(questions['if_yes']?.relevant).toBe(false);
	expect(questions['if_not_yes']?.relevant).toBe(true);
	expect(questions['if_blank']?.relevant).toBe(true);
});
