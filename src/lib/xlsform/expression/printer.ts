import { LEVELS, type Expression, type Path, type Step } from './tree.ts';
import { toText } from './values.ts';

const UNION = LEVELS.length + 1;

/** `/` alone: what follows it would be read as its first step. */
const isRoot = (tree: Expression) =>
	tree.kind === 'path' && tree.start === 'root' && tree.steps.length === 0;

/** How tight what a tree is made of holds together; brackets are needed below what is asked. */
function tightness(tree: Expression): number {
	if (tree.kind === 'negate') return LEVELS.length;
	if (tree.kind !== 'binary') return UNION + 1;
	return tree.operator === '|' ? UNION : LEVELS.findIndex((all) => all.includes(tree.operator));
}

function bracketed(tree: Expression, least: number): string {
	const text = printExpression(tree);
	return tightness(tree) < least || isRoot(tree) ? `(${text})` : text;
}

const predicatesText = (predicates: readonly Expression[]) =>
	predicates.map((each) => `[${printExpression(each)}]`).join('');

function quoted(value: string): string {
	if (!value.includes("'")) return `'${value}'`;
	if (!value.includes('"')) return `"${value}"`;
	// No text of XPath can hold both marks: only a tree that was never text comes here.
	return `concat(${value
		.split("'")
		.map((part) => `'${part}'`)
		.join(`, "'", `)})`;
}

function stepText({ axis, test, predicates }: Step): string {
	const rest = predicatesText(predicates);
	if (test === 'node()' && axis === 'self') return `.${rest}`;
	if (test === 'node()' && axis === 'parent') return `..${rest}`;
	return `${axis === 'child' ? '' : axis === 'attribute' ? '@' : `${axis}::`}${test}${rest}`;
}

const isAnywhere = (step: Step | undefined) =>
	step?.axis === 'descendant-or-self' && step.test === 'node()' && step.predicates.length === 0;

function startText(start: Path['start']): string {
	if (start === null || start === 'root') return '';
	return isPrimary(start) || start.kind === 'filter'
		? printExpression(start)
		: `(${printExpression(start)})`;
}

function isPrimary(tree: Expression): boolean {
	return ['string', 'number', 'reference', 'call'].includes(tree.kind);
}

function pathText({ start, steps }: Path): string {
	let text = startText(start);
	for (let at = 0; at < steps.length; at++) {
		const isFirst = at === 0 && start === null;
		if (!isFirst && isAnywhere(steps[at]) && at + 1 < steps.length) {
			at++;
			text += `//${stepText(steps[at]!)}`;
		} else text += `${isFirst ? '' : '/'}${stepText(steps[at]!)}`;
	}
	return text || '/';
}

/** An infinite literal is written so that it is read as one. */
const numberText = (value: number) => (value === Infinity ? `1${'0'.repeat(400)}` : toText(value));

/** A tree as text; parsing that text gives the same tree. */
export function printExpression(tree: Expression): string {
	switch (tree.kind) {
		case 'string':
			return quoted(tree.value);
		case 'number':
			return numberText(tree.value);
		case 'reference':
			return `\${${tree.name}}`;
		case 'path':
			return pathText(tree);
		case 'filter':
			return `${isPrimary(tree.base) ? printExpression(tree.base) : `(${printExpression(tree.base)})`}${predicatesText(tree.predicates)}`;
		case 'call':
			return `${tree.name}(${tree.inputs.map(printExpression).join(', ')})`;
		case 'negate':
			return `-${bracketed(tree.operand, LEVELS.length)}`;
		case 'binary': {
			const own = tightness(tree);
			return `${bracketed(tree.left, own)} ${tree.operator} ${bracketed(tree.right, own + 1)}`;
		}
	}
}
