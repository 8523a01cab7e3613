/** A copy of a thing without some of its properties. */
export function without<T extends object, K extends keyof T>(
	thing: T,
	...properties: readonly K[]
): Omit<T, K> {
	const rest = { ...thing };
	for (const property of properties) delete rest[property];
	return rest;
}
