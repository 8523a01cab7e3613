import type { SelectType } from './typeNames.ts';
import type { Parameters } from './parameterRules.ts';
import type { Row } from './rows.ts';

/** One element of the form: a row of the survey sheet, or something added of itself. */
export interface Element {
	name: string;
	/** As the reference converter calls it: `select one`, `photo`, `group`. */
	type: string;
	/** The row it came from; of added elements the row that made them, with cells of their own. */
	row: Row;
	/** Whether it was added of itself, such as the text of `or_other`. */
	isAdded?: boolean;
	children?: Element[];
	/** The list or file of a question with choices, the list of a loop. */
	list?: string;
	select?: SelectType;
	parameters?: Parameters;
	/** Whether its default is an expression. */
	isDynamic?: boolean;
}

/** An element with the elements around it, outermost first. */
export interface Placed {
	element: Element;
	within: readonly Element[];
}

/** Every element in document order. */
export function walk(elements: readonly Element[], within: readonly Element[] = []): Placed[] {
	return elements.flatMap((element) => [
		{ element, within },
		...walk(element.children ?? [], [...within, element])
	]);
}

/** The path without the form's own element: `/group/question`. */
export function pathOf({ element, within }: Placed): string {
	return [...within, element].map((each) => `/${each.name}`).join('');
}
