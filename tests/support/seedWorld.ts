import { randomUUID } from 'node:crypto';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { acceptResponse } from '#lib/server/review/decision.ts';
import type { AnswerValue } from '#lib/xlsform/answers.ts';
import type { Definition, Exposure } from '#lib/xlsform/definition.ts';
import { smallDefinition } from './definition.ts';
import type { World } from './world.ts';

const say = (en: string) => ({ en, id: `${en} (id)` });

/** The small questionnaire with a question for corridors and an area of questions that compare. */
export const seedDefinition: Definition = {
	...smallDefinition,
	choices: {
		...smallDefinition.choices,
		countries: ['KH', 'ID', 'other'].map((name) => ({ name, label: say(name) })),
		steps: ['never', 'rarely', 'often', 'always'].map((name) => ({ name, label: say(name) }))
	},
	areas: [
		...smallDefinition.areas.map((area) =>
			area.name === 'background'
				? {
						...area,
						questions: [
							...area.questions,
							{
								name: 'corridors',
								number: '0.2',
								type: 'select_multiple' as const,
								label: say('With which countries?'),
								list: 'countries',
								exposure: 'public' as const
							}
						]
					}
				: area
		),
		{
			name: 'work',
			number: 3,
			title: say('Decent work'),
			short: say('Work'),
			intro: say('Wages'),
			kind: 'issue',
			questions: [
				{
					name: 'paid',
					number: '3.1',
					type: 'scale',
					label: say('Are wages paid?'),
					list: 'steps',
					exposure: 'public'
				},
				{
					name: 'union',
					number: '3.2',
					type: 'select_one',
					label: say('May workers join a union?'),
					list: 'yes_no',
					exposure: 'public'
				},
				{
					name: 'raids',
					number: '3.3',
					type: 'long_text',
					label: say('What happens in raids?'),
					exposure: 'coordinators'
				}
			]
		}
	]
};

/** Answers by question; a pair says who may ever see it. */
type Given = Record<string, AnswerValue | readonly [AnswerValue, Exposure]>;

/** Has a country answer an area, submit it where asked, and coordinators accept it. */
export async function handIn(
	world: World,
	country: 'KH' | 'ID',
	area: string,
	given: Given,
	until: 'draft' | 'submitted' | 'accepted'
): Promise<string> {
	const lead = world.as(country === 'KH' ? 'sokha' : 'budi');
	const responseId = await world.responseId(country, area);
	await saveAnswers(lead, {
		responseId,
		saveId: randomUUID(),
		answers: Object.entries(given).map(([question, said]) => {
			const isPair = Array.isArray(said) && said.length === 2 && String(said[1]).length > 5;
			const [value, exposure] = isPair ? said : [said, 'public'];
			return { question, base: 0, status: 'answered', value, reason: null, exposure };
		}) as never
	});
	if (until !== 'draft') await submitResponse(lead, responseId);
	if (until === 'accepted') await acceptResponse(world.as('rina'), responseId);
	return responseId;
}
