/** The own entries of something that is neither null nor a list, else undefined. */
export function entriesOf(value: unknown): [string, unknown][] | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	return Object.entries(value);
}

/**
 * Whether two answers' values say the same: lists by order, objects by their entries in any
 * order. Takes anything JSON can hold.
 */
export function sameValue(left: unknown, right: unknown): boolean {
	if (Object.is(left, right)) return true;
	if (Array.isArray(left) && Array.isArray(right))
		return left.length === right.length && left.every((item, at) => sameValue(item, right[at]));
	const entries = entriesOf(left);
	const others = entriesOf(right);
	if (!entries || !others || entries.length !== others.length) return false;
	const other = new Map(others);
	return entries.every(([key, item]) => other.has(key) && sameValue(item, other.get(key)));
}
