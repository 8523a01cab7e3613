import { randomUUID } from 'node:crypto';
import { findArea } from '#lib/xlsform/definition.ts';
import { acceptResponse, reopenResponse, returnResponse } from '../review/decision.ts';
import { saveAnswers } from '../responses/answer.ts';
import { submitResponse } from '../responses/submission.ts';
import { chance, pick } from './chance.ts';
import { leaderOf } from './people.ts';
import { type Demo, type DemoRound, type Prepared, as } from './stage.ts';
import { wordsOf } from './sentences.ts';
import { COURSES, nextKind, writeThread } from './threads.ts';

const RETURNED = 'Two answers need a word more before we can accept this area; see the questions.';
const REOPENED = 'A newer figure was published since. Could you look at the answers again?';

/** Takes an area whose answers are saved to the stage the plan wants, as the people would. */
export async function moveOn(demo: Demo, round: DemoRound, prepared: Prepared): Promise<void> {
	const { stage, responseId, voice, area } = prepared;
	if (stage === 'n' || stage.startsWith('d')) return;
	const coordinator = as(demo, 'coordinator');
	const leader = as(demo, leaderOf(voice.key));
	const ask = (course: (typeof COURSES)[keyof typeof COURSES], at = 0, about?: string) =>
		writeThread(demo, round, prepared, {
			kind: nextKind(demo),
			course,
			at,
			...(about && { about })
		});
	await submitResponse(leader, responseId);
	switch (stage) {
		case 's':
			// Cambodia's stays free of questions, so that whoever tours the demo can accept it.
			if (voice.key !== 'KH' && chance(`${voice.key}|${area}|asked`) < 0.5) await ask(COURSES.OPEN);
			return;
		case 'r':
			await ask(COURSES.OPEN);
			await ask(voice.key === 'KH' ? COURSES.REPLIED : pick(voice.key, RETURNED_COURSES), 1);
			return returnResponse(coordinator, responseId, RETURNED);
		case 'S': {
			const about = changeable(demo, prepared);
			await ask(COURSES.CLOSED, 0, about);
			await returnResponse(coordinator, responseId, RETURNED);
			await change(demo, prepared, about);
			return submitResponse(leader, responseId);
		}
		case 'A': {
			const about = changeable(demo, prepared);
			await returnResponse(coordinator, responseId, RETURNED);
			await change(demo, prepared, about);
			await submitResponse(leader, responseId);
			await ask(COURSES.CLOSED, 0, about);
			return acceptResponse(coordinator, responseId);
		}
		case 'o':
			await acceptResponse(coordinator, responseId);
			await reopenResponse(coordinator, responseId, REOPENED);
			return change(demo, prepared, changeable(demo, prepared));
		default:
			if (voice.year > 2018 && chance(`${voice.key}|${area}|closed`) < 0.2)
				await ask(COURSES.CLOSED);
			return acceptResponse(coordinator, responseId);
	}
}

const RETURNED_COURSES = [COURSES.REPLIED, COURSES.SENT_BACK, COURSES.CLOSED];

/** A text of the area that can be written on. */
function changeable(demo: Demo, { area, filled }: Prepared): string | undefined {
	return findArea(demo.definition, area)?.questions.find(
		({ name, type }) => type === 'long_text' && typeof filled[name]?.value === 'string'
	)?.name;
}

/** Adds a sentence to one text: its second revision. */
async function change(demo: Demo, prepared: Prepared, question: string | undefined): Promise<void> {
	const content = question && prepared.filled[question];
	if (!content || typeof content.value !== 'string') return;
	const more = pick(`${prepared.voice.key}|${question}|more`, wordsOf(prepared.voice).any.slice(3));
	await saveAnswers(as(demo, prepared.author), {
		responseId: prepared.responseId,
		saveId: randomUUID(),
		answers: [{ ...content, question, base: 1, value: `${content.value} ${more}` }]
	});
}
