/**
 * What is asked, required, missing and wrong, given the answers so far. The page, the
 * server, the command line and the export all ask here, so they cannot disagree (rule R7).
 *
 * A definition is checked before it is published (checkDefinition). Should one with a broken
 * expression still get here, a person's work comes first: the question is asked, not
 * required, and its answer counts as valid.
 */
import type { AnswerContent, Answers } from './answers.ts';
import type { ContentProblem } from './checkParts.ts';
import { checkContent } from './checkValue.ts';
import type { Area, Definition, Question, Text } from './definition.ts';
import { isTrue } from './expression/evaluator.ts';
import { isExpressionError } from './expression/expressionError.ts';
import { toText } from './expression/values.ts';
import { entriesOf } from './sameValue.ts';

export interface QuestionEvaluation {
	/** Asked at all. */
	relevant: boolean;
	required: boolean;
	/** Asked, required and without an answer or code. */
	missing: boolean;
	/** Asked and answered with something its type or constraint refuses. */
	invalid: boolean;
	/** Why: `constraint`, or what the type check says. */
	invalidCode?: ContentProblem | 'constraint';
	/** The questionnaire's own words about a failed constraint, where it has some. */
	invalidMessage?: Text;
}

/** Notes and questions that are not relevant are in none of these. */
export interface AreaCounts {
	asked: number;
	/** With an answer, or one of the three codes of rule R2. */
	answered: number;
	requiredAsked: number;
	requiredMissing: number;
	invalid: number;
}

export interface AreaEvaluation {
	/** By question name. */
	questions: Readonly<Record<string, QuestionEvaluation>>;
	counts: AreaCounts;
}

export interface EvaluateOptions {
	/** The day of today(), YYYY-MM-DD; the day in UTC when absent. */
	today?: string;
}

type Given = Pick<AnswerContent, 'status' | 'value'> | undefined;

function given(answers: Answers, name: string): Given {
	return Object.hasOwn(answers, name) ? answers[name] : undefined;
}

/** Whether there is an answer or one of the codes don't know, not applicable, not safe. */
export function isAnswered(content: Given): boolean {
	if (!content || content.status === 'empty') return false;
	return content.status !== 'answered' || content.value !== null;
}

/**
 * A value as expressions see it: a number without its unit, the names of a list separated by
 * blanks, `1` for a table with at least one cell; '' for no answer and for the codes.
 */
export function textOfAnswer(question: Question, content: Given): string {
	const value = content?.status === 'answered' ? content.value : null;
	if (value === null || value === undefined) return '';
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return value.join(' ');
	if (question.type === 'number')
		return 'value' in value && typeof value.value === 'number' ? toText(value.value) : '';
	return entriesOf(value)?.length ? '1' : '';
}

function softly(ask: () => boolean, otherwise: boolean): boolean {
	try {
		return ask();
	} catch (thrown) {
		if (isExpressionError(thrown)) return otherwise;
		throw thrown;
	}
}

/** One look at a delegation's answers; remembers what is relevant while it lasts. */
function lookAt(definition: Definition, answers: Answers, options: EvaluateOptions) {
	const questions = new Map<string, Question>();
	for (const area of definition.areas)
		for (const question of area.questions) questions.set(question.name, question);
	const today = options.today ?? new Date().toISOString().slice(0, 10);
	const relevance = new Map<string, boolean>();

	function ask(question: Question, expression: string, otherwise: boolean): boolean {
		const self = textOfAnswer(question, given(answers, question.name));
		return softly(() => isTrue(expression, { textOf, self, today }), otherwise);
	}

	function isRelevant(question: Question): boolean {
		const known = relevance.get(question.name);
		if (known !== undefined) return known;
		// Stands while the expression is read, so a circle of questions ends here, asked.
		relevance.set(question.name, true);
		const result = !question.relevant || ask(question, question.relevant, true);
		relevance.set(question.name, result);
		return result;
	}

	function textOf(name: string): string {
		const question = questions.get(name);
		if (!question || !isRelevant(question)) return '';
		return textOfAnswer(question, given(answers, name));
	}

	// In order, because most expressions look back: forward ones alone go deep.
	for (const question of questions.values()) isRelevant(question);
	return { ask, isRelevant };
}

type Look = ReturnType<typeof lookAt>;

function whyInvalid(
	definition: Definition,
	question: Question,
	content: Given,
	look: Look
): QuestionEvaluation['invalidCode'] {
	if (content?.status !== 'answered' || content.value === null) return undefined;
	const { status, value } = content;
	const checked = checkContent(definition, question, {
		status,
		value,
		exposure: question.exposure
	});
	if (!checked.ok) return checked.code;
	if (!question.constraint || look.ask(question, question.constraint, true)) return undefined;
	return 'constraint';
}

function evaluateQuestion(
	definition: Definition,
	question: Question,
	content: Given,
	look: Look
): QuestionEvaluation {
	if (!look.isRelevant(question))
		return { relevant: false, required: false, missing: false, invalid: false };
	const required =
		question.type !== 'note' &&
		(typeof question.required === 'string'
			? question.required !== '' && look.ask(question, question.required, false)
			: question.required === true);
	const invalidCode = whyInvalid(definition, question, content, look);
	return {
		relevant: true,
		required,
		missing: required && !isAnswered(content),
		invalid: invalidCode !== undefined,
		...(invalidCode && { invalidCode }),
		...(invalidCode === 'constraint' &&
			question.constraint_message && { invalidMessage: question.constraint_message })
	};
}

function evaluateSeen(definition: Definition, area: Area, answers: Answers, look: Look) {
	const counts = { asked: 0, answered: 0, requiredAsked: 0, requiredMissing: 0, invalid: 0 };
	const questions: [string, QuestionEvaluation][] = [];
	for (const question of area.questions) {
		const content = given(answers, question.name);
		const seen = evaluateQuestion(definition, question, content, look);
		questions.push([question.name, seen]);
		if (!seen.relevant || question.type === 'note') continue;
		counts.asked++;
		if (isAnswered(content)) counts.answered++;
		if (seen.required) counts.requiredAsked++;
		if (seen.missing) counts.requiredMissing++;
		if (seen.invalid) counts.invalid++;
	}
	return { questions: Object.fromEntries(questions), counts };
}

/**
 * One area's questions and counts. `answers` holds those of all areas of the delegation,
 * because an expression may look across areas.
 */
export function evaluateArea(
	definition: Definition,
	area: Area,
	answers: Answers,
	options: EvaluateOptions = {}
): AreaEvaluation {
	return evaluateSeen(definition, area, answers, lookAt(definition, answers, options));
}

/** Every area at once, by area name: one look for overviews of a whole delegation. */
export function evaluateAreas(
	definition: Definition,
	answers: Answers,
	options: EvaluateOptions = {}
): Map<string, AreaEvaluation> {
	const look = lookAt(definition, answers, options);
	return new Map(
		definition.areas.map((area) => [area.name, evaluateSeen(definition, area, answers, look)])
	);
}
