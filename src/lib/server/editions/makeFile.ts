import { zipSync } from 'fflate';
import type { EditionContent, EditionFacts } from '#lib/report/content.ts';
import { drawFigure } from '#lib/report/draw/svg.ts';
import { nameOf } from '#lib/report/escape.ts';
import { prepareEdition } from '#lib/report/html/edition.ts';
import { renderOnePager } from '#lib/report/html/onePager.ts';
import { renderEdition } from '#lib/report/html/page.ts';
import { buildSite } from '#lib/report/site/buildSite.ts';
import { zipSite } from '#lib/report/site/zipSite.ts';
import type { EditionFormat } from '../database/reportTables.ts';
import { writeEditionDocx } from '../report/docx/writeEditionDocx.ts';
import { printPdf } from '../report/pdf/printPdf.ts';
import { type GivePicture, drawPicture } from '../report/pictures/drawPicture.ts';
import { drawPng } from '../report/pictures/drawPng.ts';

const MOMENT = new Date(1980, 0, 1);
const bytesOf = (text: string) => new TextEncoder().encode(text);

export interface Making {
	/** Path of a Chromium; undefined where there is none. */
	chromium: string | undefined;
	/** Where pictures are kept once they are drawn; drawn anew where nobody keeps them. */
	pictures?: GivePicture;
	/** Name of the folder in a zip. */
	folder: string;
	/** Told how many of how many steps are done. */
	progress: (done: number, total: number) => Promise<void>;
}

/**
 * One file of an edition, from its content and facts alone; nothing that was taken back is in it.
 * @throws Problem no_browser for a PDF where there is no Chromium
 */
export async function makeFile(
	format: EditionFormat,
	content: EditionContent,
	facts: EditionFacts,
	making: Making
): Promise<Uint8Array> {
	switch (format) {
		case 'html':
			return bytesOf(renderEdition(content, facts));
		case 'site':
			return zipSite(buildSite(content, facts), making.folder);
		case 'docx':
			return writeEditionDocx(content, facts, making.pictures);
		case 'pdf': {
			// Without what was taken back: the title runs along the head of every page.
			const edition = prepareEdition(content, facts);
			const { title, language } = edition.content;
			return printPdf(renderEdition(content, facts), {
				chromium: making.chromium,
				title,
				language
			});
		}
		case 'one_pagers':
			return zipOnePagers(content, facts, making);
		case 'figures':
			return zipFigures(content, facts, making);
	}
}

async function zipOnePagers(content: EditionContent, facts: EditionFacts, making: Making) {
	const codes = content.chapters.flatMap(({ kind, key }) => (kind === 'country' ? [key] : []));
	const files: [string, Uint8Array][] = [];
	for (const [at, code] of codes.entries()) {
		const page = renderOnePager(content, facts, code);
		if (page) files.push([`${nameOf(code).toLowerCase()}.html`, bytesOf(page)]);
		await making.progress(at + 1, codes.length);
	}
	return zip(files, making.folder);
}

async function zipFigures(content: EditionContent, facts: EditionFacts, making: Making) {
	const edition = prepareEdition(content, facts);
	const { language } = edition.content;
	const give = making.pictures ?? drawPicture;
	const figures = [...edition.figureNumbers].filter(([{ draw }]) => draw !== 'plain');
	const files: [string, Uint8Array][] = [];
	for (const [at, [figure, number]] of figures.entries()) {
		const name = `${number}-${nameOf(figure.name).toLowerCase()}`;
		const drawing = drawFigure(figure, { language });
		// Too tall for a page it is a file all the same.
		const picture = (await give(figure, language)) ?? (await drawPng(drawing));
		files.push([`${name}.svg`, bytesOf(drawing)], [`${name}.png`, picture.png]);
		await making.progress(at + 1, figures.length);
	}
	return zip(files, making.folder);
}

function zip(files: readonly [string, Uint8Array][], folder: string): Uint8Array {
	return zipSync(Object.fromEntries(files.map(([name, bytes]) => [`${folder}/${name}`, bytes])), {
		level: 6,
		mtime: MOMENT
	});
}
