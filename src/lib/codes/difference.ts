/** What of a code a frozen version of the codebook holds. */
export interface FrozenCode {
	id: string;
	parentId: string | null;
	name: string;
	definition: string;
	includeWhen: string;
	excludeWhen: string;
	example: string;
	colour: string;
	isCodable: boolean;
	status: 'active' | 'merged' | 'retired';
	mergedInto: string | null;
	position: number;
}

export const CODE_TEXTS = ['name', 'definition', 'includeWhen', 'excludeWhen', 'example'] as const;
export type CodeText = (typeof CODE_TEXTS)[number];

export interface CodeDifference {
	id: string;
	/** As it is called in the later of the two. */
	name: string;
	/** What happened to it, in the order people read it. */
	what: ('added' | 'gone' | 'merged' | 'retired' | 'restored' | 'moved' | 'changed')[];
	/** Name of the code it was merged into, of its parent before and after a move ('' is the top). */
	into?: string;
	from?: string;
	to?: string;
	texts: { field: CodeText; before: string; after: string }[];
	/** Set where a code became a folder, or a folder a code. */
	isCodable?: boolean;
}

/** What changed from one state of a codebook to a later one; places among siblings are left out. */
export function compareCodes(
	before: readonly FrozenCode[],
	after: readonly FrozenCode[]
): CodeDifference[] {
	const old = new Map(before.map((code) => [code.id, code]));
	const now = new Map(after.map((code) => [code.id, code]));
	const nameOf = (codes: Map<string, FrozenCode>, id: string | null) =>
		(id !== null && codes.get(id)?.name) || '';
	const differences = after.map((code): CodeDifference => {
		const was = old.get(code.id);
		const found: CodeDifference = { id: code.id, name: code.name, what: [], texts: [] };
		if (!was) {
			if (code.status === 'active') found.what.push('added');
			return found;
		}
		if (code.status !== was.status) {
			found.what.push(code.status === 'active' ? 'restored' : code.status);
			if (code.status === 'merged') found.into = nameOf(now, code.mergedInto);
		}
		if (code.parentId !== was.parentId) {
			found.what.push('moved');
			found.from = nameOf(old, was.parentId);
			found.to = nameOf(now, code.parentId);
		}
		found.texts = CODE_TEXTS.filter((field) => code[field] !== was[field]).map((field) => ({
			field,
			before: was[field],
			after: code[field]
		}));
		if (code.isCodable !== was.isCodable) found.isCodable = code.isCodable;
		if (found.texts.length > 0 || found.isCodable !== undefined) found.what.push('changed');
		return found;
	});
	const gone = before
		.filter(({ id }) => !now.has(id))
		.map(({ id, name }): CodeDifference => ({ id, name, what: ['gone'], texts: [] }));
	return [...differences, ...gone].filter(({ what }) => what.length > 0);
}
