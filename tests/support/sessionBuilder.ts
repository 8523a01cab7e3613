/** Sessions for tests: a questionnaire of one area made of questions and sections, and what it says. */
import type { Answers } from '#lib/xlsform/answers.ts';
import type { Definition, Part, Question, Section } from '#lib/xlsform/definition.ts';
import { openSession, type Session, type SessionOptions } from '#lib/xlsform/engine/session.ts';
import { area, questionnaire } from './questionnaireBuilder.ts';

type Piece = Question | (Omit<Section, 'body'> & { body: Piece[] });

const isQuestion = (piece: Piece): piece is Question => !('body' in piece);

export const group = (name: string, more: Partial<Section>, ...body: Piece[]): Piece => ({
	kind: 'group',
	name,
	...more,
	body
});

export const repeat = (name: string, more: Partial<Section>, ...body: Piece[]): Piece => ({
	kind: 'repeat',
	name,
	...more,
	body
});

function partOf(piece: Piece): Part {
	return isQuestion(piece) ? piece.name : { ...piece, body: piece.body.map(partOf) };
}

function questionsIn(pieces: readonly Piece[]): Question[] {
	return pieces.flatMap((piece) => (isQuestion(piece) ? [piece] : questionsIn(piece.body)));
}

/** A questionnaire whose only area, `law`, stands at the root: `/data/question`. */
export function formOf(...pieces: Piece[]): Definition {
	const made = area('law', ...questionsIn(pieces));
	return questionnaire({ ...made, is_group: false, body: pieces.map(partOf) });
}

export const NOW = Date.UTC(2026, 10, 23, 8, 30);

/** Opens a session at NOW in UTC; the first argument is the form, `formOf(…)` or a definition. */
export function opened(definition: Definition, options: Partial<SessionOptions> = {}): Session {
	return openSession(definition, { now: NOW, ...options });
}

/** Says `value` under a key, '' for taking the answer away; gives the keys that look different. */
export function say(session: Session, key: string, value: string | string[]): string[] {
	const isEmpty = value.length === 0;
	return session.setAnswer(key, {
		status: isEmpty ? 'empty' : 'answered',
		value: isEmpty ? null : value
	});
}

/** What a question reads as now. */
export const valueOf = (session: Session, key: string) => session.question(key)?.value;

/** Answers as they are kept: texts and lists under their keys. */
export function kept(said: Record<string, string | string[]>): Answers {
	return Object.fromEntries(
		Object.entries(said).map(([key, value]) => [key, { status: 'answered' as const, value }])
	);
}
