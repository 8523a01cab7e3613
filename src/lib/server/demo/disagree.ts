import { randomUUID } from 'node:crypto';
import { saveAnswers } from '../responses/answer.ts';
import { type Demo, type Prepared, as } from './stage.ts';

const AREA = 'information_recruitment';
const QUESTION = 'q4_7_brokers';
const LEAD = 'Sample answer: ';

// Both write on from the first text, without having seen the other's.
const FIRST = `${LEAD}Brokers visit villages before the harvest.`;
const DARA = `${LEAD}Brokers visit villages after the harvest, and most of them come from the same district.`;
const SOKHA = `${LEAD}Brokers hardly visit villages any more; first contact is made by telephone.`;

/**
 * Two colleagues of one delegation change the same sentence at the same time, so that there is
 * an open conflict to settle (rule R3): Dara saves first, Sokha's text is kept beside.
 */
export async function disagree(demo: Demo, prepared: readonly Prepared[]): Promise<void> {
	const found = prepared.find(({ area }) => area === AREA);
	if (!found) return;
	const question = demo.definition.areas
		.flatMap((area) => area.questions)
		.find(({ name }) => name === QUESTION);
	if (!question) throw new Error(`The questionnaire has no ${QUESTION}`);
	const write = (login: string, base: number, value: string) =>
		saveAnswers(as(demo, login), {
			responseId: found.responseId,
			saveId: randomUUID(),
			answers: [
				{
					question: QUESTION,
					base,
					status: 'answered',
					value,
					reason: null,
					exposure: question.exposure
				}
			]
		});
	await write('kh', 0, FIRST);
	await write('kh2', 1, DARA);
	const { answers } = await write('kh', 1, SOKHA);
	if (answers[0]?.result !== 'conflict') throw new Error('The demo conflict did not come about');
}
