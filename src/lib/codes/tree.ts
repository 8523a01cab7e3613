/** The codebook as a tree. */
export interface TreeCode {
	id: string;
	parentId: string | null;
	name: string;
	position: number;
}

export type Placed<C extends TreeCode> = C & {
	/** 0 at the top. */
	depth: number;
	/** Names from the top down, its own last. */
	path: string[];
};

/** How deep folders may lie in one another. */
export const DEEPEST = 6;

/**
 * Codes in the order they are read: each before what lies under it, beside one another by
 * position. One whose parent is not among them stands at the top; a circle is cut where it closes.
 */
export function inTreeOrder<C extends TreeCode>(codes: readonly C[]): Placed<C>[] {
	const known = new Set(codes.map(({ id }) => id));
	const under = new Map<string | null, C[]>();
	for (const code of codes) {
		const parent = code.parentId !== null && known.has(code.parentId) ? code.parentId : null;
		under.set(parent, [...(under.get(parent) ?? []), code]);
	}
	const placed: Placed<C>[] = [];
	const seen = new Set<string>();
	const walk = (parent: string | null, depth: number, path: string[]): void => {
		const level = (under.get(parent) ?? []).toSorted(
			(a, b) => a.position - b.position || (a.name < b.name ? -1 : 1)
		);
		for (const code of level) {
			if (seen.has(code.id)) continue;
			seen.add(code.id);
			const own = [...path, code.name];
			placed.push({ ...code, depth, path: own });
			walk(code.id, depth + 1, own);
		}
	};
	walk(null, 0, []);
	for (const code of codes)
		if (!seen.has(code.id)) {
			seen.add(code.id);
			placed.push({ ...code, depth: 0, path: [code.name] });
			walk(code.id, 1, [code.name]);
		}
	return placed;
}

/** Ids of a code and of everything under it. */
export function subtreeOf(codes: readonly TreeCode[], id: string): Set<string> {
	const found = new Set([id]);
	for (let before = -1; before !== found.size;) {
		before = found.size;
		for (const code of codes)
			if (code.parentId !== null && found.has(code.parentId)) found.add(code.id);
	}
	return found;
}

/** How many levels a code and what is under it take: 1 for one alone. */
export function heightOf(codes: readonly TreeCode[], id: string): number {
	const below = subtreeOf(codes, id);
	const own = inTreeOrder(codes.filter((code) => below.has(code.id)));
	return 1 + Math.max(0, ...own.map(({ depth }) => depth));
}
