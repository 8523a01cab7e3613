/** What the forms of the editor ask for, as changes of a definition. Throws EditErrors. */
import {
	findArea,
	QUESTION_TYPES,
	sectionsOf,
	type Definition,
	type Question,
	type QuestionType
} from '../../definition.ts';
import { addArea, changeArea, moveArea, removeArea } from '../areas.ts';
import { findPart, getPart, type Place } from '../body.ts';
import { editError } from '../editError.ts';
import { addList, changeChoices, moveChoice, removeList } from '../lists.ts';
import { nameFrom, partNames } from '../names.ts';
import {
	addQuestion,
	addSection,
	changeQuestion,
	changeSection,
	dissolveSection,
	movePart,
	moveTo,
	removePart,
	type Direction
} from '../parts.ts';
import { renameList } from '../rename.ts';
import { turnInto } from '../types.ts';
import { readText, readWords, type Edited, type Fields } from './fields.ts';
import { readChoices } from './listFields.ts';
import { readQuestion, typeAsked } from './questionFields.ts';
import { readArea, readSection } from './sectionFields.ts';

/** A place as one word for a menu: `a:AREA` or `s:SECTION`. */
export function placeWord(place: Place): string {
	return place.section === undefined ? `a:${place.area}` : `s:${place.section}`;
}

/** The same, read. */
export function readPlace(definition: Definition, word: string): Place {
	const name = word.slice(2);
	if (word.startsWith('a:') && findArea(definition, name)) return { area: name };
	const home = word.startsWith('s:') ? findPart(definition, name) : undefined;
	if (!home || typeof home.part === 'string') throw editError('not_there', name);
	return { area: home.area.name, section: name };
}

/** A new question or section: `what` is a type, `group` or `repeat`. */
export function askedPart(definition: Definition, fields: Fields): Edited {
	const what = fields['what'] ?? '';
	const place = readPlace(definition, fields['place'] ?? '');
	const language = definition.default_language;
	const words = readWords('words', fields, undefined);
	const taken = partNames(definition);
	const name = readWords('name', fields, undefined) ?? nameFrom(words ?? '', taken, what);
	const label = words ? { [language]: words } : {};
	if (what === 'group' || what === 'repeat') {
		const section = { kind: what, name, label, body: [] } as const;
		return { definition: addSection(definition, section, place), name };
	}
	const type = QUESTION_TYPES.find((each) => each === what) ?? ('text' as QuestionType);
	const plain: Question = { name, number: '', type: 'note', label, exposure: 'public' };
	const question = turnInto(definition, plain, type);
	return { definition: addQuestion(definition, question, place), name };
}

/** A new area at the end. */
export function askedArea(definition: Definition, fields: Fields): Edited {
	const title = readText('title', fields, undefined, definition.languages) ?? {};
	const taken = new Set(definition.areas.map((area) => area.name));
	const words = title[definition.default_language] ?? '';
	// Names of areas have no dots or dashes; nameFrom gives none.
	const name = nameFrom(words, taken, 'area');
	const kind = fields['kind'] === 'background' ? 'background' : 'issue';
	const area = { name, title, short: title, intro: {}, kind, questions: [] } as const;
	return { definition: addArea(definition, area), name };
}

/** A new, empty list. */
export function askedList(definition: Definition, fields: Fields): Edited {
	const name = readWords('name', fields, undefined) ?? '';
	return { definition: addList(definition, name), name };
}

const STEPS = ['up', 'down', 'in', 'out'] as const;

/** `move` is a step and a name, `up:age`; for areas `area-up:work`. */
export function askedMove(definition: Definition, fields: Fields): Edited {
	const [, word = '', name = ''] = /^([a-z-]+):(.*)$/s.exec(fields['move'] ?? '') ?? [];
	if (word === 'area-up' || word === 'area-down')
		return { definition: moveArea(definition, name, word === 'area-up' ? 'up' : 'down'), name };
	const step: Direction | undefined = STEPS.find((each) => each === word);
	if (!step) throw editError('not_there', name);
	return { definition: movePart(definition, name, step), name };
}

/** A part to another place, at its end. */
export function askedPlace(definition: Definition, name: string, fields: Fields): Edited {
	const place = readPlace(definition, fields['place'] ?? '');
	return { definition: moveTo(definition, name, place), name };
}

/** A value of a menu of lists that stands for one to be made. */
export const NEW_LIST = '+';

/** A question as its form was sent, its type and name included; a list it wants is made. */
export function askedQuestion(definition: Definition, name: string, fields: Fields): Edited {
	const { area } = getPart(definition, name);
	const question = area.questions.find((each) => each.name === name);
	if (!question) throw editError('not_there', name);
	const read = readQuestion(definition, question, fields);
	const turned = turnInto(definition, read, typeAsked(fields, question));
	if (turned.list !== NEW_LIST)
		return { definition: changeQuestion(definition, name, turned), name: turned.name };
	const list = nameFrom(turned.name, new Set(Object.keys(definition.choices)), 'list');
	const withList = addList(definition, list);
	return { definition: changeQuestion(withList, name, { ...turned, list }), name: turned.name };
}

/** A section as its form was sent. */
export function askedSection(definition: Definition, name: string, fields: Fields): Edited {
	const { part } = getPart(definition, name);
	if (typeof part === 'string') throw editError('not_there', name);
	const section = readSection(definition, part, fields);
	return { definition: changeSection(definition, name, section), name: section.name };
}

/** An area as its form was sent. */
export function askedAreaWords(definition: Definition, name: string, fields: Fields): Edited {
	const area = findArea(definition, name);
	if (!area) throw editError('not_there', name);
	return { definition: changeArea(definition, name, readArea(definition, area, fields)), name };
}

/** A list as its form was sent: its name, its choices, and `step` (`up:3`) for one of them. */
export function askedChoices(definition: Definition, list: string, fields: Fields): Edited {
	const before = Object.hasOwn(definition.choices, list) ? definition.choices[list] : undefined;
	if (!before) throw editError('not_there', list);
	const changed = changeChoices(definition, list, readChoices(definition, before, fields));
	const name = readWords('name', fields, list) ?? list;
	const renamed = renameList(changed, list, name);
	const [, step, at] = /^(up|down|remove):(\d+)$/.exec(fields['step'] ?? '') ?? [];
	if (step === undefined) return { definition: renamed, name };
	if (step !== 'remove')
		return { definition: moveChoice(renamed, name, Number(at), step as 'up' | 'down'), name };
	const rows = renamed.choices[name]!.filter((_, place) => place !== Number(at));
	return { definition: changeChoices(renamed, name, rows), name };
}

/** Away with a question, section (`keep`: its questions stay), area or list. */
export function askedRemoval(
	definition: Definition,
	kind: 'part' | 'area' | 'list',
	name: string,
	fields: Fields
): Edited {
	if (kind === 'area') return { definition: removeArea(definition, name), name };
	if (kind === 'list') return { definition: removeList(definition, name), name };
	const isSection = typeof getPart(definition, name).part !== 'string';
	if (isSection && fields['keep'] === 'yes')
		return { definition: dissolveSection(definition, name), name };
	return { definition: removePart(definition, name), name };
}

/** Every place a part may stand, in order; `without` is a section that cannot go into itself. */
export function placesOf(definition: Definition, without?: string): Place[] {
	return definition.areas.flatMap((area) => [
		{ area: area.name },
		...sectionsOf(area)
			.filter(
				({ section, within }) =>
					section.name !== without && within.every((around) => around.name !== without)
			)
			.map(({ section }) => ({ area: area.name, section: section.name }))
	]);
}
