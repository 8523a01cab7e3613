/** Whether this line is dear; then only the areas somebody opens are kept. */
export function isSparing(): boolean {
	const { connection } = navigator as { connection?: { saveData?: boolean } };
	return connection?.saveData === true;
}
