/** Every text of a questionnaire with its address, and putting texts back by address. */
import {
	sectionsOf,
	type Area,
	type Choice,
	type Definition,
	type Media,
	type Question,
	type Text
} from '../definition.ts';
import { editError } from './editError.ts';
import { without } from './without.ts';

/**
 * One text. Its address is unique and stable: `title`, `a.AREA.title`, `s.SECTION.label`,
 * `q.QUESTION.hint`, `m.QUESTION.COLUMN.label`, `c.LIST.POSITION` (positions from 0).
 */
export interface Placed {
	address: string;
	text: Text;
	/** What it belongs to, for a heading. */
	of: { kind: 'form' | 'area' | 'section' | 'question' | 'list'; name: string };
	property: string;
}

const QUESTION_TEXTS = [
	'label',
	'hint',
	'guidance_hint',
	'constraint_message',
	'required_message'
] as const;
const AREA_TEXTS = ['title', 'short', 'intro'] as const;

const isText = (text: Text | undefined): text is Text =>
	text !== undefined && Object.values(text).some((words) => words.trim() !== '');

function textsOfQuestion(question: Question): Placed[] {
	const of = { kind: 'question', name: question.name } as const;
	const own = QUESTION_TEXTS.map((property) => ({
		address: `q.${question.name}.${property}`,
		text: question[property],
		property: property as string
	}));
	const cells = (question.matrix?.columns ?? []).flatMap((column) => [
		{
			address: `m.${question.name}.${column.name}.label`,
			text: column.label,
			property: column.name
		},
		{ address: `m.${question.name}.${column.name}.unit`, text: column.unit, property: column.name }
	]);
	return [...own, ...cells].flatMap((each) =>
		isText(each.text) ? [{ ...each, text: each.text, of }] : []
	);
}

function textsOfArea(area: Area): Placed[] {
	const of = { kind: 'area', name: area.name } as const;
	const own = AREA_TEXTS.flatMap((property): Placed[] =>
		isText(area[property])
			? [{ address: `a.${area.name}.${property}`, text: area[property], of, property }]
			: []
	);
	const sections = sectionsOf(area).flatMap(({ section }) =>
		(['label', 'hint'] as const).flatMap((property): Placed[] => {
			const text = section[property];
			const address = `s.${section.name}.${property}`;
			return isText(text)
				? [{ address, text, of: { kind: 'section', name: section.name }, property }]
				: [];
		})
	);
	return [...own, ...sections, ...area.questions.flatMap(textsOfQuestion)];
}

/** Every text of a definition that says something in some language, in order. */
export function textsOf(definition: Definition): Placed[] {
	const form: Placed = {
		address: 'title',
		text: definition.title,
		of: { kind: 'form', name: definition.id },
		property: 'title'
	};
	const lists = Object.entries(definition.choices).flatMap(([list, choices]) =>
		choices.flatMap((choice, at): Placed[] =>
			isText(choice.label)
				? [
						{
							address: `c.${list}.${at}`,
							text: choice.label,
							of: { kind: 'list', name: list },
							property: choice.name
						}
					]
				: []
		)
	);
	return [form, ...definition.areas.flatMap(textsOfArea), ...lists];
}

/** Whether a text has words in the default language and none in `language`. */
export function isMissing(text: Text, language: string): boolean {
	return !text[language]?.trim();
}

/** `text` with other words in a language; without it where there are none. */
export function withWords(text: Text | undefined, language: string, words: string): Text {
	return words.trim() === ''
		? without(text ?? {}, language)
		: { ...(text ?? {}), [language]: words };
}

/** Every text changed by `change`, which is told its address. */
export function mapTexts(
	definition: Definition,
	change: (text: Text, address: string) => Text
): Definition {
	const put = <T extends object>(thing: T, properties: readonly (keyof T)[], prefix: string): T => {
		const changed = { ...thing };
		for (const property of properties) {
			const text = thing[property] as Text | undefined;
			if (text !== undefined)
				changed[property] = change(text, `${prefix}.${String(property)}`) as T[keyof T];
		}
		return changed;
	};
	const putQuestion = (question: Question): Question => {
		const changed = put(question, QUESTION_TEXTS, `q.${question.name}`);
		if (!question.matrix) return changed;
		const columns = question.matrix.columns.map((column) =>
			put(column, ['label', 'unit'], `m.${question.name}.${column.name}`)
		);
		return { ...changed, matrix: { ...question.matrix, columns } };
	};
	const putParts = (parts: Area['body']): Area['body'] =>
		parts?.map((part) =>
			typeof part === 'string'
				? part
				: { ...put(part, ['label', 'hint'], `s.${part.name}`), body: putParts(part.body)! }
		);
	return {
		...definition,
		title: change(definition.title, 'title'),
		areas: definition.areas.map((area) => ({
			...put(area, AREA_TEXTS, `a.${area.name}`),
			questions: area.questions.map(putQuestion),
			...(area.body ? { body: putParts(area.body)! } : {})
		})),
		choices: Object.fromEntries(
			Object.entries(definition.choices).map(([list, choices]) => [
				list,
				choices.map((choice, at): Choice => ({
					...choice,
					label: change(choice.label, `c.${list}.${at}`)
				}))
			])
		)
	};
}

/**
 * With these words in a language, by address; what is not there is passed over. Throws an
 * EditError where the form does not speak the language.
 */
export function translate(
	definition: Definition,
	language: string,
	words: ReadonlyMap<string, string>
): Definition {
	if (!definition.languages.includes(language)) throw editError('not_there', language);
	return mapTexts(definition, (text, address) => {
		const given = words.get(address);
		return given === undefined || given === (text[language] ?? '')
			? text
			: withWords(text, language, given);
	});
}

/** Every text of a Media changed. */
export function mapMedia(media: Media, change: (text: Text) => Text): Media {
	return Object.fromEntries(
		Object.entries(media).map(([kind, files]) => [kind, change(files as Text)])
	);
}
