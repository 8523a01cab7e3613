import { expect, test } from 'vitest';
import { dependentsOf } from '#lib/xlsform/dependents.ts';
import { evaluateAreas } from '#lib/xlsform/evaluate.ts';
import {
	answers,
	area,
	evaluated,
	number,
	questionnaire,
	selectOne,
	text
} from '../support/questionnaireBuilder.ts';

const form = questionnaire(
	area('background', selectOne('sends'), number('workers', { relevant: "${sends} = 'yes'" })),
	area('justice', text('courts', { relevant: '${workers} > 0' }), text('plain')),
	area('return', text('help', { required: "${plain} != ''" })),
	area('alone', text('own'))
);

test('an area looks at answers of other areas', () => {
	const asked = (said: Parameters<typeof evaluated>[1]) =>
		evaluated(form, said, 'justice').questions['courts']?.relevant;
	expect(asked({ sends: 'yes', workers: 5 })).toBe(true);
	expect(asked({ sends: 'no', workers: 5 })).toBe(false);
	expect(asked({})).toBe(false);
});

test('all areas at once say the same as one by one', () => {
	const said = { sends: 'yes', workers: 5, plain: 'x' };
	const all = evaluateAreas(form, answers(said), { today: '2026-11-23' });
	for (const { name } of form.areas) expect(all.get(name)).toEqual(evaluated(form, said, name));
});

test('a change reaches its own area, those that name it, and those behind a question it shows', () => {
	const areas = Object.fromEntries(
		[...dependentsOf(form)].map(([name, reached]) => [name, [...reached].sort()])
	);
	expect(areas).toEqual({
		sends: ['background', 'justice'],
		workers: ['background', 'justice'],
		courts: ['justice'],
		plain: ['justice', 'return'],
		help: ['return'],
		own: ['alone']
	});
});
