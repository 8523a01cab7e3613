/** Which rows of a comparison an address asks for. */
import type { ComparedRow } from './compareRounds.ts';

export interface Filter {
	/** Id of a delegation of this round. */
	country: string;
	area: string;
	outcome: string;
}

/** The filter of an address; '' for everything. */
export function readFilter(asked: URLSearchParams): Filter {
	const at = (name: string) => asked.get(name) ?? '';
	return { country: at('country'), area: at('area'), outcome: at('outcome') };
}

/** The rows that fit; one nobody has gives none. */
export function filterRows<T extends Pick<ComparedRow, 'delegationId' | 'area' | 'outcome'>>(
	rows: readonly T[],
	{ country, area, outcome }: Filter
): T[] {
	return rows.filter(
		(row) =>
			(!country || row.delegationId === country) &&
			(!area || row.area === area) &&
			(!outcome || row.outcome === outcome)
	);
}
