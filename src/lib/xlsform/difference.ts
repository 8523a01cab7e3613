/** What a new version of a questionnaire changes, and which answers it leaves in place. */
import {
	type Area,
	type Definition,
	type Question,
	type QuestionType,
	choicesOf
} from './definition.ts';
import { type Place, placesOf } from './places.ts';
import { sameValue } from './sameValue.ts';

/** In what a question differs; `logic` is every expression and bound, also of what stands around it. */
export const CHANGES = [
	'type',
	'choices',
	'choice_labels',
	'label',
	'hint',
	'logic',
	'area',
	'place',
	'number',
	'settings'
] as const;
export type Change = (typeof CHANGES)[number];

export interface ChangedQuestion {
	name: string;
	what: Change[];
}

export interface Difference {
	/** Names of questions, in the order of the new version; removed ones in that of the old. */
	added: string[];
	removed: string[];
	changed: ChangedQuestion[];
	areas: { added: string[]; removed: string[]; changed: string[] };
	languages: { added: string[]; removed: string[] };
}

/** Types whose answers have one shape and mean the same. */
const ALIKE: readonly (readonly QuestionType[])[] = [
	['text', 'long_text'],
	['select_one', 'scale']
];

/** Whether an answer to a question of one type is one to the other type. */
export function typesAgree(before: string, after: string): boolean {
	return (
		before === after ||
		ALIKE.some((types) => [before, after].every((type) => types.includes(type as QuestionType)))
	);
}

/**
 * Whether answers to `before` may stay as answers to `after`: name and type agree. Each answer
 * is judged as well, see carryOver.ts: what was chosen must still be on the list.
 */
export function carriesOver(
	before: Pick<Question, 'name' | 'type'>,
	after: Pick<Question, 'name' | 'type'>
): boolean {
	return before.name === after.name && typesAgree(before.type, after.type);
}

const without = (names: readonly string[], others: readonly string[]) => {
	const known = new Set(others);
	return names.filter((name) => !known.has(name));
};

const LOGIC = [
	'required',
	'relevant',
	'constraint',
	'read_only',
	'calculation',
	'default',
	'trigger',
	'choice_filter',
	'parameters',
	'most',
	'year'
] as const;
const SETTINGS = [
	'appearance',
	'topics',
	'exposure',
	'evidence',
	'core',
	'better',
	'media'
] as const;

const differ = (left: unknown, right: unknown) => !sameValue(left ?? null, right ?? null);

function differsIn<K extends keyof Question>(
	before: Question,
	after: Question,
	properties: readonly K[]
): boolean {
	return properties.some((property) => differ(before[property], after[property]));
}

/** The lists a question offers, in full. */
function listsOf(definition: Definition, question: Question) {
	const { list, units, instruments, matrix } = question;
	const names = [list, units, instruments, matrix?.rows];
	return [...names, ...(matrix?.columns.map((column) => column.list) ?? [])].map((name) =>
		choicesOf(definition, name)
	);
}

const expressionsAround = ({ area, within }: Place) => [
	area.relevant ?? '',
	...within.map(({ relevant, count, read_only }) => [relevant ?? '', count ?? '', read_only ?? ''])
];

function compareQuestions(
	before: { definition: Definition; place: Place & { question: Question } },
	after: { definition: Definition; place: Place & { question: Question } }
): Change[] {
	const [old, now] = [before.place.question, after.place.question];
	const lists = [listsOf(before.definition, old), listsOf(after.definition, now)] as const;
	const namesOf = (all: (typeof lists)[number]) =>
		all.map((list) => list.map(({ name, columns }) => ({ name, columns: columns ?? {} })));
	const labelsOf = (all: (typeof lists)[number]) =>
		all.map((list) => list.map(({ label }) => label));
	const columnsOf = (question: Question) =>
		(question.matrix?.columns ?? []).map(({ name, type }) => ({ name, type }));
	const isMoved = !sameValue(
		before.place.within.map(({ name, kind }) => ({ name, kind })),
		after.place.within.map(({ name, kind }) => ({ name, kind }))
	);
	const found: Record<Change, boolean> = {
		type: old.type !== now.type,
		choices: differ(namesOf(lists[0]), namesOf(lists[1])) || differ(columnsOf(old), columnsOf(now)),
		choice_labels: differ(labelsOf(lists[0]), labelsOf(lists[1])),
		label: differ(old.label, now.label),
		hint: differsIn(old, now, ['hint', 'guidance_hint', 'constraint_message', 'required_message']),
		logic:
			differsIn(old, now, LOGIC) ||
			differ(expressionsAround(before.place), expressionsAround(after.place)),
		area: before.place.area.name !== after.place.area.name,
		place: isMoved,
		number: old.number !== now.number,
		settings: differsIn(old, now, SETTINGS)
	};
	if (found.choices) found.choice_labels = false;
	return CHANGES.filter((change) => found[change]);
}

const facts = ({ title, short, intro, kind }: Area) => ({ title, short, intro, kind });

/** What differs between two versions of a questionnaire. */
export function compareDefinitions(before: Definition, after: Definition): Difference {
	const [old, now] = [placesOf(before).questions, placesOf(after).questions];
	const areasBefore = new Map(before.areas.map((area) => [area.name, area]));
	const areaNames = [before, after].map(({ areas }) => areas.map(({ name }) => name));
	const [areasOld = [], areasNow = []] = areaNames;
	return {
		added: without([...now.keys()], [...old.keys()]),
		removed: without([...old.keys()], [...now.keys()]),
		changed: [...now].flatMap(([name, place]) => {
			const was = old.get(name);
			const what = was
				? compareQuestions({ definition: before, place: was }, { definition: after, place })
				: [];
			return what.length > 0 ? [{ name, what }] : [];
		}),
		areas: {
			added: without(areasNow, areasOld),
			removed: without(areasOld, areasNow),
			changed: after.areas.flatMap((area) => {
				const was = areasBefore.get(area.name);
				return was && differ(facts(was), facts(area)) ? [area.name] : [];
			})
		},
		languages: {
			added: without(after.languages, before.languages),
			removed: without(before.languages, after.languages)
		}
	};
}

/** Changes that make an answer mean something else, or ask for one more. */
const WEIGHTY: readonly Change[] = ['type', 'choices', 'logic', 'area', 'place'];

/**
 * Areas of the new version that ask something else than before, so that what was submitted of
 * them has to be looked at again. New words alone do not count: they are corrections.
 */
export function areasAskingAnew(before: Definition, after: Definition): Set<string> {
	const difference = compareDefinitions(before, after);
	const [old, now] = [placesOf(before).questions, placesOf(after).questions];
	const weighty = difference.changed.filter(({ what }) =>
		what.some((change) => WEIGHTY.includes(change))
	);
	const names = new Set<string>();
	for (const { name } of weighty)
		for (const places of [old, now]) names.add(places.get(name)!.area.name);
	const isAsked = (question: Question) => question.type !== 'note';
	for (const name of difference.added)
		if (isAsked(now.get(name)!.question)) names.add(now.get(name)!.area.name);
	for (const name of difference.removed)
		if (isAsked(old.get(name)!.question)) names.add(old.get(name)!.area.name);
	return new Set(after.areas.map(({ name }) => name).filter((name) => names.has(name)));
}
