/**
 * Counts in memory, for what is cheap and only must not become a flood: gives a function that
 * says whether `key` may once more, at most `most` times in `perMs`.
 */
export function createAllowance(
	most: number,
	perMs: number,
	now: () => number = Date.now
): (key: string) => boolean {
	let counts = new Map<string, number>();
	let since = now();
	return (key) => {
		// One span for everybody: nothing to clean up, and at worst twice as many across its edge.
		if (now() - since >= perMs) {
			counts = new Map();
			since = now();
		}
		const count = (counts.get(key) ?? 0) + 1;
		counts.set(key, count);
		return count <= most;
	};
}
