import type { LeftOut, LeftOutCode, Warning, WarningCode } from './model.ts';

/** Notes down what is left out of a file and what to be told about it. */
export interface Findings {
	/** `name` of the source or element it is about. */
	leave(code: LeftOutCode, count?: number, name?: string): void;
	warn(code: WarningCode, count?: number): void;
	leftOut(): LeftOut[];
	warnings(): Warning[];
}

/** More names help nobody. */
const MOST_NAMES = 20;

export function createFindings(): Findings {
	const left = new Map<LeftOutCode, { count: number; names: Set<string> }>();
	const told = new Map<WarningCode, number>();
	return {
		leave(code, count = 1, name = '') {
			if (count === 0) return;
			const entry = left.get(code) ?? { count: 0, names: new Set() };
			entry.count += count;
			if (name !== '' && entry.names.size < MOST_NAMES) entry.names.add(name);
			left.set(code, entry);
		},
		warn(code, count = 1) {
			if (count > 0) told.set(code, (told.get(code) ?? 0) + count);
		},
		leftOut: () =>
			[...left].map(([code, { count, names }]) => ({
				code,
				count,
				...(names.size > 0 ? { names: [...names] } : {})
			})),
		warnings: () => [...told].map(([code, count]) => ({ code, count }))
	};
}
