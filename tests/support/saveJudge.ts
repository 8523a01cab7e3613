import { expect } from 'vitest';
import { sameContent } from '#lib/client/knownAnswers.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { QUESTIONS, WORDS, numbersOf, wordsOf } from './saveEdits.ts';
import { type Ran, standing } from './saveModel.ts';
import { asPagesDo } from './savingClient.ts';

const pick = ({ status, value, reason, exposure }: AnswerContent): AnswerContent => ({
	status,
	value,
	reason,
	exposure
});

type Revision = Ran['record']['revisions'][number];

const revisionsOf = ({ record }: Ran, question: string): Revision[] =>
	record.revisions.filter((each) => each.question === question);

/** Every reply the server ever gave is true of the history (nothing acknowledged is missing). */
function everyReplyHolds(ran: Ran): string[] {
	const wrong: string[] = [];
	for (const { save, answers } of ran.traffic.replies)
		for (const { question, status, value, reason, exposure } of save.answers) {
			const sent = { status, value, reason, exposure };
			const outcome = answers.find((each) => each.question === question);
			if (!outcome || outcome.result === 'refused') {
				wrong.push(`${save.saveId}: no place for ${question}`);
				continue;
			}
			const { result, revision, content } = outcome;
			const all = revisionsOf(ran, question);
			const named = all.find((each) => each.revision === revision);
			const isThere =
				result === 'saved' || result === 'unchanged'
					? named
						? sameContent(pick(named as AnswerContent), sent)
						: revision === 0 && sent.status === 'empty'
					: result === 'merged'
						? named !== undefined && sameContent(pick(named as AnswerContent), content!)
						: all.some(
								(each) =>
									each.standing === 'beside' && sameContent(pick(each as AnswerContent), sent)
							);
			if (!isThere) wrong.push(`${save.saveId}: ${question} ${result} ${revision} is not there`);
		}
	return wrong;
}

/** The same save is stored once: one revision per answer and save, none that no save made. */
function everySaveOnce(ran: Ran): string[] {
	const { saves } = ran.record;
	const wrong: string[] = [];
	if (new Set(saves.map(({ id }) => id)).size !== saves.length) wrong.push('a save is there twice');
	for (const question of QUESTIONS) {
		const outcomes = saves.flatMap(({ outcome }) =>
			(outcome as { answers: Ran['traffic']['replies'][number]['answers'] }).answers.filter(
				(each) => each.question === question
			)
		);
		const made = outcomes.filter(({ result }) => result === 'saved').map((each) => each.revision);
		if (new Set(made).size !== made.length) wrong.push(`${question}: a revision made by two saves`);
		const all = revisionsOf(ran, question);
		const beside = all.filter((each) => each.standing === 'beside').length;
		const conflicts = outcomes.filter(({ result }) => result === 'conflict').length;
		if (beside !== conflicts) wrong.push(`${question}: ${conflicts} conflicts, ${beside} beside`);
		const known = new Set(
			outcomes
				.filter(({ result }) => result === 'saved' || result === 'merged')
				.map(({ revision }) => revision)
		);
		const unknown = all.filter((each) => each.standing !== 'beside' && !known.has(each.revision));
		if (unknown.length > 0)
			wrong.push(`${question}: revisions ${unknown.map((each) => each.revision)} are no save's`);
	}
	return wrong;
}

/** Revisions rise one by one, and the newest text that is not beside is the answer. */
function everyRevisionRises(ran: Ran): string[] {
	return QUESTIONS.flatMap((question) => {
		const all = revisionsOf(ran, question);
		const numbers = all.map(({ revision }) => revision);
		const newest = all.findLast((each) => each.standing !== 'beside');
		const answer = ran.record.answers.find((each) => each.question === question);
		return [
			...(numbers.every((number, at) => number === at + 1) ? [] : [`${question}: ${numbers}`]),
			...(answer?.revision === newest?.revision ? [] : [`${question}: not the newest stands`]),
			...(!newest || sameContent(pick(newest as AnswerContent), standing(ran.record, question))
				? []
				: [`${question}: another text than its revision's`])
		];
	});
}

/** Every text kept beside stands on every member's page until somebody settled it, and no other. */
function everyConflictShows({ record, settled, shown }: Ran): string[] {
	const open = record.revisions
		.filter((each) => each.standing === 'beside')
		.map(({ question, revision }) => `${question} ${revision}`)
		.filter((each) => !settled.has(each));
	return shown.flatMap((page) => [
		...open.filter((each) => !page.includes(each)).map((each) => `${each} is kept unseen`),
		...page.filter((each) => !open.includes(each)).map((each) => `${each} is shown for nothing`)
	]);
}

/** All pages end with the server's text, and none believes it has something left to send. */
function everyPageAgrees(ran: Ran): string[] {
	if (!ran.isSettled) return ['they never came to rest'];
	return ran.clients.flatMap((client) => {
		const apart = QUESTIONS.filter(
			(question) =>
				!sameContent(asPagesDo(client.fields.get(question)!), standing(ran.record, question))
		);
		return [
			...apart.map(
				(question) =>
					`${client.name} shows ${JSON.stringify(client.fields.get(question)!.value)} for ${question}`
			),
			...(client.device.pending ? [`the device of ${client.name} still keeps something`] : [])
		];
	});
}

const whole = WORDS.map((word) => word.normalize('NFC'));

/** No word somebody typed is gone unless a person took it out; no word has come apart. */
function everyWordIsThere(ran: Ran): string[] {
	const wrong: string[] = [];
	for (const question of QUESTIONS) {
		const current = standing(ran.record, question).value;
		const open = ran.record.conflicts
			.filter((each) => each.question === question && each.resolvedAt === null)
			.map(
				({ revision }) => revisionsOf(ran, question).find((r) => r.revision === revision)!.value
			);
		const seen = new Set([current, ...open].flatMap(numbersOf));
		const history = new Set(revisionsOf(ran, question).flatMap(({ value }) => numbersOf(value)));
		for (const number of ran.typed.get(question)!)
			if (!ran.removed.has(number)) {
				if (!history.has(number)) wrong.push(`word ${number} of ${question} was never stored`);
				else if (!seen.has(number)) wrong.push(`word ${number} of ${question} is in no text shown`);
			}
		for (const word of wordsOf(current))
			if (!whole.includes(word.slice(0, -4).replace(/^[\s.,]+/, '')))
				wrong.push(`${JSON.stringify(word)} in ${question} is no word anybody typed`);
		const numbers = numbersOf(current);
		const twice = numbers.filter((number, at) => numbers.indexOf(number) !== at);
		const isJoined = ran.record.audit.some(({ action }) => action === 'conflict.resolve');
		if (twice.length > 0 && !isJoined) wrong.push(`${question} says ${twice} twice`);
	}
	return wrong;
}

/** @throws the assertion that names everything that is not as it must be */
export function judge(ran: Ran): void {
	expect({
		whileItRan: ran.traffic.breaches,
		acknowledged: everyReplyHolds(ran),
		once: everySaveOnce(ran),
		rising: everyRevisionRises(ran),
		visible: everyConflictShows(ran),
		agreed: everyPageAgrees(ran),
		words: everyWordIsThere(ran)
	}).toEqual({
		whileItRan: [],
		acknowledged: [],
		once: [],
		rising: [],
		visible: [],
		agreed: [],
		words: []
	});
}
