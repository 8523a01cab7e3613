import { plainDigits } from '#lib/xlsform/checkTypes.ts';
import type { Question } from '#lib/xlsform/definition.ts';
import type { DelegationAnswers, Source } from './source.ts';

/** Text is a string and stays one in every format; only what is counted or measured is a number. */
export type Cell = string | number | null;

/** A value that is a text in an answer: a number where it is a figure that loses nothing as one. */
export function typedCell(question: Pick<Question, 'type'>, value: string): Cell {
	if (!['integer', 'decimal', 'range'].includes(question.type)) return value;
	const figure = Number(value);
	return value !== '' && plainDigits(figure) === value ? figure : value;
}

/** A table of any length: rows arrive in blocks, so that nobody holds them all. */
export interface Table {
	header: readonly string[];
	blocks: AsyncIterable<readonly (readonly Cell[])[]>;
}

/** What the column `note` says of a study whose answers are made up. */
export const INVENTED = 'sample data, invented';

/**
 * The columns that say whose row it is. A delegation is told apart by its country and the
 * beginning of its id; its name, which may be an organisation's, stays out of public datasets.
 */
export function leadingColumns(source: Source): string[] {
	const named = source.kind === 'public' ? [] : ['delegation_name'];
	return ['study', 'round', 'country_code', 'country', 'delegation', ...named];
}

/** The cells under leadingColumns. */
export function leadingCells(source: Source, of: DelegationAnswers): Cell[] {
	const { country, countryName, name } = of.delegation;
	return [
		source.frame.study,
		source.frame.round,
		country,
		countryName,
		`${country}-${of.delegationId.slice(0, 8)}`,
		...(source.kind === 'public' ? [] : [name])
	];
}

/** The last column, only where the study is invented. */
export function noteColumn(source: Source): string[] {
	return source.frame.isInvented ? ['note'] : [];
}

/** The cell under noteColumn. */
export function noteCell(source: Source): Cell[] {
	return source.frame.isInvented ? [INVENTED] : [];
}
