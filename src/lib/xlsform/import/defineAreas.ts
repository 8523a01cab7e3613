/** Cuts the survey into areas: the stretches a delegation answers one by one. */
import type { Area, Part, Question, Text } from '../definition.ts';
import { isComputedUnseen } from './buildChecks.ts';
import { type AreaFacts, AREA_COLUMN, readAreaColumn } from './extraColumns.ts';
import { defineQuestion, defineSection } from './defineQuestion.ts';
import type { Languages } from './languages.ts';
import { numberQuestions } from './numbers.ts';
import { hasColumn, valueAt } from './rows.ts';
import { textAt } from './texts.ts';
import type { Element } from './tree.ts';
import { TYPES } from './typeNames.ts';

/** Rows of the survey's top level that belong together, and what is known of them. */
interface Stretch {
	elements: Element[];
	facts: AreaFacts | null;
	isTitled: boolean;
}

export interface AreaOptions {
	languages: Languages;
	names: ReadonlyMap<Element, string>;
	title: Text;
	/** Told of extra columns whose cell was not understood. */
	onWrong(element: Element, column: string): void;
}

const isSection = (element: Element): boolean => element.children !== undefined;

function isUnseen(element: Element): boolean {
	if (isSection(element)) return false;
	return !TYPES.get(element.type)?.isSeen || isComputedUnseen(element);
}

function cut(elements: readonly Element[], onWrong: AreaOptions['onWrong']): Stretch[] {
	const stretches: Stretch[] = [];
	const waiting: Element[] = [];
	const begin = (element: Element, facts: AreaFacts | null, isTitled: boolean): void => {
		stretches.push({ elements: [...waiting.splice(0), element], facts, isTitled });
	};
	for (const element of elements) {
		const announced = valueAt(element.row, AREA_COLUMN);
		const facts = announced === '' ? null : readAreaColumn(announced);
		if (announced !== '' && !facts) onWrong(element, AREA_COLUMN);
		const isTitled = isSection(element) && hasColumn(element.row, 'label');
		const last = stretches.at(-1);
		// An area that was announced as open goes on until the next is announced.
		const goesOn = !facts && last?.facts?.open;
		if (facts || (isTitled && !goesOn)) begin(element, facts, isTitled);
		else if (isUnseen(element)) (last?.elements ?? waiting).push(element);
		else if (!last || (last.isTitled && !goesOn)) begin(element, null, false);
		else last.elements.push(element);
	}
	if (waiting.length > 0) stretches.push({ elements: waiting, facts: null, isTitled: false });
	return stretches;
}

/** At most a few words of a title, for table heads. */
export function shortTitle(title: Text): Text {
	const shorten = (text: string): string => {
		if (text.length <= 28) return text;
		const words = text.slice(0, 28).replace(/\s+\S*$/, '');
		return `${words}…`;
	};
	return Object.fromEntries(
		Object.entries(title).map(([language, text]) => [language, shorten(text)])
	);
}

/** The parts of a body, and the questions in them in order. */
function defineBody(
	elements: readonly Element[],
	questions: Question[],
	options: AreaOptions
): Part[] {
	return elements.flatMap((element): Part[] => {
		const name = options.names.get(element) ?? element.name;
		if (element.isAdded && element.name === 'meta') return [];
		if (element.children)
			return [
				{
					...defineSection(element, name, options.languages),
					body: defineBody(element.children, questions, options)
				}
			];
		const { question, wrong } = defineQuestion(element, name, options.languages);
		for (const column of wrong) options.onWrong(element, column);
		questions.push(question);
		return [name];
	});
}

function areaName(stretch: Stretch, taken: Set<string>): string {
	const titled = stretch.isTitled ? stretch.elements.find(isSection)?.name : undefined;
	const wanted = stretch.facts?.name ?? titled ?? 'general';
	let name = wanted;
	for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
	taken.add(name);
	return name;
}

function defineArea(stretch: Stretch, name: string, number: number, options: AreaOptions): Area {
	const { languages } = options;
	const { facts, elements } = stretch;
	const first = elements.find((element) => facts && valueAt(element.row, AREA_COLUMN) !== '');
	const head = first ?? elements.find((element) => isSection(element)) ?? elements[0]!;
	const only = elements.length === 1 && elements[0]!.type === 'group' ? elements[0]! : null;
	// An area has no read_only of its own; such a group stays a section.
	const section =
		only && !facts?.open && only.name === name ? defineSection(only, name, languages) : null;
	const group = section && section.read_only === undefined ? section : null;
	const questions: Question[] = [];
	const body = defineBody(group ? only!.children! : elements, questions, options);
	const label = stretch.isTitled ? textAt(head.row, 'label', languages) : undefined;
	const title = textAt(head.row, 'mufakat_title', languages) ?? label ?? options.title;
	const area: Area = {
		name,
		number: facts?.number ?? number,
		title,
		short: textAt(head.row, 'mufakat_short', languages) ?? shortTitle(title),
		intro: textAt(head.row, 'mufakat_intro', languages) ?? group?.hint ?? {},
		kind: facts?.kind ?? 'issue',
		questions: numberQuestions(facts?.number ?? number, questions)
	};
	if (!group) area.is_group = false;
	if (group?.relevant) area.relevant = group.relevant;
	if (group?.appearance) area.appearance = group.appearance;
	if (group?.extra) area.extra = group.extra;
	if (body.some((part) => typeof part !== 'string')) area.body = body;
	return area;
}

/** The areas of a form: `meta` apart, their bodies in order are the survey in order. */
export function defineAreas(elements: readonly Element[], options: AreaOptions): Area[] {
	const taken = new Set<string>();
	return cut(elements, options.onWrong).map((stretch, index) =>
		defineArea(stretch, areaName(stretch, taken), index + 1, options)
	);
}
