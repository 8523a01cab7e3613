import { expect, test } from 'vitest';
import {
	area,
	date,
	dontKnow,
	evaluated,
	number,
	questionnaire,
	selectMultiple,
	selectOne,
	text
} from '../support/questionnaireBuilder.ts';

const message = { en: 'Not more than a day has' };
const form = questionnaire(
	area(
		'work',
		number('hours', { constraint: '. > 0 and . <= 24', constraint_message: message }),
		date('signed', { constraint: '. <= today()' }),
		selectMultiple('sectors', { constraint: 'count-selected(.) <= 2' }),
		text('phone', { constraint: "regex(., '[0-9]{3,}')" }),
		number('women', { constraint: '. <= ${hours}' }),
		selectOne('hidden', { relevant: 'false()', constraint: 'false()' }),
		text('broken', { constraint: '. >' })
	)
);

const judge = (name: string, said: Parameters<typeof evaluated>[1][string]) =>
	evaluated(form, { hours: 8, [name]: said }, 'work', { today: '2026-05-01' }).questions[name];

test('an answer is judged by the expression over itself', () => {
	expect(judge('hours', 8)).toMatchObject({ invalid: false });
	expect(judge('hours', 25)).toMatchObject({
		invalid: true,
		invalidCode: 'constraint',
		invalidMessage: message
	});
});

test('dates are compared with the day given', () => {
	expect(judge('signed', '2026-05-01')?.invalid).toBe(false);
	expect(judge('signed', '2026-05-02')?.invalid).toBe(true);
});

test('choices, patterns and other answers can be judged', () => {
	expect(judge('sectors', ['fishing', 'domestic'])?.invalid).toBe(false);
	expect(judge('sectors', ['fishing', 'domestic', 'farming'])?.invalid).toBe(true);
	expect(judge('phone', '12')?.invalid).toBe(true);
	expect(judge('phone', '12345')?.invalid).toBe(false);
	expect(judge('women', 9)?.invalid).toBe(true);
});

test('no answer, a code, and a question that is not asked are never wrong', () => {
	expect(evaluated(form, {}).counts.invalid).toBe(0);
	expect(judge('hours', dontKnow)?.invalid).toBe(false);
	expect(judge('hidden', 'yes')?.invalid).toBe(false);
});

test('an answer its type refuses is wrong, with the reason', () => {
	expect(judge('signed', '2026-02-30')).toMatchObject({ invalid: true, invalidCode: 'date' });
	expect(judge('sectors', ['mining'])).toMatchObject({ invalidCode: 'unknown_choice' });
});

test('a constraint that cannot be read refuses nothing', () => {
	expect(judge('broken', 'anything')?.invalid).toBe(false);
});
