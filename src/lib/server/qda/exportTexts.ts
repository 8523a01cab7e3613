import type { ExportedTurn } from './exportRows.ts';
import { type FlatText, flatten } from './flatText.ts';

/** How a speaker is called whose words leave without a name. */
export const UNNAMED = 'Participant';

/** A turn's place in the text of a source. */
export interface PlacedTurn {
	turn: ExportedTurn;
	/** Offsets of the source: where its line begins, where its words begin, where both end. */
	start: number;
	words: number;
	end: number;
	flat: FlatText;
}

/**
 * Turns as one text, a line for each, `P02: what was said`; what somebody said on several lines
 * stays on several. A turn without words in `field` is not in it.
 */
export function composeTurns(
	turns: readonly ExportedTurn[],
	field: 'body' | 'translation'
): { text: string; placed: PlacedTurn[]; replaced: number } {
	const placed: PlacedTurn[] = [];
	let text = '';
	let replaced = 0;
	for (const turn of turns) {
		const flat = flatten(turn[field] ?? '');
		if (flat.text.trim() === '') continue;
		if (text !== '') text += '\n';
		const start = text.length;
		text += `${flatten(turn.pseudonym ?? UNNAMED).text}: `;
		const words = text.length;
		text += flat.text;
		replaced += flat.replaced;
		placed.push({ turn, start, words, end: text.length, flat });
	}
	return { text, placed, replaced };
}

/** An answer's place in the text of a source. */
export interface PlacedAnswer {
	responseId: string;
	question: string;
	/** Offsets of the source: where its words begin and end. */
	words: number;
	end: number;
	flat: FlatText;
}

/** Answers as one text, each under its question. */
export function composeAnswers(
	answers: readonly { responseId: string; question: string; value: string; asked: string }[]
): { text: string; placed: PlacedAnswer[]; replaced: number } {
	const placed: PlacedAnswer[] = [];
	let text = '';
	let replaced = 0;
	for (const { responseId, question, value, asked } of answers) {
		const flat = flatten(value);
		text += `${text === '' ? '' : '\n\n'}${flatten(asked).text.replace(/\s+/g, ' ')}\n`;
		const words = text.length;
		text += flat.text;
		replaced += flat.replaced;
		placed.push({ responseId, question, words, end: text.length, flat });
	}
	return { text, placed, replaced };
}
