/**
 * One form in both engines, walked step by step: a value set, an entry added or removed, and
 * after each step everything both engines say of every question laid side by side.
 */
import {
	type Definition,
	findQuestion,
	type Question,
	sectionsOf
} from '#lib/xlsform/definition.ts';
import { writeXForm } from '#lib/xlsform/export/writeXForm.ts';
import { deviationOf } from './knownDeviations.ts';
import { openOwn, type OwnForm } from './sessionStates.ts';
import { openOracle, type Oracle } from './xformsEngine.ts';

export const WALK_TIME = Date.UTC(2026, 10, 23, 8, 30);
/** Both engines draw this, so that how often one asks does not matter. */
export const WALK_CHANCE = 0.42;
const MOST_ENTRIES = 4;

export interface Walk {
	oracle: Oracle;
	own: OwnForm;
	form: string;
	/**
	 * Questions that say how many entries there are, with the figure they get next. It only
	 * falls: when a count grows again our entries have kept their answers, the oracle's have not.
	 */
	counting: Map<string, number>;
	/** What was done, for the message when the engines differ. */
	done: string[];
}

/** Opens the form in both. The caller has stopped the clock at WALK_TIME and fixed Math.random. */
export async function openWalk(form: string, definition: Definition): Promise<Walk> {
	const oracle = await openOracle(writeXForm(definition), definition.external);
	const own = openOwn(definition, {
		answers: {},
		now: WALK_TIME,
		timeZone: 'UTC',
		random: () => WALK_CHANCE
	});
	return { oracle, own, form, counting: countingIn(definition), done: [] };
}

/** The names in counts, and in what computes them. */
function countingIn(definition: Definition): Map<string, number> {
	const namesIn = (text: string | undefined): string[] =>
		[...(text ?? '').matchAll(/\$\{\s*([^{}]*?)\s*\}/g)].map(([, name = '']) => name);
	const counts = definition.areas.flatMap((area) =>
		sectionsOf(area).flatMap(({ section }) => namesIn(section.count))
	);
	const computed = counts.flatMap((name) =>
		namesIn(findQuestion(definition, name)?.question.calculation)
	);
	return new Map([...counts, ...computed].map((name) => [name, MOST_ENTRIES]));
}

const FIELDS = ['relevant', 'required', 'readonly', 'value', 'valid'] as const;

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** A value without the ids that each engine draws for itself. */
const known = (value: string | boolean): string =>
	String(value).replace(UUID, 'an id drawn at random');

/** Where the engines differ now, in words; known deviations left out. */
export function differences({ oracle, own, form }: Walk): string[] {
	const theirs = oracle.states();
	const ours = own.states();
	const found: string[] = [];
	for (const ref of new Set([...theirs.keys(), ...ours.keys()])) {
		const their = theirs.get(ref);
		const our = ours.get(ref);
		if (their && our) {
			for (const field of FIELDS)
				if (
					known(their[field]) !== known(our[field]) &&
					!deviationOf(form, ref, field, own.questionAt(ref))
				)
					found.push(
						`${ref} ${field}: oracle ${JSON.stringify(their[field])}, own ${JSON.stringify(our[field])}`
					);
		} else if (!deviationOf(form, ref, 'presence', our && own.questionAt(ref)))
			found.push(`${ref}: only ${their ? 'in the oracle' : 'our own'}`);
	}
	return found;
}

/** One step, drawn by two figures: which of the things that can be done, and with what. */
export function step(walk: Walk, which: number, what: number): void {
	const { oracle, own, done } = walk;
	const repeats = [...oracle.repeats()].filter(([ref]) => own.repeats().has(ref));
	const act = which % 10;
	if (act < 2 && repeats.length > 0) {
		const [ref, entries] = repeats[what % repeats.length]!;
		if (act === 0 && entries < MOST_ENTRIES) {
			done.push(`add ${ref}`);
			oracle.add(ref);
			own.add(ref);
		} else if (entries > 0) {
			const position = (Math.floor(what / 7) % entries) + 1;
			done.push(`remove ${ref}[${position}]`);
			oracle.remove(ref, position);
			own.remove(ref, position);
		}
		return;
	}
	const ours = own.states();
	const settable = oracle.settable().filter(({ ref }) => ours.has(ref) && isFree(own, ref));
	const target = settable[Math.floor(which / 10) % Math.max(1, settable.length)];
	if (!target) return;
	const question = own.questionAt(target.ref);
	const count = walk.counting.get(question.name);
	if (count !== undefined) walk.counting.set(question.name, Math.max(0, count - 1));
	const value =
		count === undefined ? valueFor(question, oracle.options(target.ref), what) : String(count);
	done.push(`set ${target.ref} ${JSON.stringify(value)}`);
	try {
		oracle.set(target.ref, value);
	} catch (error) {
		if (String(error).includes('Invalid regular expression')) throw error;
		// What the oracle does not take at all is no answer.
		done.push(`(refused: ${error instanceof Error ? error.message : String(error)})`);
		return;
	}
	own.set(target.ref, value);
}

/** Computed values are nobody's to set; choices on the external sheet the oracle does not know. */
function isFree(own: OwnForm, ref: string): boolean {
	return !own.hasCalculation(ref) && own.questionAt(ref).xlsform_type !== 'select_one_external';
}

const pick = <T>(from: readonly T[], what: number): T => from[what % from.length]!;

const VALUES: Partial<Record<Question['type'], readonly string[]>> = {
	integer: [
		'0',
		'1',
		'2',
		'3',
		'5',
		'12',
		'17',
		'64',
		'-4',
		'120',
		'2010',
		'99999999999',
		'7.9',
		'x',
		''
	],
	decimal: ['0', '1', '2.5', '36.6', '-0.25', '1e3', '150', 'x', ''],
	number: ['0', '1', '2.5', '1000', '-3', ''],
	range: ['0', '1', '2', '4', '5', '10', '11', ''],
	date: ['2026-11-23', '2026-11-24', '2000-02-29', '1985-06-01', '2026-02-30', 'x', ''],
	time: ['08:30:00', '23:59:59.000+07:00', '25:00:00', ''],
	datetime: ['2026-11-23T08:00:00', '2026-11-22T10:15:30.000+07:00', '2026-11-23', ''],
	geopoint: ['11.5 104.9', '11.5 104.9 12 5', '-6.2 106.8 0 0', '95 10', 'x', ''],
	geotrace: ['1 1 0 0; 2 2 0 0', '1 1', ''],
	geoshape: ['1 1 0 0; 2 2 0 0; 3 1 0 0; 1 1 0 0', '1 1; 2 2', ''],
	acknowledge: ['OK', '']
};
const TEXTS = [
	'a',
	'Sok Dara',
	'yes',
	'0812345678',
	'42',
	'-1',
	'  ',
	'x@y.org',
	'ABC',
	'ភាសា',
	'it is "so"',
	''
];

function valueFor(question: Question, options: string[] | null, what: number): string {
	if (!options) return pick(VALUES[question.type] ?? TEXTS, what);
	const names = options.filter((name) => name !== '');
	if (names.length === 0 || what % 9 === 0) return '';
	const turned = [...names.slice(what % names.length), ...names.slice(0, what % names.length)];
	if (question.type === 'rank') return turned.join(' ');
	if (question.type !== 'select_multiple') return turned[0]!;
	return turned.slice(0, 1 + (Math.floor(what / 11) % 3)).join(' ');
}
