import type { TakeRow } from './parseTable.ts';
import { scanXml } from './scanXml.ts';

/**
 * Rows of an XML secondary instance: `<root><item><name>a</name><label>A</label></item>…</root>`,
 * whatever the elements are called. Each child of the outermost element is a row, each of its
 * children a cell; what is deeper is joined with the names between. Throws when not well formed.
 */
export function readInstance(xml: string, take: TakeRow): void {
	const path: string[] = [];
	let row: Map<string, string> | undefined;
	let text = '';
	let isLeaf = false;
	scanXml(xml, {
		open(name) {
			path.push(name);
			if (path.length === 2) row = new Map();
			text = '';
			isLeaf = true;
		},
		text(piece) {
			text += piece;
		},
		close() {
			const name = path.slice(2).join('/');
			if (path.length > 2 && isLeaf && row && !row.has(name)) row.set(name, text.trim());
			else if (path.length === 2 && row) take(row);
			path.pop();
			isLeaf = false;
		}
	});
}
