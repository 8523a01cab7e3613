import type { Figure, Piece } from '#lib/report/content.ts';
import { drawLive } from './live.ts';
import type { LiveData } from './liveData.ts';

/** How the answers to a question are spread, beside them. */
export interface Spread {
	/** “Seven of eleven countries answered: …”; '' where nothing can be counted. */
	sentence: string;
	/** The countries on the steps of a scale; null for other questions. */
	strip: Figure | null;
	/** What became of the answers since the round before; '' where there is none. */
	change: string;
}

const figureIn = (pieces: readonly Piece[]): Figure | null =>
	pieces.flatMap((piece) => (piece.kind === 'figure' ? [piece.figure] : []))[0] ?? null;

const sentenceIn = (pieces: readonly Piece[]): string =>
	pieces
		.flatMap((piece) => (piece.kind === 'figure' ? [] : piece.blocks))
		.flatMap((block) => (block.kind === 'paragraph' ? block.content : []))
		.map((part) => (part.kind === 'text' ? part.text : ''))
		.join('');

/** The spread of each of these questions, by name; pictures only where `hasPictures`. */
export async function listSpreads(
	data: LiveData,
	questions: ReadonlySet<string>,
	{ hasPictures, hasEarlier }: { hasPictures: boolean; hasEarlier: boolean }
): Promise<Record<string, Spread>> {
	const spreads: Record<string, Spread> = {};
	const scales = new Set(
		data.definition.areas.flatMap((area) =>
			area.questions.flatMap(({ name, type }) => (type === 'scale' ? [name] : []))
		)
	);
	for (const question of questions) {
		const isDrawn = hasPictures && scales.has(question);
		spreads[question] = {
			sentence: sentenceIn(await drawLive(data, { type: 'overview', question })),
			strip: isDrawn ? figureIn(await drawLive(data, { type: 'strip', question })) : null,
			change: hasEarlier
				? (figureIn(await drawLive(data, { type: 'change', question }))?.alt ?? '')
				: ''
		};
	}
	return spreads;
}
