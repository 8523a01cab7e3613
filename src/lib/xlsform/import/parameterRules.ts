/** The parameters column: how it is written, and what each type takes. */
import { onlyReference } from './names.ts';
import type { ProblemCode } from './problemCodes.ts';

export type Parameters = Record<string, string>;

/** Something wrong with a parameter; the caller knows row and column. */
export interface ParameterProblem {
	code: ProblemCode;
	values: Record<string, string>;
}

// The values of these name a column or a file, where capitals matter.
const WITH_CAPITALS = new Set(['value', 'label', 'reference-geometry']);
const DELIMITERS = /[\s,;]+/y;
const TOKEN = /[^\s=,;]+/y;

/** The parameters of a cell; null when it is not made of key=value. */
export function readParameters(cell: string): Parameters | null {
	const parameters: Parameters = {};
	let at = 0;
	const take = (pattern: RegExp): string | null => {
		pattern.lastIndex = at;
		const found = pattern.exec(cell)?.[0] ?? null;
		if (found !== null) at += found.length;
		return found;
	};
	for (;;) {
		take(DELIMITERS);
		if (at >= cell.length) return parameters;
		const key = take(TOKEN);
		take(DELIMITERS);
		if (key === null || cell[at] !== '=') return null;
		at += 1;
		take(DELIMITERS);
		const value = take(TOKEN);
		if (value === null) return null;
		const name = key.toLowerCase();
		parameters[name] = WITH_CAPITALS.has(name) ? value : value.toLowerCase();
	}
}

const NUMBER = /^[+-]?(\d+(_\d+)*\.?\d*|\.\d+)(e[+-]?\d+)?$|^[+-]?(nan|inf|infinity)$/;
const WHOLE = /^[+-]?\d+(_\d+)*$/;
const COLUMN_NAME = /^[a-zA-Z_][a-zA-Z0-9\-_.]*$/;

const isNumber = (text: string): boolean => NUMBER.test(text);
const isWhole = (text: string): boolean => WHOLE.test(text);

const wrong = (name: string, value: string, expected: string): ParameterProblem => ({
	code: 'parameter_value',
	values: { name, value, expected }
});

/** The first key that is not among the accepted ones. */
export function checkAccepted(
	parameters: Parameters,
	accepted: readonly string[]
): ParameterProblem[] {
	const unknown = Object.keys(parameters).filter((key) => !accepted.includes(key));
	return unknown.length === 0
		? []
		: [
				{
					code: 'parameter_unknown',
					values: { value: unknown.sort().join(', '), accepted: accepted.join(', ') }
				}
			];
}

type Rule = [name: string, isRight: (value: string) => boolean, expected: string];

function checkRules(parameters: Parameters, rules: readonly Rule[]): ParameterProblem[] {
	const problems = checkAccepted(
		parameters,
		rules.map(([name]) => name)
	);
	for (const [name, isRight, expected] of rules) {
		const value = parameters[name];
		if (value !== undefined && !isRight(value)) problems.push(wrong(name, value, expected));
	}
	return problems;
}

const isAny = (): boolean => true;
const oneOf =
	(...words: string[]) =>
	(value: string): boolean =>
		words.includes(value);
const isTrueOrFalse = oneOf('true', 'false');
const QUALITIES = ['voice-only', 'low', 'normal'];
const PACKAGE = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;

const GEO: readonly Rule[] = [
	['allow-mock-accuracy', isTrueOrFalse, 'true or false'],
	['reference-geometry', isAny, '']
];

const RULES: Readonly<Record<string, readonly Rule[]>> = {
	text: [['rows', isWhole, 'a whole number']],
	photo: [
		['max-pixels', isWhole, 'a whole number'],
		['app', isAny, '']
	],
	audio: [['quality', oneOf(...QUALITIES, 'external'), [...QUALITIES, 'external'].join(', ')]],
	'background-audio': [['quality', oneOf(...QUALITIES), QUALITIES.join(', ')]],
	geopoint: [
		['capture-accuracy', isNumber, 'a number'],
		['warning-accuracy', isNumber, 'a number'],
		...GEO
	],
	geoshape: [['incremental', oneOf('true', 'yes', 'true()'), 'true'], ...GEO],
	geotrace: [['incremental', oneOf('true', 'yes', 'true()'), 'true'], ...GEO]
};

/** What is wrong with the parameters of a question whose type has rules of its own. */
export function checkParameters(
	type: string,
	parameters: Parameters,
	appearance: string
): ParameterProblem[] {
	const rules = Object.hasOwn(RULES, type) ? RULES[type] : undefined;
	if (!rules) return [];
	const problems = checkRules(parameters, rules);
	const app = parameters.app;
	if (type === 'photo' && app !== undefined && (appearance === '' || appearance === 'annotate'))
		if (!PACKAGE.test(app)) problems.push(wrong('app', app, 'a package name such as org.example'));
	return problems;
}

/** What is wrong with the parameters of a question with choices. */
export function checkSelectParameters(parameters: Parameters, isFile: boolean): ParameterProblem[] {
	const { randomize, seed } = parameters;
	const columnName: Rule[2] = 'the name of a column';
	const problems = checkRules(parameters, [
		['randomize', isTrueOrFalse, 'true or false'],
		['seed', isAny, ''],
		...(isFile
			? ([
					['value', (text) => COLUMN_NAME.test(text), columnName],
					['label', (text) => COLUMN_NAME.test(text), columnName]
				] as Rule[])
			: [])
	]);
	if (seed !== undefined && randomize === undefined)
		problems.push({ code: 'parameter_missing', values: { name: 'randomize', other: 'seed' } });
	else if (seed !== undefined && onlyReference(seed) === null && !isNumber(seed))
		problems.push(wrong('seed', seed, 'a number or one reference'));
	return problems;
}

/** What is wrong with the parameters of an audit row. */
export function checkAuditParameters(parameters: Parameters): ParameterProblem[] {
	const locations = ['location-priority', 'location-min-interval', 'location-max-age'];
	const isCount = (text: string): boolean => isWhole(text) && Number(text) >= 0;
	const problems = checkRules(parameters, [
		['track-changes', isTrueOrFalse, 'true or false'],
		['track-changes-reasons', oneOf('on-form-edit'), 'on-form-edit'],
		['identify-user', isTrueOrFalse, 'true or false'],
		[
			'location-priority',
			oneOf('no-power', 'low-power', 'balanced', 'high-accuracy'),
			'no-power, low-power, balanced or high-accuracy'
		],
		['location-min-interval', isCount, 'a whole number from 0'],
		['location-max-age', isCount, 'a whole number from 0']
	]);
	const given = locations.filter((name) => name in parameters);
	for (const name of locations)
		if (given.length > 0 && !given.includes(name))
			problems.push({ code: 'parameter_missing', values: { name, other: given.join(', ') } });
	const [least, most] = [parameters['location-min-interval'], parameters['location-max-age']];
	if (least && most && isCount(least) && isCount(most) && Number(most) < Number(least))
		problems.push(wrong('location-max-age', most, 'at least location-min-interval'));
	return problems;
}
