/**
 * Krippendorff's alpha for nominal values (Krippendorff 2011, “Computing Krippendorff's
 * Alpha-Reliability”): for each unit the values coders gave it, null where one gave none. Units with
 * fewer than two values say nothing. null where it is not defined: no unit has two, or all values
 * are the same.
 */
export function nominalAlpha(units: readonly (readonly (string | null)[])[]): number | null {
	const totals = new Map<string, number>();
	let disagreement = 0;
	let values = 0;
	for (const unit of units) {
		const given = unit.filter((value) => value !== null);
		if (given.length < 2) continue;
		values += given.length;
		const here = new Map<string, number>();
		for (const value of given) here.set(value, (here.get(value) ?? 0) + 1);
		for (const [value, count] of here) {
			totals.set(value, (totals.get(value) ?? 0) + count);
			disagreement += (count * (given.length - count)) / (given.length - 1);
		}
	}
	let expected = 0;
	for (const count of totals.values()) expected += count * (values - count);
	if (expected === 0) return null;
	return 1 - ((values - 1) * disagreement) / expected;
}
