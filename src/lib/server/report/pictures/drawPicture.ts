import type { Figure } from '#lib/report/content.ts';
import { drawFigure, sizeOfDrawing } from '#lib/report/draw/svg.ts';
import { type Picture, drawPng } from './drawPng.ts';

/** So many times as tall as wide a picture could not be read on a page. */
const TALLEST = 3;

/** Gives the picture of a figure, null where its table is all there is to read. */
export type GivePicture = (figure: Figure, language: string) => Promise<Picture | null>;

/** The picture of a figure for a page of paper, its words in a language (BCP 47). */
export const drawPicture: GivePicture = async (figure, language) => {
	if (figure.draw === 'plain') return null;
	const { width, height } = sizeOfDrawing(figure, { language });
	return height > TALLEST * width ? null : await drawPng(drawFigure(figure, { language }));
};
