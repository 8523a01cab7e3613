/**
 * Plays steps on a response as a person would take them: what can be set and chosen on a page,
 * and what changes with each step.
 */
import type { AnswerValue } from '../answers.ts';
import { UNSEEN_TYPES, type Definition, type Question } from '../definition.ts';
import { isLookedUp, offeredChoices } from './choices.ts';
import type { FormNode } from './formNode.ts';
import { nodeStates, type NodeState } from './nodeStates.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';

/** A step as it comes from outside: `{"set":"/group/name","value":"…"}`, add or remove. */
export type Step = unknown;

export interface StepResult {
	/** 0 is the opening of the response, where every element is listed. */
	step: number;
	changed: NodeState[];
	/** Elements that no longer exist. */
	removed?: string[];
	/** Why the step could not be taken; nothing has changed then. */
	error?: { code: string; message: string };
}

export type StepProblem =
	| 'bad_step'
	| 'unknown_path'
	| 'not_a_question'
	| 'not_a_repeat'
	| 'counted'
	| 'readonly'
	| 'unseen';

interface Refusal {
	code: StepProblem;
	message: string;
}

function isRefusal(thrown: unknown): thrown is Refusal {
	return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown;
}

function refuse(code: StepProblem, message: string): never {
	throw { code, message } satisfies Refusal;
}

function asRecord(step: unknown): Record<string, unknown> {
	return typeof step === 'object' && step !== null ? { ...step } : {};
}

interface Way {
	/** What stands under the path, with [1] wherever no position is given. */
	node: FormNode | undefined;
	range: FormNode | undefined;
	place: number | undefined;
}

/** Follows a path from the outermost element, whose own name may be left out. */
function follow(session: Session, path: string): Way {
	let steps = path.split('/').filter((step) => step !== '');
	const isRooted = (from: readonly string[]) =>
		from[0] === session.root.name &&
		!session.root.children.some(({ name }) => name === session.root.name);
	if (isRooted(steps)) steps = steps.slice(1);
	let node: FormNode | undefined = session.root;
	let range: FormNode | undefined;
	let place: number | undefined;
	for (const step of steps) {
		const [, name = '', position] = /^([^[\]]*)(?:\[(\d+)\])?$/.exec(step) ?? [];
		const parent: FormNode | undefined = node;
		range = parent && partsOf(parent).find((part) => part.name === name && part.kind === 'range');
		place = position === undefined ? undefined : Number(position);
		const named: readonly FormNode[] =
			parent?.children.filter((child) => child.name === name) ?? [];
		node = named[(place ?? 1) - 1];
	}
	return { node: steps.length > 0 ? node : undefined, range, place };
}

function partsOf(node: FormNode): FormNode[] {
	return node.parts.flatMap((part) => (part.kind === 'area' ? partsOf(part) : [part]));
}

/** What a page would take over from a text typed or chosen. */
function contentOf(session: Session, node: FormNode, question: Question, given: string) {
	// A page sends the seconds of a time; without them it is none.
	const isShort = /^(date)?time$/.test(question.type) && /(^|T)\d\d:\d\d$/.test(given);
	let value: AnswerValue = given === '' || isShort ? null : given;
	const isSeveral = question.type === 'select_multiple' || question.type === 'rank';
	const choices = isLookedUp(question) ? undefined : offeredChoices(session.engine, node);
	const names = choices?.map(({ name }) => name);
	if (isSeveral) {
		const chosen = given.split(/\s+/).filter((name) => name && (!names || names.includes(name)));
		value = chosen.length > 0 ? chosen : null;
	} else if (question.type === 'number')
		value = Number.isFinite(Number(given)) && given.trim() ? { value: Number(given) } : null;
	else if (names && given && !names.includes(given)) value = null;
	return { status: value === null ? ('empty' as const) : ('answered' as const), value };
}

function set(session: Session, path: string, given: unknown): void {
	const { node } = follow(session, path);
	const question = node?.plan.question;
	if (!node) refuse('unknown_path', `There is nothing at ${path}`);
	if (!question) refuse('not_a_question', `${path} is no question`);
	if (UNSEEN_TYPES.includes(question.type)) refuse('unseen', `${path} cannot be filled in`);
	const isOwn = question.type === 'note' || node.readOnly;
	if (isOwn && session.question(node.key)?.readonly) refuse('readonly', `${path} is read only`);
	const text = given === undefined || given === null ? '' : String(given);
	session.setAnswer(node.key, contentOf(session, node, question, text));
}

function rangeAt(session: Session, path: string): { range: FormNode; place: number | undefined } {
	const { range, node, place } = follow(session, path);
	if (!range) {
		if (node) refuse('not_a_repeat', `${path} is no repeat`);
		refuse('unknown_path', `There is nothing at ${path}`);
	}
	if (range.plan.section?.count)
		refuse('counted', `The number of entries of ${path} follows from its repeat_count`);
	return { range, place };
}

function take(session: Session, given: Step): void {
	const step = asRecord(given);
	const { set: setPath, add, remove } = step;
	if (typeof setPath === 'string') set(session, setPath, step['value']);
	else if (typeof add === 'string') session.addEntry(rangeAt(session, add).range.key);
	else if (typeof remove === 'string') {
		const { range, place } = rangeAt(session, remove);
		const entry = session.engine.entriesOf(range)[(place ?? 1) - 1];
		if (!entry) refuse('unknown_path', `There is no entry ${remove}`);
		session.removeEntry(range.key, entry.ids.at(-1)!);
	} else refuse('bad_step', 'A step says "set" with "value", "add" or "remove"');
}

const isSame = (left: NodeState | undefined, right: NodeState) =>
	left !== undefined && JSON.stringify(left) === JSON.stringify(right);

/** Opens a response and takes the steps; one result for the opening and for each step. */
export function simulate(
	definition: Definition,
	steps: readonly Step[],
	options: SessionOptions
): StepResult[] {
	const session = openSession(definition, { forgets: true, ...options });
	let before = new Map(nodeStates(session).map((state) => [state.ref, state]));
	const results: StepResult[] = [{ step: 0, changed: [...before.values()] }];
	for (const [at, step] of steps.entries()) {
		let error: Refusal | undefined;
		try {
			take(session, step);
		} catch (thrown) {
			if (!isRefusal(thrown) || thrown instanceof Error) throw thrown;
			error = thrown;
		}
		const after = new Map(nodeStates(session).map((state) => [state.ref, state]));
		const changed = [...after.values()].filter((state) => !isSame(before.get(state.ref), state));
		const removed = [...before.keys()].filter((ref) => !after.has(ref));
		results.push({
			step: at + 1,
			changed,
			...(removed.length > 0 && { removed }),
			...(error && { error })
		});
		before = after;
	}
	return results;
}
