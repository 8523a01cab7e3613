import { FUNCTIONS, type ExpressionContext } from './functions.ts';
import { parseExpression, type Expression, type Operator } from './parser.ts';
import { isEqual, toBoolean, toNumber, type Value } from './values.ts';

type Simple = Exclude<Operator, 'and' | 'or'>;

const OPERATORS: Readonly<Record<Simple, (left: Value, right: Value) => Value>> = {
	'=': isEqual,
	// Not the opposite of `=` for numbers: NaN differs from everything, itself included.
	'!=': (left, right) => !isEqual(left, right),
	'<': (left, right) => toNumber(left) < toNumber(right),
	'<=': (left, right) => toNumber(left) <= toNumber(right),
	'>': (left, right) => toNumber(left) > toNumber(right),
	'>=': (left, right) => toNumber(left) >= toNumber(right),
	'+': (left, right) => toNumber(left) + toNumber(right),
	'-': (left, right) => toNumber(left) - toNumber(right),
	'*': (left, right) => toNumber(left) * toNumber(right),
	div: (left, right) => toNumber(left) / toNumber(right),
	mod: (left, right) => toNumber(left) % toNumber(right)
};

/** The value of a tree. */
function valueOf(tree: Expression, context: ExpressionContext): Value {
	switch (tree.kind) {
		case 'string':
		case 'number':
			return tree.value;
		case 'reference':
			return context.textOf(tree.name);
		case 'self':
			return context.self;
		case 'negate':
			return -toNumber(valueOf(tree.operand, context));
		case 'call':
			return FUNCTIONS.get(tree.name)!.apply(
				tree.inputs.map((each) => () => valueOf(each, context)),
				context
			);
		case 'binary': {
			const left = valueOf(tree.left, context);
			if (tree.operator === 'and')
				return toBoolean(left) && toBoolean(valueOf(tree.right, context));
			if (tree.operator === 'or') return toBoolean(left) || toBoolean(valueOf(tree.right, context));
			return OPERATORS[tree.operator](left, valueOf(tree.right, context));
		}
	}
}

/** The value of an expression. Throws an ExpressionError when it cannot be read. */
export function evaluateExpression(expression: string, context: ExpressionContext): Value {
	return valueOf(parseExpression(expression), context);
}

/** The value of an expression as yes or no. Throws an ExpressionError when it cannot be read. */
export function isTrue(expression: string, context: ExpressionContext): boolean {
	return toBoolean(evaluateExpression(expression, context));
}
