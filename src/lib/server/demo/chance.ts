/**
 * A number from 0 up to 1 that follows from `key` alone, so that demo data come out the same
 * on every machine. FNV-1a with a final mix (http://www.isthe.com/chongo/tech/comp/fnv/).
 */
export function chance(key: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < key.length; at += 1)
		hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
	hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
	return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** A whole number from `low` to `high`, both possible. */
export function between(key: string, low: number, high: number): number {
	return low + Math.floor(chance(key) * (high - low + 1));
}

/**
 * One of the list.
 * @throws RangeError for an empty list
 */
export function pick<T>(key: string, list: readonly T[]): T {
	const found = list[Math.floor(chance(key) * list.length)];
	if (found === undefined) throw new RangeError(`nothing to pick from for ${key}`);
	return found;
}

/** The list in an order that follows from `key`. */
export function shuffled<T>(key: string, list: readonly T[]): T[] {
	return list
		.map((item, at) => ({ item, order: chance(`${key}|${at}`) }))
		.sort((one, other) => one.order - other.order)
		.map(({ item }) => item);
}
