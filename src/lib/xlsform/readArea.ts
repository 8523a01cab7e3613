/** What the engine says of an area, as the plain data its page shows; see areaState.ts. */
import {
	type AreaState,
	type OutlinePart,
	type QuestionState,
	type SectionState,
	isComputed
} from './areaState.ts';
import {
	textIn,
	UNSEEN_TYPES,
	type Area,
	type Definition,
	type Question,
	type Text
} from './definition.ts';
import type { Piece, Session } from './engine/session.ts';
import { choicesOffered } from './offered.ts';

/** Whether a text shows other answers, in any language. */
export function isFilledIn(text: Text | undefined): text is Text {
	return text !== undefined && Object.values(text).some((words) => words.includes('${'));
}

/** How one question stands. */
export function questionState(
	session: Session,
	definition: Definition,
	language: string,
	key: string,
	question: Question
): QuestionState {
	const seen = session.question(key);
	if (!seen?.relevant) return {};
	const fill = (text: Text) =>
		session.text(key, textIn(text, language, definition.default_language));
	const { label, hint, guidance_hint: guidance } = question;
	const hasOwnValue =
		seen.readonly || question.calculation !== undefined || question.default !== undefined;
	const offered = seen.choices && isNarrowed(definition, question, seen.choices);
	return {
		relevant: true,
		...(seen.required && { required: true }),
		...(seen.answered && { answered: true }),
		...(seen.missing && { missing: true }),
		...(seen.invalid && { invalid: seen.invalidCode ?? 'constraint' }),
		...(seen.invalidMessage && {
			invalidMessage: fill(seen.invalidMessage)
		}),
		...((seen.readonly || isComputed(question)) && { readonly: true }),
		...(hasOwnValue && seen.value !== '' && { value: seen.value }),
		...(offered && { choices: seen.choices!.map(({ name }) => name) }),
		...(isFilledIn(label) && { label: fill(label) }),
		...(isFilledIn(hint) && { hint: fill(hint) }),
		...(isFilledIn(guidance) && { guidance: fill(guidance) })
	};
}

function isNarrowed(
	definition: Definition,
	question: Question,
	now: readonly { name: string }[]
): boolean {
	const all = choicesOffered(definition, question);
	return now.length !== all.length || now.some(({ name }, at) => name !== all[at]?.name);
}

function sectionState(
	session: Session,
	definition: Definition,
	language: string,
	part: Exclude<Piece, { kind: 'question' }>
): SectionState {
	const { key, section } = part;
	if (!session.section(key)?.relevant) return {};
	const say = (text: Text | undefined) =>
		session.text(key, textIn(text, language, definition.default_language));
	const [label, hint] = [say(section.label), say(section.hint)];
	const inside = part.kind === 'group' ? part.parts : (part.entries[0]?.parts ?? []);
	const hasWidths = inside.some((each) =>
		/\bw[1-4]\b/.test((each.kind === 'question' ? each.question : each.section).appearance ?? '')
	);
	return {
		relevant: true,
		...(label && { label }),
		...(hint && { hint }),
		...(hasWidths && { look: 'grid' })
	};
}

/** Everything of an area at once, texts in `language`. */
export function readArea(
	session: Session,
	definition: Definition,
	area: Area,
	language: string
): AreaState {
	const questions: AreaState['questions'] = {};
	const sections: AreaState['sections'] = {};
	const read = (parts: readonly Piece[]): OutlinePart[] =>
		parts.flatMap((part): OutlinePart[] => {
			if (part.kind === 'question') {
				if (UNSEEN_TYPES.includes(part.question.type)) return [];
				questions[part.key] = questionState(session, definition, language, part.key, part.question);
				return [part.key];
			}
			const { kind, key } = part;
			sections[key] = sectionState(session, definition, language, part);
			if (part.kind === 'group') return [{ kind: 'group', key, parts: read(part.parts) }];
			const entries = part.entries.map(({ id, parts: inside }) => ({ id, parts: read(inside) }));
			return [{ kind: kind as 'repeat', key, isCounted: part.isCounted, entries }];
		});
	return { outline: read(session.outline(area.name)), questions, sections };
}
