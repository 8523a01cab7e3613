/** What would be wrong with one expression, before it is kept. */
import { checkDefinition, type DefinitionProblem } from '../checkDefinition.ts';
import { type Area, type Definition, type Part } from '../definition.ts';
import { locate } from './locate.ts';

export interface TriedExpression {
	kind: 'question' | 'section' | 'area';
	name: string;
	/** For example `relevant`. */
	property: string;
	value: string;
}

/** Problems of the expression itself, and cycles it would close; none where there is no such thing. */
export function problemsWith(definition: Definition, tried: TriedExpression): DefinitionProblem[] {
	const { kind, name, property } = tried;
	const put = <T extends { name: string }>(thing: T): T =>
		thing.name === name ? { ...thing, [property]: tried.value.trim() || undefined } : thing;
	const putParts = (parts: readonly Part[]): readonly Part[] =>
		parts.map((part) =>
			typeof part === 'string' ? part : { ...put(part), body: putParts(part.body) }
		);
	const areas = definition.areas.map((area): Area => {
		if (kind === 'area') return put(area);
		if (kind === 'question') return { ...area, questions: area.questions.map(put) };
		return area.body ? { ...area, body: putParts(area.body) } : area;
	});
	const changed = { ...definition, areas };
	return checkDefinition(changed).filter((problem) => {
		const at = locate(changed, problem.path);
		if (problem.code === 'cycle') return speaksOf(problem.message, name);
		return at.kind === kind && at.name === name && at.property === property;
	});
}

/** Whether a cycle's message, `… a → b → a`, names this question. */
function speaksOf(message: string, name: string): boolean {
	const cycle = message.slice(message.indexOf(':') + 1).split('→');
	return cycle.some((each) => each.trim() === name);
}
