/** What looks at what, told from the expressions: which areas a change reaches. */
import type { Area, Definition, Question, Text } from './definition.ts';
import { planOf, triggersOf, type Plan, type QuestionnairePlan } from './engine/plan.ts';
import { sourcesIn } from './engine/sources.ts';
import { isExpressionError } from './expression/expressionError.ts';
import { referencesOf } from './expression/parser.ts';

type Column = string | boolean | undefined;

function safeReferences(expression: Column): string[] {
	if (typeof expression !== 'string') return [];
	try {
		return referencesOf(expression);
	} catch (thrown) {
		if (isExpressionError(thrown)) return [];
		throw thrown;
	}
}

/** The names in `${}` of a label or hint, in any language. */
export function referencesOfText(text: Text | undefined): string[] {
	return Object.values(text ?? {}).flatMap((each) =>
		[...each.matchAll(/\$\{\s*([^}]*?)\s*\}/g)].map(([, name = '']) => name)
	);
}

/** What decides whether a part is there and what its value is. */
function makingOf({ question, section, relevant, area }: Plan): Column[] {
	const { calculation, choice_filter, trigger, parameters, list } = question ?? {};
	const seed = parameters?.['seed'];
	const repeated = /^\$\{/.test(list ?? '') ? list : undefined;
	return [
		relevant ?? area?.relevant,
		section?.count,
		calculation,
		choice_filter,
		seed,
		repeated,
		...(question && trigger ? triggersOf(question).map((name) => `\${${name}}`) : [])
	];
}

const judgingOf = ({ question }: Plan): Column[] => [question?.required, question?.constraint];

function allParts(plan: Plan): Plan[] {
	return plan.parts.flatMap((part) => [part, ...allParts(part)]);
}

/**
 * Every question named in a question's expressions, label and hint; expressions that cannot be
 * read name none.
 */
export function referencesOfQuestion(question: Question): string[] {
	const { relevant, required, constraint, read_only, calculation, choice_filter } = question;
	const columns = [relevant, required, constraint, read_only, calculation, choice_filter];
	const defaults = question.default?.includes('${') ? [question.default] : [];
	const names = [...columns, ...defaults].flatMap(safeReferences);
	const texts = [question.label, question.hint].flatMap(referencesOfText);
	return [...new Set([...names, ...triggersOf(question), ...texts])];
}

function areaOf(plan: Plan): Area | undefined {
	for (let at: Plan | null = plan; at; at = at.around) if (at.area) return at.area;
	return undefined;
}

function sourcesOf(
	plan: QuestionnairePlan,
	each: Plan,
	columns: readonly Column[]
): { plans: Plan[]; isWide: boolean } {
	const found = columns
		.filter((column): column is string => typeof column === 'string' && column !== '')
		.map((column) => sourcesIn(plan, each, column));
	return {
		plans: found.flatMap(({ plans }) => [...plans]),
		isWide: found.some(({ isWide }) => isWide)
	};
}

/**
 * Names of the questions and repeats elsewhere that an area's page looks at: in its expressions,
 * labels and hints. Everything elsewhere where an expression could lead anywhere.
 */
export function sourcesOfArea(definition: Definition, area: Area): string[] {
	const plan = planOf(definition);
	const own = plan.areas.get(area.name);
	if (!own) return [];
	const names = new Set<string>();
	for (const each of [own, ...allParts(own)]) {
		const { question, section } = each;
		const columns = [
			...makingOf(each),
			...judgingOf(each),
			question?.read_only,
			section?.read_only
		];
		const { plans, isWide } = sourcesOf(plan, each, [...columns, question?.default]);
		const looked = isWide ? allParts(plan.root) : plans;
		const texts = [question?.label, question?.hint, section?.label, section?.hint];
		const named = texts.flatMap(referencesOfText).flatMap((name) => plan.find(name) ?? []);
		for (const source of [...looked, ...named])
			for (const part of [source, ...allParts(source), ...source.repeats])
				if (!part.area && areaOf(part) !== area) names.add(part.name);
	}
	return [...names];
}

/**
 * Which areas must be evaluated again when the answer of a question or the entries of a repeat
 * change: its own, those whose expressions look at it, and those that look at something whose
 * value or relevance depends on it, since an answer that is no longer asked counts as none.
 */
export function dependentsOf(definition: Definition): Map<string, Set<string>> {
	const plan = planOf(definition);
	const parts = allParts(plan.root);
	/** By source: what it makes there or gives a value to. */
	const makes = new Map<Plan, Plan[]>();
	/** By source: areas that look at it. */
	const seenBy = new Map<Plan, Set<string>>();
	const wide: Plan[] = [];
	const note = (source: Plan, each: Plan) => {
		const area = areaOf(each)?.name ?? '';
		seenBy.set(source, (seenBy.get(source) ?? new Set()).add(area));
	};
	for (const each of parts) {
		note(each, each);
		const making = sourcesOf(plan, each, makingOf(each));
		const judging = sourcesOf(plan, each, judgingOf(each));
		if (making.isWide || judging.isWide) wide.push(each);
		for (const source of making.plans) makes.set(source, [...(makes.get(source) ?? []), each]);
		for (const source of [...making.plans, ...judging.plans]) note(source, each);
	}

	const reached = new Map<string, Set<string>>();
	for (const start of parts) {
		if (start.area) continue;
		const areas = new Set<string>();
		const seen = new Set([start, ...wide]);
		// A set grows while it is walked: what a part makes, what is in it, and whoever reads it.
		for (const each of seen) {
			for (const area of seenBy.get(each) ?? []) areas.add(area);
			for (const made of makes.get(each) ?? []) seen.add(made);
			for (const inner of each.parts) seen.add(inner);
			// Paths may name the section or repeat a question stands in.
			if (each.around && !each.around.area && each.around.kind !== 'root')
				for (const made of makes.get(each.around) ?? []) seen.add(made);
		}
		reached.set(start.name, areas);
	}
	return reached;
}
