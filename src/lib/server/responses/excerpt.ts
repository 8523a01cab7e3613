import type { Answers } from '#lib/xlsform/answers.ts';
import {
	type Area,
	type Choice,
	type Definition,
	type Part,
	type Question,
	type Text,
	textIn
} from '#lib/xlsform/definition.ts';
import type { Session } from '#lib/xlsform/engine/session.ts';
import { findPlace } from '#lib/xlsform/findAsked.ts';
import { lookedAt, mentionsOf } from '#lib/xlsform/mentions.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import { valueOfText } from '#lib/xlsform/valueOfText.ts';

/** Says a text in one language; undefined where it says nothing. */
type Say = (text: Text | undefined) => Text | undefined;

function sayIn(definition: Definition, language: string): Say {
	const { default_language: own } = definition;
	return (text) => {
		if (!text) return undefined;
		const words = textIn(text, language, own);
		return words === '' ? undefined : { [language in text ? language : own]: words };
	};
}

function without<T extends object, K extends keyof T>(whole: T, ...parts: K[]): Omit<T, K> {
	const kept = Object.entries(whole).filter(([name]) => !parts.includes(name as K));
	return Object.fromEntries(kept) as Omit<T, K>;
}

function sayQuestion(say: Say, question: Question): Question {
	// What only other tools, datasets and coordinators look at stays on the server.
	const rest = without(question, 'topics', 'media', 'extra');
	const texts = {
		hint: say(rest.hint),
		guidance_hint: say(rest.guidance_hint),
		constraint_message: say(rest.constraint_message),
		required_message: say(rest.required_message)
	};
	const said = { ...rest, ...texts, label: say(rest.label) ?? {} };
	if (rest.matrix)
		said.matrix = {
			...rest.matrix,
			columns: rest.matrix.columns.map((column) => ({
				...column,
				label: say(column.label) ?? {},
				...(column.unit && { unit: say(column.unit) ?? {} })
			}))
		};
	return Object.fromEntries(
		Object.entries(said).filter(([, part]) => part !== undefined)
	) as unknown as Question;
}

function sayParts(say: Say, parts: readonly Part[]): Part[] {
	return parts.map((part): Part => {
		if (typeof part === 'string') return part;
		const { label, hint, ...section } = without(part, 'extra');
		const said = { label: say(label), hint: say(hint) };
		return {
			...section,
			...(said.label && { label: said.label }),
			...(said.hint && { hint: said.hint }),
			body: sayParts(say, part.body)
		};
	});
}

function sayChoice(say: Say, { name, label, columns }: Choice): Choice {
	return { name, label: say(label) ?? {}, ...(columns && { columns }) };
}

/** The lists an area's questions offer, and those its expressions name. */
function listsOf(definition: Definition, areas: readonly Area[], mentions: string): Set<string> {
	const used = areas.flatMap(({ questions }) =>
		questions.flatMap((question) => [
			question.list,
			question.units,
			question.instruments,
			question.matrix?.rows,
			...(question.matrix?.columns.map((column) => column.list) ?? [])
		])
	);
	const named = Object.keys(definition.choices).filter(
		(list) => mentions.includes(`'${list}'`) || mentions.includes(`"${list}"`)
	);
	return new Set([...used.filter((list) => list !== undefined), ...named]);
}

/** Whether expressions ask a supplied file, which they name without its ending. */
function isTableUsed(file: string, lists: ReadonlySet<string>, mentions: string): boolean {
	const name = file.replace(/\.[a-z]+$/i, '');
	return lists.has(file) || [name, file].some((each) => mentions.includes(each));
}

/**
 * What the page of one area needs of a questionnaire, in one language: the area first, behind
 * it what its expressions look at elsewhere, as questions without expressions of their own.
 * The page travels on slow lines.
 */
export function excerpt(definition: Definition, area: Area, language: string): Definition {
	const say = sayIn(definition, language);
	const { text } = mentionsOf(definition, area);
	const asksNames = text.includes('choice-name');
	const elsewhere = definition.areas.flatMap((other) => {
		if (other === area) return [];
		const found = lookedAt(definition, area, other, (question): Question => {
			const { name, element, list, type } = question;
			const isSelect = asksNames && ['select_one', 'select_multiple'].includes(type);
			return {
				name,
				...(element !== undefined && { element }),
				number: '',
				type: isSelect ? type : 'text',
				...(isSelect && list !== undefined && { list }),
				label: {},
				exposure: 'public'
			};
		});
		return found ?? [];
	});
	const { body, ...own } = without(area, 'short', 'extra');
	const said: Area = {
		...own,
		short: {},
		title: say(area.title) ?? {},
		intro: say(area.intro) ?? {},
		questions: area.questions.map((question) => sayQuestion(say, question)),
		...(body && { body: sayParts(say, body) })
	};
	const areas = [said, ...elsewhere];
	const lists = listsOf(definition, areas, text);
	const external = Object.entries(definition.external ?? {}).filter(([file]) =>
		isTableUsed(file, lists, text)
	);
	const { id, version, default_language, languages, language_names, settings } = definition;
	return {
		id,
		version,
		title: say(definition.title) ?? {},
		default_language,
		languages,
		...(external.length > 0 && { external: Object.fromEntries(external) }),
		...(language_names && { language_names }),
		...(settings?.name && { settings: { name: settings.name } }),
		choices: Object.fromEntries(
			Object.entries(definition.choices)
				.filter(([name]) => lists.has(name))
				.map(([name, list]) => [name, list.map((choice) => sayChoice(say, choice))])
		),
		areas
	};
}

/**
 * The values the other areas of an excerpt have now, as expressions see them, with the entries
 * of their repeats. What is not asked has none.
 */
export function answersElsewhere(
	session: Session,
	definition: Definition,
	shown: Definition
): Record<string, Answers[string]> {
	const answers: Record<string, Answers[string]> = {};
	for (const { name, questions } of shown.areas.slice(1)) {
		const wanted = new Map(questions.map((question) => [question.name, question]));
		for (const key of session.keysOf(name)) {
			const question = wanted.get(readAnswerKey(key)?.name ?? '');
			const seen = question && session.question(key);
			if (!question || !seen || seen.value === '') continue;
			answers[key] = { status: 'answered', value: valueOfText(question, seen.value) };
			// The lists of entries that lead here.
			const { repeats = [] } = findPlace(definition, question.name) ?? {};
			const ids = readAnswerKey(key)?.entries ?? [];
			repeats.forEach((repeat, depth) => {
				const at = ids.slice(0, depth);
				const list = at.length === 0 ? repeat.name : `${repeat.name}[${at.join('/')}]`;
				const entries = session.section(list)?.entries;
				if (entries) answers[list] = { status: 'answered', value: [...entries] };
			});
		}
	}
	return answers;
}
