import { m } from '#lib/paraglide/messages.js';
import type { Figure } from '../content.ts';
import { altWords } from '../draw/altWords.ts';
import { drawInPage, sizeOfDrawing } from '../draw/svg.ts';
import { writeFigureTable } from '../draw/table.ts';
import { headsOf } from '../draw/heads.ts';
import { cellWords } from '../draw/shapes.ts';
import { escape } from '../escape.ts';
import { scrolling } from './blocks.ts';
import type { Edition, Links } from './edition.ts';

/** What a figure's element is called: links and indexes lead there. */
export const figureId = (number: number) => `figure-${number}`;

/**
 * A figure with its caption, the drawing in two widths (one is shown at a time), and the table
 * behind it: folded on a screen, open on paper. A plain one is its table; where that was cut, `number`
 * is that of the whole and only the first part is what links lead to.
 */
export function writeFigure(
	figure: Figure,
	edition: Edition,
	links: Links,
	{ number = edition.figureNumbers.get(figure)!, isFirst = true } = {}
): string {
	const { locale } = edition;
	const name = m.edition_figure({ number }, { locale });
	const isPlain = figure.draw === 'plain';
	const table = scrolling(
		writeFigureTable(figure, figure.title),
		m.edition_figure_table({ number }, { locale }),
		headsOf(figure).columns.length + 1
	);
	return [
		isFirst ? `<figure id="${figureId(number)}">` : '<figure>',
		`<figcaption><strong>${escape(name)}.</strong> ${escape(figure.title)}</figcaption>`,
		isPlain ? table : writeDrawings(figure, edition, links, number),
		isPlain
			? ''
			: `<details class="behind"><summary>${escape(m.edition_figure_table({ number }, { locale }))}</summary>${table}${writeLegend(figure, edition)}</details>`,
		figure.note.trim() === '' ? '' : `<p class="under">${escape(figure.note)}</p>`,
		'</figure>'
	].join('');
}

function writeLegend({ legend }: Figure, { locale }: Edition): string {
	if (legend.length === 0) return '';
	const words = legend.map((cell) => escape(cellWords(cell))).join('; ');
	return `<p class="under">${escape(m.edition_figure_legend({}, { locale }))}: ${words}</p>`;
}

function writeDrawings(figure: Figure, edition: Edition, links: Links, number: number): string {
	const { language } = edition.content;
	const [wide, narrow] = [links.picture(figure, false), links.picture(figure, true)];
	if (wide === null || narrow === null) {
		const prefix = `drawn-${number}`;
		return [false, true]
			.map(
				(isNarrow) =>
					`<div class="${isNarrow ? 'narrow' : 'wide'}">${drawInPage(figure, { language, isNarrow, prefix })}</div>`
			)
			.join('');
	}
	const size = (isNarrow: boolean) => {
		const { width, height } = sizeOfDrawing(figure, { language, isNarrow });
		return `width="${width}" height="${height}"`;
	};
	return `<picture><source media="screen and (max-width: 44rem)" srcset="${escape(narrow)}" ${size(true)}><img src="${escape(wide)}" alt="${escape(altWords(figure))}" ${size(false)}></picture>`;
}
