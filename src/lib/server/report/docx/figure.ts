/** A figure: its caption, the picture, and the table behind it. */
import type { Cell, Figure } from '#lib/report/content.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Picture } from '../pictures/drawPng.ts';
import { type CellText, drawTable } from './blocks.ts';
import { STEPS, STYLES, TEXT_WIDTH } from './look.ts';
import { type Writing, place, refer, runsOf } from './writing.ts';
import { field, paragraph, picture, run, shade } from './xml.ts';

/** Pixels at 96 to the inch, as Word counts them; a twentieth of a point is a fifteenth of one. */
const WIDEST = Math.floor((TEXT_WIDTH / 1440) * 96);
const TALLEST = 780;
const TWENTIETHS = 15;
/** Stands for a figure's number until the field is put there. */
const NUMBER = '\u0001';
/** From this many columns on the table is set small. */
const MANY = 7;

const saidBy = ({ sign, text }: Cell) => [sign, text].filter(Boolean).join(' ');

/** The figure; without a picture (one that is a plain table) the table alone. */
export function drawFigureBlocks(
	writing: Writing,
	figure: Figure,
	drawing: Picture | null
): string {
	const number = run(String(++writing.figures));
	// “Figure 3”, with the number as a field that counts by itself.
	const words = m.edition_figure({ number: NUMBER }, { locale: writing.locale }).split(NUMBER);
	const named = words
		.map((each) => runsOf(writing, each, {}, writing.locale))
		.join(field(' SEQ Figure \\* ARABIC ', number));
	const title = runsOf(writing, '. ') + runsOf(writing, figure.title);
	return [
		place(writing, 'Caption', named + title),
		drawing ? drawPicture(writing, figure, drawing) : '',
		drawTableOf(writing, figure),
		drawLegend(writing, figure),
		place(writing, 'Note', runsOf(writing, figure.note))
	].join('');
}

function drawPicture(writing: Writing, figure: Figure, { png, width, height }: Picture): string {
	const scale = Math.min(WIDEST / width, TALLEST / height);
	const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
	const number = writing.pictures.push({ png });
	const id = refer(writing.relations.text, { kind: 'image', target: `media/${number}.png` });
	writing.pages.block(size.height * TWENTIETHS + STYLES.Picture.after);
	return paragraph('Picture', picture(id, number, size, figure), { align: 'center' });
}

function drawLegend(writing: Writing, { legend }: Figure): string {
	if (legend.length === 0) return '';
	const entries = legend.map((entry) => {
		const look = entry.step ? STEPS[entry.step - 1] : undefined;
		const sign = entry.sign ?? '';
		const shown = look
			? run(` ${sign || ' '} `, `<w:color w:val="${look.ink}"/>${shade(look.fill)}`)
			: runsOf(writing, sign);
		return shown + (shown && run(' ')) + runsOf(writing, entry.text);
	});
	return place(writing, 'Legend', entries.join(run('   ')));
}

function drawTableOf(writing: Writing, figure: Figure): string {
	const most = figure.rows.reduce((longest, { cells }) => Math.max(longest, cells.length), 0);
	// Columns name the cells, or the rows' own column too.
	const names = figure.columns.length > most ? figure.columns : ['', ...figure.columns];
	const head = (text: string): CellText => ({ draw: () => runsOf(writing, text, BOLD) });
	const cell = (each: Cell): CellText => {
		const step = each.step ? STEPS[each.step - 1] : undefined;
		return {
			draw: () => runsOf(writing, saidBy(each), step ? { color: step.ink } : {}),
			fill: step?.fill
		};
	};
	return drawTable(
		writing,
		names.map(head),
		figure.rows.map((each) => [head(each.label), ...each.cells.map(cell)]),
		{ isSmall: most >= MANY, hasRowHeads: true, first: most > 3 ? 1.6 : 1.2 }
	);
}

const BOLD = { isBold: true } as const;
