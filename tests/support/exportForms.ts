/** Forms for the tests of the XForm writer, in the words of questionnaireBuilder.ts. */
import type { Area, Definition, Part, Question } from '#lib/xlsform/definition.ts';
import { area, labelled, question, questionnaire } from './questionnaireBuilder.ts';

/** An area that is no group: its questions stand at the root. */
export const open = (body: readonly Part[], ...questions: Question[]): Area => ({
	...area('general', ...questions),
	is_group: false,
	body
});

export const text = (name: string, more: Partial<Question> = {}) => question('text', name, more);
export const integer = (name: string, more: Partial<Question> = {}) =>
	question('integer', name, more);
export const calculate = (name: string, calculation: string) =>
	question('calculate', name, { calculation, label: {} });

export const household = (count?: string): Definition =>
	questionnaire(
		open(
			[
				'size',
				{
					kind: 'repeat',
					name: 'child',
					label: labelled('child'),
					...(count ? { count } : {}),
					body: [
						'child_name',
						'age',
						{ kind: 'group', name: 'school', body: ['grade'] },
						{ kind: 'repeat', name: 'toy', body: ['toy_name'] },
						'toys'
					]
				},
				'oldest',
				'first'
			],
			integer('size'),
			text('child_name'),
			integer('age', { required: true }),
			integer('grade', { relevant: '${age} > 5' }),
			text('toy_name', { relevant: "${child_name} != ''" }),
			calculate('toys', 'count(${toy_name})'),
			calculate('oldest', 'max(${age})'),
			calculate('first', 'indexed-repeat(${child_name}, ${child}, 1)')
		)
	);
