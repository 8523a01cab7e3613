/** A figure: its caption, the picture, and the table behind it. */
import { AlignmentType, ImageRun, Paragraph, SequentialIdentifier, TextRun } from 'docx';
import type { Cell, Figure } from '#lib/report/content.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Picture } from '../pictures/drawPng.ts';
import { drawTable, type CellText } from './blocks.ts';
import { STEPS, TEXT_WIDTH } from './look.ts';
import { type Block, type Writing, runsOf } from './writing.ts';

/** Pixels at 96 to the inch, as Word counts them. */
const WIDEST = Math.floor((TEXT_WIDTH / 1440) * 96);
const TALLEST = 780;
/** Stands for a figure's number until the field is put there. */
const NUMBER = '\u0001';
/** From this many columns on the table is set small. */
const MANY = 7;

const saidBy = ({ sign, text }: Cell) => [sign, text].filter(Boolean).join(' ');

/** The figure; without a picture (one that is a plain table) the table alone. */
export function drawFigureBlocks(
	writing: Writing,
	figure: Figure,
	picture: Picture | null
): Block[] {
	const { locale, language } = writing;
	const caption = new Paragraph({
		style: 'Caption',
		children: [
			// “Figure 3”, with the number as a field that counts by itself.
			...m
				.edition_figure({ number: NUMBER }, { locale })
				.split(NUMBER)
				.flatMap((words, at) => [
					...(at > 0 ? [new SequentialIdentifier('Figure')] : []),
					...runsOf(words, locale)
				]),
			new TextRun({ text: '. ' }),
			...runsOf(figure.title, language)
		]
	});
	return [
		caption,
		...(picture ? [pictureOf(figure, picture)] : []),
		...tableOf(writing, figure),
		...legendOf(writing, figure),
		new Paragraph({ style: 'Note', children: runsOf(figure.note, language) })
	];
}

function pictureOf(figure: Figure, { png, width, height }: Picture): Block {
	const scale = Math.min(WIDEST / width, TALLEST / height);
	return new Paragraph({
		alignment: AlignmentType.CENTER,
		spacing: { after: 120 },
		children: [
			new ImageRun({
				type: 'png',
				data: png,
				transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
				altText: { name: figure.name, title: figure.title, description: figure.alt }
			})
		]
	});
}

function legendOf({ language }: Writing, { legend }: Figure): Block[] {
	if (legend.length === 0) return [];
	return [
		new Paragraph({
			style: 'Legend',
			children: legend.flatMap((entry, at) => {
				const look = entry.step ? STEPS[entry.step - 1] : undefined;
				const sign = ` ${entry.sign ?? ' '} `;
				return [
					...(at > 0 ? [new TextRun({ text: '   ' })] : []),
					...(look || entry.sign
						? [
								new TextRun({
									text: look ? sign : sign.trim(),
									...(look
										? {
												color: look.ink,
												shading: { fill: look.fill, color: 'auto', type: 'clear' as const }
											}
										: {})
								}),
								new TextRun({ text: ' ' })
							]
						: []),
					...runsOf(entry.text, language)
				];
			})
		})
	];
}

function tableOf({ language }: Writing, figure: Figure): Block[] {
	const most = Math.max(0, ...figure.rows.map(({ cells }) => cells.length));
	// Columns name the cells, or the rows' own column too.
	const names = figure.columns.length > most ? figure.columns : ['', ...figure.columns];
	const cell = (each: Cell): CellText => {
		const step = each.step ? STEPS[each.step - 1] : undefined;
		return {
			children: runsOf(saidBy(each), language, step ? { color: step.ink } : {}),
			...(step ? { fill: step.fill } : {})
		};
	};
	return drawTable(
		names.map((text) => ({ children: runsOf(text, language, { bold: true }) })),
		figure.rows.map((row) => [
			{ children: runsOf(row.label, language, { bold: true }) },
			...row.cells.map(cell)
		]),
		{ isSmall: most >= MANY, hasRowHeads: true, first: most > 3 ? 1.6 : 1.2 }
	);
}
