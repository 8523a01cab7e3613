/** Letters of a page's text at most: with what is around it a page stays below 100 KB. */
export const MOST_BYTES = 72_000;

const bytesOf = (text: string) => Buffer.byteLength(text);

/**
 * Parts in the order given, as many to a page as fit. `turn` is called before the parts of each
 * further page are made, so that they know where they stand. A part that is too long stands alone.
 */
export function packPages(parts: Iterable<string>, turn: () => void): string[][] {
	const pages: string[][] = [[]];
	let bytes = 0;
	for (const part of parts) {
		const size = bytesOf(part);
		pages.at(-1)!.push(part);
		bytes += size;
		// Turned before the next part is made: it gives its places this page's address.
		if (bytes > MOST_BYTES / 2) {
			pages.push([]);
			bytes = 0;
			turn();
		}
	}
	if (pages.length > 1 && pages.at(-1)!.length === 0) pages.pop();
	return pages;
}
