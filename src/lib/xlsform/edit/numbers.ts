/**
 * Numbers people cite. Where they followed the order before a change they follow it after; a
 * number somebody chose (`3.7b`) stays, and what is new to its area gets the next free one.
 */
import { type Area, type Definition, type Question } from '../definition.ts';
import { numberQuestions } from '../import/numbers.ts';

/** The questions of an area with the numbers its order gives, as for a sheet that gives none. */
function numbered(area: Area): readonly Question[] {
	const blank = area.questions.map((question) => ({ ...question, number: '' }));
	return numberQuestions(area.number, blank);
}

/** Whether the numbers of an area are those its order gives. */
export function followsOrder(area: Area): boolean {
	const wanted = numbered(area);
	return area.questions.every((question, at) => question.number === wanted[at]?.number);
}

/** The next free number, or none for what has none: notes and what nobody sees. */
function nextNumber(area: Area, question: Question, questions: readonly Question[]): string {
	const [alone] = numberQuestions(area.number, [{ ...question, number: '' }]);
	if (alone?.number === '') return '';
	const taken = questions.map(({ number }) => {
		const match = /^(\d+)\.(\d+)/.exec(number);
		return match && Number(match[1]) === area.number ? Number(match[2]) : 0;
	});
	return `${area.number}.${Math.max(0, ...taken) + 1}`;
}

function renumberArea(before: Area | undefined, area: Area): Area {
	if (!before || followsOrder(before)) return { ...area, questions: numbered(area) };
	const old = new Set(before.questions.map((question) => question.name));
	const prefix = `${before.number}.`;
	const stayed = area.questions.map((question) =>
		old.has(question.name) && question.number.startsWith(prefix)
			? { ...question, number: `${area.number}.${question.number.slice(prefix.length)}` }
			: question
	);
	const done: Question[] = stayed.filter((question) => old.has(question.name));
	const questions = stayed.map((question) => {
		if (old.has(question.name)) return question;
		const numbered = { ...question, number: nextNumber(area, question, done) };
		done.push(numbered);
		return numbered;
	});
	return { ...area, questions };
}

/** `after` with the numbers it should have, given how `before` was numbered. */
export function renumber(before: Definition, after: Definition): Definition {
	const first = before.areas[0]?.number ?? 1;
	const inOrder = before.areas.every((area, at) => area.number === first + at);
	const old = new Map(before.areas.map((area) => [area.name, area]));
	const highest = Math.max(0, ...after.areas.filter((a) => old.has(a.name)).map((a) => a.number));
	let added = 0;
	const areas = after.areas.map((area, at) => {
		const number = inOrder ? first + at : old.has(area.name) ? area.number : highest + ++added;
		return renumberArea(old.get(area.name), { ...area, number });
	});
	return { ...after, areas };
}
