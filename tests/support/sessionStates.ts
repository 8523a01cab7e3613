/**
 * Our own session in the words of the oracle (xformsEngine.ts): the same states under the same
 * references, the same few things to do.
 */
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import {
	type Definition,
	elementOf,
	findQuestion,
	type Question
} from '#lib/xlsform/definition.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import { nodeStates } from '#lib/xlsform/engine/nodeStates.ts';
import { openSession, type Piece, type SessionOptions } from '#lib/xlsform/engine/session.ts';
import type { NodeState } from './xformsEngine.ts';

export interface OwnForm {
	states(): Map<string, NodeState>;
	repeats(): Map<string, number>;
	questionAt(ref: string): Question;
	hasCalculation(ref: string): boolean;
	set(ref: string, value: string): void;
	add(repeat: string): void;
	remove(repeat: string, position: number): void;
}

/** Opens a definition in our session. */
export function openOwn(definition: Definition, options: SessionOptions): OwnForm {
	const session = openSession(definition, options);
	const placesOf = (): {
		questions: Map<string, string>;
		repeats: Map<string, { key: string; ids: string[] }>;
	} => {
		const questions = new Map<string, string>();
		const repeats = new Map<string, { key: string; ids: string[] }>();
		const walk = (pieces: readonly Piece[], path: string): void => {
			for (const piece of pieces) {
				if (piece.kind === 'question')
					questions.set(`${path}/${elementOf(piece.question)}`, piece.key);
				else if (piece.kind === 'group') walk(piece.parts, `${path}/${elementOf(piece.section)}`);
				else {
					const here = `${path}/${elementOf(piece.section)}`;
					if (!piece.isCounted)
						repeats.set(here, { key: piece.key, ids: piece.entries.map(({ id }) => id) });
					piece.entries.forEach((entry, at) => walk(entry.parts, `${here}[${at + 1}]`));
				}
			}
		};
		for (const area of definition.areas)
			walk(session.outline(area.name), area.is_group === false ? '' : `/${area.name}`);
		return { questions, repeats };
	};
	const keyAt = (ref: string): string => {
		const key = placesOf().questions.get(ref);
		if (key === undefined) throw new Error(`Our session has no ${ref}.`);
		return key;
	};
	const repeatAt = (ref: string) => {
		const found = placesOf().repeats.get(ref);
		if (!found) throw new Error(`Our session has no repeat ${ref}.`);
		return found;
	};
	const questionAt = (ref: string): Question => {
		const name = readAnswerKey(keyAt(ref))?.name ?? '';
		const found = findQuestion(definition, name);
		if (!found) throw new Error(`No question ${name}.`);
		return found.question;
	};
	return {
		questionAt,
		hasCalculation: (ref) => session.question(keyAt(ref))?.hasCalculation ?? false,
		states: () =>
			new Map(
				nodeStates(session).flatMap(({ ref, value, ...state }) =>
					value === null ? [] : [[ref, { ...state, value }] as const]
				)
			),
		repeats: () => new Map([...placesOf().repeats].map(([ref, { ids }]) => [ref, ids.length])),
		set: (ref, value) => void session.setAnswer(keyAt(ref), answerOf(questionAt(ref), value)),
		add: (ref) => void session.addEntry(repeatAt(ref).key),
		remove(ref, position) {
			const { key, ids } = repeatAt(ref);
			session.removeEntry(key, ids[position - 1] ?? '');
		}
	};
}

function answerOf(question: Question, value: string): Pick<AnswerContent, 'status' | 'value'> {
	if (value === '') return { status: 'empty', value: null };
	if (question.type === 'select_multiple' || question.type === 'rank')
		return { status: 'answered', value: value.split(' ') };
	if (question.type === 'number') return { status: 'answered', value: { value: Number(value) } };
	return { status: 'answered', value };
}
