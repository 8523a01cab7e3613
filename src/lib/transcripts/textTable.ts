/**
 * Rows of a table that is written as plain text, with tabs or upright bars between its cells; null
 * where the text is no table: nearly all lines have the same bars, and at least two cells.
 */
export function rowsOfText(text: string): string[][] | null {
	const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
	const written = lines.filter((line) => line.trim() !== '');
	if (written.length < 2) return null;
	for (const bar of ['\t', '|']) {
		const counts = new Map<number, number>();
		for (const line of written) {
			const count = cellsOf(line, bar).length;
			counts.set(count, (counts.get(count) ?? 0) + 1);
		}
		const [width = 0, rows = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
		if (width < 2 || rows < written.length * 0.8) continue;
		return written.map((line) => cellsOf(line, bar)).filter((cells) => !isRule(cells));
	}
	return null;
}

/** Bars at both ends of a line frame it. */
function cellsOf(line: string, bar: string): string[] {
	const inner = bar === '|' ? line.trim().replace(/^\|/, '').replace(/\|$/, '') : line;
	return inner.split(bar).map((cell) => cell.trim());
}

/** The line under the heads of a table in Markdown. */
const isRule = (cells: readonly string[]) => cells.every((cell) => /^:?-{2,}:?$/.test(cell));
