import { expect, test } from 'vitest';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import { findCycles } from '#lib/xlsform/cycles.ts';
import { dependentsOf } from '#lib/xlsform/dependents.ts';
import {
	area,
	evaluated,
	questionnaire,
	selectOne,
	text
} from '../support/questionnaireBuilder.ts';

const circle = questionnaire(
	area(
		'law',
		text('a', { relevant: "${c} = ''" }),
		text('b', { relevant: "${a} = 'x'" }),
		text('c', { required: "${b} = 'y'" }),
		text('d', { relevant: "${a} != ''" })
	)
);

test('questions that decide over one another are reported once', () => {
	expect(findCycles(circle)).toEqual([['a', 'c', 'b', 'a']]);
	expect(checkDefinition(circle)).toEqual([
		{
			path: 'law.a',
			code: 'cycle',
			message: 'These questions depend on each other: a → c → b → a'
		}
	]);
});

test('a question that decides over itself is a circle, one that judges itself is not', () => {
	const itself = questionnaire(area('law', text('a', { relevant: ". = ''" })));
	expect(findCycles(itself)).toEqual([['a', 'a']]);
	const judged = questionnaire(area('law', text('a', { constraint: '. != ${a}' })));
	expect(findCycles(judged)).toEqual([]);
});

test('a circle that slipped through still ends, with its questions asked', () => {
	const pair = questionnaire(
		area('law', text('a', { relevant: "${b} = ''" }), text('b', { relevant: "${a} = ''" }))
	);
	expect(evaluated(pair, {}).counts.asked).toBe(2);
	expect(dependentsOf(circle).get('a')).toEqual(new Set(['law']));
});

test('two questions may show the same third one', () => {
	const diamond = questionnaire(
		area(
			'law',
			selectOne('top'),
			text('left', { relevant: "${top} = 'yes'" }),
			text('right', { relevant: "${top} = 'no'" }),
			text('bottom', { relevant: "${left} != '' or ${right} != ''" })
		)
	);
	expect(findCycles(diamond)).toEqual([]);
	expect(checkDefinition(diamond)).toEqual([]);
});

test('thousands of questions in a row, forwards and backwards', () => {
	const chain = Array.from({ length: 3000 }, (_, at) =>
		text(`q${at}`, at === 0 ? {} : { relevant: `\${q${at - 1}} = ''` })
	);
	expect(findCycles(questionnaire(area('law', ...chain)))).toEqual([]);
	expect(evaluated(questionnaire(area('law', ...chain)), {}).counts.asked).toBe(3000);
});
