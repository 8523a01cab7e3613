import type { Cell, Figure } from '../content.ts';
import { escape } from '../escape.ts';
import { headsOf } from './heads.ts';
import { cellWords } from './shapes.ts';

/**
 * The table behind a figure as HTML: it says all that the drawing shows. `caption` names it where
 * it is read alone.
 */
export function writeFigureTable(figure: Figure, caption: string): string {
	const { label, columns } = headsOf(figure);
	const isStrip = figure.draw === 'strip';
	const head = [label, ...columns];
	const hasHead = head.some((each) => each.trim() !== '');
	const cells = (row: readonly Cell[]) =>
		isStrip
			? `<td>${row.map((cell) => escape(cellWords(cell))).join('; ') || '–'}</td>`
			: columns.map((_, at) => `<td>${words(row[at])}</td>`).join('');
	return [
		`<table><caption>${escape(caption)}</caption>`,
		hasHead ? `<thead><tr>${head.map(writeHead).join('')}</tr></thead>` : '',
		'<tbody>',
		...figure.rows.map((row) => `<tr>${writeRowHead(row.label)}${cells(row.cells)}</tr>`),
		'</tbody></table>'
	].join('');
}

const words = (cell: Cell | undefined) => (cell ? escape(cellWords(cell)) : '') || '–';
const writeHead = (text: string) =>
	text.trim() === '' ? '<td></td>' : `<th scope="col">${escape(text)}</th>`;
const writeRowHead = (text: string) =>
	text.trim() === '' ? '<td></td>' : `<th scope="row">${escape(text)}</th>`;
