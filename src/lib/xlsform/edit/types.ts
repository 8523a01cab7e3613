/** Which properties suit which type of question, and the type a question is turned into. */
import { UNSEEN_TYPES, type Definition, type Question, type QuestionType } from '../definition.ts';
import { without } from './without.ts';

/** Properties that depend on the type; the others suit every question. */
export type TypedProperty =
	| 'hint'
	| 'guidance_hint'
	| 'list'
	| 'most'
	| 'units'
	| 'year'
	| 'matrix'
	| 'instruments'
	| 'required'
	| 'constraint'
	| 'calculation'
	| 'default'
	| 'trigger'
	| 'choice_filter'
	| 'read_only'
	| 'parameters'
	| 'appearance'
	| 'topics'
	| 'exposure'
	| 'evidence'
	| 'core'
	| 'better';

const SELECTS: readonly QuestionType[] = ['select_one', 'select_multiple', 'scale', 'rank'];
const ANSWERED: readonly TypedProperty[] = [
	'hint',
	'guidance_hint',
	'required',
	'constraint',
	'default',
	'calculation',
	'trigger',
	'read_only',
	'appearance',
	'topics',
	'exposure',
	'evidence',
	'core'
];
const MORE: Partial<Record<QuestionType, readonly TypedProperty[]>> = {
	select_one: ['list', 'better', 'choice_filter', 'parameters'],
	select_multiple: ['list', 'choice_filter', 'parameters', 'most'],
	scale: ['list', 'better'],
	rank: ['list', 'choice_filter', 'parameters', 'most'],
	number: ['units', 'year', 'better'],
	integer: ['better'],
	decimal: ['better'],
	range: ['parameters', 'better'],
	matrix: ['matrix'],
	treaty: ['instruments'],
	image: ['parameters'],
	audio: ['parameters'],
	geopoint: ['parameters'],
	geotrace: ['parameters'],
	geoshape: ['parameters'],
	text: ['parameters'],
	long_text: ['parameters']
};
/** Answers of these are tables: no expression gives or judges them as a whole. */
const TABLES: readonly QuestionType[] = ['matrix', 'treaty'];

/** The properties a question of this type may have, beside those all have. */
export function propertiesOf(type: QuestionType): ReadonlySet<TypedProperty> {
	if (type === 'note') return new Set(['hint', 'guidance_hint', 'appearance', 'calculation']);
	if (type === 'metadata') return new Set(['parameters', 'appearance']);
	if (UNSEEN_TYPES.includes(type))
		return new Set(['calculation', 'default', 'trigger', 'exposure', 'appearance']);
	const all = [...ANSWERED, ...(MORE[type] ?? [])];
	const notOfTables = ['default', 'calculation', 'trigger', 'constraint'];
	return new Set(
		TABLES.includes(type) ? all.filter((property) => !notOfTables.includes(property)) : all
	);
}

const TYPED: readonly TypedProperty[] = [
	'list',
	'most',
	'units',
	'year',
	'matrix',
	'instruments',
	'choice_filter',
	'required',
	'constraint',
	'calculation',
	'default',
	'trigger',
	'read_only',
	'parameters',
	'evidence',
	'core',
	'better'
];

/**
 * The question as one of another type: what the new type has no use for is left out, and a
 * table is given the shape it starts with. `definition` is where a first list is looked for.
 */
export function turnInto(definition: Definition, question: Question, type: QuestionType): Question {
	if (question.type === type) return question;
	const suits = propertiesOf(type);
	const kept = Object.fromEntries(
		Object.entries(without(question, 'xlsform_type')).filter(
			([key]) => !TYPED.includes(key as TypedProperty) || suits.has(key as TypedProperty)
		)
	) as unknown as Question;
	const turned = { ...kept, type };
	if (type === 'range') turned.parameters = { start: '0', end: '10', step: '1' };
	else if (question.type === 'range' || !suits.has('parameters')) delete turned.parameters;
	if (type === 'matrix')
		turned.matrix = {
			rows: question.list ?? Object.keys(definition.choices)[0] ?? '',
			columns: []
		};
	return turned;
}

/** Types whose choices come from `list`. */
export function takesList(type: QuestionType): boolean {
	return SELECTS.includes(type);
}
