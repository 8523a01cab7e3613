/** How our types are called in XLSForm, and how those XLSForm lacks are written there. */
import type { Question, QuestionType } from '../definition.ts';
import { isSelectExternal } from './controls.ts';

const WORDS: Partial<Record<QuestionType, string>> = {
	scale: 'select_one',
	number: 'decimal',
	datetime: 'dateTime',
	long_text: 'text',
	matrix: 'text',
	treaty: 'text'
};

/** The word in the appearance that makes a plain type look like ours. */
export const OWN_APPEARANCE: Partial<Record<QuestionType, string>> = {
	scale: 'likert',
	long_text: 'multiline',
	matrix: 'multiline',
	treaty: 'multiline'
};

const FILE = /\.(csv|xml|geojson)$/i;
const LISTED: readonly QuestionType[] = ['select_one', 'select_multiple', 'scale', 'rank'];

/** The name of a list on the external_choices sheet; one of choices may be called the same. */
export const externalListName = (list: string): string => list.replace(/__external$/, '');

/** The cell of the type column: `select_one yes_no`, `decimal`, `start`. */
export function typeCell(question: Question): string {
	const { type, list, xlsform_type } = question;
	const word = xlsform_type ?? WORDS[type] ?? type;
	if (!list || !LISTED.includes(type)) return word;
	const isFromFile = !xlsform_type && type !== 'rank' && FILE.test(list);
	if (isSelectExternal(question)) return `${word} ${externalListName(list)}`;
	return `${word}${isFromFile ? '_from_file' : ''} ${list}`;
}

/** Our type, where the plain one and its appearance would not be read as it. */
export function ownType(question: Question): string {
	if (question.type in WORDS && question.type !== 'datetime') return question.type;
	const words = (question.appearance ?? '').split(/\s+/);
	const looksLikeOurs =
		(question.type === 'text' && words.includes('multiline')) ||
		(question.type === 'select_one' && words.includes('likert'));
	return looksLikeOurs ? question.type : '';
}

/** The appearance with the word our type needs in front; it is taken off again when read. */
export function appearanceCell(question: Question): string {
	const own = OWN_APPEARANCE[question.type];
	return [own, question.appearance].filter((each) => each).join(' ');
}
