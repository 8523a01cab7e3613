/** What people are shown of a response, and when that has changed. */
import type { ContentProblem } from '../checkParts.ts';
import { UNSEEN_TYPES, type Choice, type Text } from '../definition.ts';
import { isAnswered } from './answerText.ts';
import type { Cell } from './cells.ts';
import { isLookedUp, offeredChoices } from './choices.ts';
import type { FormNode } from './formNode.ts';
import { cellOf, isReadOnly, isRelevant, sameItems } from './grow.ts';
import type { Engine } from './openEngine.ts';

export interface QuestionState {
	/** Asked at all. */
	relevant: boolean;
	required: boolean;
	readonly: boolean;
	/** There is an answer, a code of rule R2, or a value by default or calculation. */
	answered: boolean;
	/** Asked, required and not answered. */
	missing: boolean;
	/** Asked and answered with something its type, its choices or its constraint refuse. */
	invalid: boolean;
	/** Why: `constraint`, or what the check of the answer says. */
	invalidCode?: ContentProblem | 'constraint';
	/** The questionnaire's own words about a failed constraint, where it has some. */
	invalidMessage?: Text;
	/** As expressions see it; also a calculated one. */
	value: string;
	/** What is offered, where a filter or chance decides that. */
	choices?: readonly Choice[];
	hasCalculation: boolean;
}

export interface SectionState {
	relevant: boolean;
	readonly: boolean;
	/** Of a repeat: the ids of its entries in order. */
	entries?: readonly string[];
	/** Of a repeat: a count decides how many entries there are. */
	isCounted?: boolean;
}

function whyInvalid(engine: Engine, node: FormNode, value: string): QuestionState['invalidCode'] {
	const given = engine.answers.get(node.key);
	const isOwn = node.isGiven && given?.status === 'answered' && given.value !== null;
	const code = isOwn ? engine.options.check?.(node.plan.question!, given) : undefined;
	if (code) return code;
	const offered = isOwn && node.base !== '' ? offeredChoices(engine, node) : undefined;
	if (offered && (value === '' || isLookedUp(node.plan.question!)))
		if (!offered.some(({ name }) => name === value)) return 'unknown_choice';
	if (value === '' || !node.fits || engine.cells.read(node.fits)) return undefined;
	return 'constraint';
}

function questionState(engine: Engine, node: FormNode): QuestionState {
	const question = node.plan.question!;
	const value = node.value;
	const state = {
		relevant: isRelevant(engine, node),
		required: false,
		readonly: isReadOnly(engine, node),
		answered: false,
		missing: false,
		invalid: false,
		value,
		hasCalculation: Boolean(node.calculated),
		...(node.choices && { choices: engine.cells.read(node.choices) })
	};
	if (!state.relevant) return state;
	const isAsked = question.type !== 'note' && !UNSEEN_TYPES.includes(question.type);
	const required =
		isAsked && (node.required ? engine.cells.read(node.required) : question.required === true);
	const answered = value !== '' || isAnswered(engine.answers.get(node.key));
	const invalidCode = whyInvalid(engine, node, value);
	return {
		...state,
		required,
		answered,
		missing: required && !answered,
		invalid: invalidCode !== undefined,
		...(invalidCode && { invalidCode }),
		...(invalidCode === 'constraint' &&
			question.constraint_message && { invalidMessage: question.constraint_message })
	};
}

function sectionState(engine: Engine, node: FormNode): SectionState {
	const state = { relevant: isRelevant(engine, node), readonly: isReadOnly(engine, node) };
	if (node.kind !== 'range') return state;
	const entries = engine.entriesOf(node).map(({ ids }) => ids.at(-1)!);
	return { ...state, entries, isCounted: Boolean(node.plan.section!.count) };
}

/** Whether two states show the same: the parts are compared by identity, lists by their items. */
function sameState(left: object, right: object): boolean {
	const [lefts, rights] = [Object.entries(left), Object.entries(right)];
	const isSame = ([name, value]: [string, unknown], at: number) => {
		const [otherName, other] = rights[at]!;
		if (name !== otherName) return false;
		return (
			value === other || (Array.isArray(value) && Array.isArray(other) && sameItems(value, other))
		);
	};
	return lefts.length === rights.length && lefts.every(isSame);
}

/** Remembers what was looked at, and notes in `engine.changed` when it looks different. */
export function openLook(engine: Engine) {
	const { cells } = engine;
	const states = new WeakMap<FormNode, Cell<object>>();
	const texts = new WeakMap<FormNode, Map<string, Cell<string>>>();

	function watch<T>(
		node: FormNode,
		compute: () => T,
		initial: T,
		isSame?: (left: T, right: T) => boolean
	): Cell<T> {
		const made = cellOf(engine, node, compute, initial, isSame);
		made.onChange = () => void engine.changed.add(node.key);
		return made;
	}

	function state(node: FormNode): QuestionState | SectionState {
		let known = states.get(node);
		if (!known) {
			const compute = node.plan.question ? questionState : sectionState;
			known = watch<object>(node, () => compute(engine, node), {}, sameState);
			states.set(node, known);
		}
		return cells.read(known) as QuestionState | SectionState;
	}

	/** Says that something of a node changed that no cell computes: its answer. */
	function touch(node: FormNode): void {
		const known = states.get(node);
		if (known) cells.touch(known);
	}

	/** A text with the values of `${name}` in it. */
	function fill(node: FormNode, text: string): string {
		if (!text.includes('${')) return text;
		const own = texts.get(node) ?? new Map<string, Cell<string>>();
		texts.set(node, own);
		let known = own.get(text);
		if (!known) {
			const compute = () =>
				text.replace(
					/\$\{\s*([^}]*?)\s*\}/g,
					(_whole, name: string) => engine.named(node, name)[0]?.value ?? ''
				);
			own.set(text, (known = watch(node, compute, '')));
		}
		return cells.read(known);
	}

	return { state, touch, fill };
}
