import { m } from '#lib/paraglide/messages.js';
import type { Relation, Vote } from '#lib/terms.ts';

/** What a turn makes of an answer: a sign that never stands without its word. */
export const relations: Record<Relation, { glyph: string; words: () => string }> = {
	confirms: { glyph: '✓', words: m.said_confirms },
	contradicts: { glyph: '×', words: m.said_contradicts },
	extends: { glyph: '+', words: m.said_extends }
};

export const votes: Record<Vote, { glyph: string; words: () => string }> = {
	agree: { glyph: '✓', words: m.statements_agree },
	disagree: { glyph: '×', words: m.statements_disagree },
	abstain: { glyph: '–', words: m.statements_abstain }
};
