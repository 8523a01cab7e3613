/**
 * What the parts of a session share: the definition, its plan, the answers, the cells and the
 * way an expression is evaluated for a node.
 */
import type { Answers } from '../answers.ts';
import type { ContentProblem } from '../checkParts.ts';
import type { Definition, Question } from '../definition.ts';
import type { ExpressionContext, PathNode } from '../expression/context.ts';
import { evaluateExpression } from '../expression/evaluator.ts';
import { isExpressionError } from '../expression/expressionError.ts';
import type { Value } from '../expression/values.ts';
import type { Given } from './answerText.ts';
import { openCells } from './cells.ts';
import { type FormNode, isFormNode, nodesNamed } from './formNode.ts';
import { listsOf } from './lists.ts';
import { planOf, type Plan } from './plan.ts';
import { drawFrom } from './random.ts';

export interface SessionOptions {
	/** By answer key; entries of repeats by the key of the repeat. */
	answers?: Answers;
	/** The moment of now() and today(): milliseconds since 1970 in UTC. */
	now: number;
	/** IANA name; UTC when absent. */
	timeZone?: string;
	/** What random() and uuid() are drawn from: the same seed, the same figures everywhere. */
	seed?: string;
	/** Takes the place of the seed. */
	random?: () => number;
	/** The language of labels that expressions look at; the default language when absent. */
	language?: string;
	/** What is wrong with a given answer as such; without it only constraints are judged. */
	check?: (question: Question, content: NonNullable<Given>) => ContentProblem | undefined;
	/** Forget the answers of an entry that a repeat_count takes away, as other tools do. */
	forgets?: boolean;
}

/** A name that means nothing reads as an empty question. */
const BLANK: PathNode = { name: '', parent: null, children: [], value: '' };

export function openEngine(definition: Definition, options: SessionOptions) {
	const cells = openCells();
	const plan = planOf(definition);
	const lists = listsOf(definition, options.language ?? definition.default_language);
	const answers = new Map<string, Given>(Object.entries(options.answers ?? {}));
	const nodes = new Map<string, FormNode>();
	/** New nodes that still have to be given their defaults. */
	const grown: FormNode[] = [];
	/** Keys of what looks different since the last step. */
	const changed = new Set<string>();
	let root: FormNode | undefined;
	let draw: (() => number) | undefined;
	let drawsFor = '';
	const single = new Map<Plan, readonly PathNode[]>();
	/** What names meant so far in the expression being evaluated; a filter asks for each choice. */
	let known = new Map<string, readonly PathNode[]>();

	const entriesOf = (range: FormNode) => cells.read(range.entries!);

	function named(node: FormNode, name: string): readonly PathNode[] {
		const target = plan.find(name);
		if (!target || !root) return [BLANK];
		// Outside repeats a name means the same from everywhere, for good.
		if (target.kind === 'repeat' || target.repeats.length > 0)
			return nodesNamed(node, target, root, entriesOf);
		const found = single.get(target) ?? nodesNamed(node, target, root, entriesOf);
		single.set(target, found);
		return found;
	}

	const engine = {
		definition,
		plan,
		options,
		cells,
		lists,
		answers,
		nodes,
		grown,
		changed,
		entriesOf,
		named,
		/** Set once, when the tree has been made. */
		setRoot: (made: FormNode) => void (root = made),
		/** jr:choice-name(), set by what knows the choices of a question. */
		choiceName: (_value: string, _question: FormNode): string => '',

		/** The value of an expression seen from a node. @throws ExpressionError */
		ask(node: FormNode, expression: string): Value {
			const outer = { draw, drawsFor, known };
			known = new Map();
			draw = options.random;
			drawsFor = `${options.seed ?? ''}\n${node.key}\n${expression}`;
			try {
				return evaluateExpression(expression, (node.context ??= contextOf(node)));
			} finally {
				({ draw, drawsFor, known } = outer);
			}
		},

		/** What `work` gives; `otherwise` where an expression cannot be read. */
		softly<T>(work: () => T, otherwise: T): T {
			try {
				return work();
			} catch (thrown) {
				if (isExpressionError(thrown)) return otherwise;
				throw thrown;
			}
		}
	};

	function contextOf(node: FormNode): ExpressionContext {
		return {
			node,
			root: root?.parent ?? null,
			named(name) {
				const found = known.get(name) ?? named(node, name);
				known.set(name, found);
				return found;
			},
			instance: lists.instance,
			now: () => options.now,
			timeZone: options.timeZone ?? 'UTC',
			random: () => (draw ??= drawFrom(drawsFor))(),
			choiceName: (value, question) =>
				isFormNode(question) ? engine.choiceName(value, question) : '',
			itext: lists.itext
		};
	}

	return engine;
}

export type Engine = ReturnType<typeof openEngine>;
