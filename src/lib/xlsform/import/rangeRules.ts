import { type ParameterProblem, type Parameters, checkAccepted } from './parameterRules.ts';

const ACCEPTED = ['start', 'end', 'step', 'tick_interval', 'placeholder', 'tick_labelset'];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/;
const APPEARANCES = ['vertical', 'no-ticks', 'vertical no-ticks'];

const wrong = (name: string, value: string, expected: string): ParameterProblem => ({
	code: 'parameter_value',
	values: { name, value, expected }
});

/** Whether a number is a multiple of another, within what doubles can tell. */
function isMultiple(value: number, of: number): boolean {
	const times = value / of;
	return Math.abs(times - Math.round(times)) < 1e-9;
}

interface Range {
	start: number;
	end: number;
	step: number;
	tick: number | null;
}

function checkLabels(
	{ start, end, step, tick }: Range,
	names: readonly string[] | undefined,
	list: string,
	appearance: string
): ParameterProblem[] {
	const fail = (expected: string): ParameterProblem[] => [wrong('tick_labelset', list, expected)];
	if (!names) return fail('a list of the choices sheet');
	for (const name of names) {
		if (!NUMBER.test(name)) return fail('a list whose choices are numbers');
		const value = Number(name);
		if (value < Math.min(start, end) || value > Math.max(start, end))
			return fail('a list whose choices lie between start and end');
		if (!isMultiple(value - start, tick ?? step))
			return fail('a list whose choices are reached by step');
	}
	if (appearance !== 'no-ticks') return [];
	const values = new Set(names.map(Number));
	return values.size === new Set([start, end]).size && values.has(start) && values.has(end)
		? []
		: fail('a list of start and end only, without ticks');
}

/**
 * What is wrong with the parameters of a range. Start, end and step are 1, 10 and 1 when left
 * out. `lists` gives the names of the choices of each list.
 */
export function checkRange(
	parameters: Parameters,
	appearance: string,
	lists: ReadonlyMap<string, readonly string[]>
): ParameterProblem[] {
	const problems = checkAccepted(parameters, ACCEPTED);
	if (problems.length > 0) return problems;
	const { tick_interval: tickText, placeholder, tick_labelset: labels } = parameters;
	if (appearance !== '' && !APPEARANCES.includes(appearance))
		for (const name of ['tick_interval', 'placeholder', 'tick_labelset'])
			if (parameters[name] !== undefined)
				return [wrong(name, parameters[name], 'left out with this appearance')];
	const given: Parameters = { start: '1', end: '10', step: '1', ...parameters };
	for (const name of ['start', 'end', 'step', 'tick_interval', 'placeholder'])
		if (given[name] !== undefined && !NUMBER.test(given[name]))
			problems.push(wrong(name, given[name], 'a number'));
	if (problems.length > 0) return problems;
	const [start, end, step] = [Number(given.start), Number(given.end), Number(given.step)];
	const tick = tickText === undefined ? null : Number(tickText);
	const width = Math.abs(end - start);
	if (step === 0) return [wrong('step', given.step!, 'more than 0')];
	if (step > width) problems.push(wrong('step', given.step!, 'no larger than the range'));
	if (tick !== null && tickText !== undefined) {
		if (tick === 0) return [...problems, wrong('tick_interval', tickText, 'more than 0')];
		if (tick > width) problems.push(wrong('tick_interval', tickText, 'no larger than the range'));
		if (!isMultiple(tick, step))
			problems.push(wrong('tick_interval', tickText, 'a multiple of step'));
	}
	if (placeholder !== undefined) {
		const value = Number(placeholder);
		if (!isMultiple(value - start, step))
			problems.push(wrong('placeholder', placeholder, 'start plus a multiple of step'));
		if (value < Math.min(start, end) || value > Math.max(start, end))
			problems.push(wrong('placeholder', placeholder, 'between start and end'));
	}
	if (labels !== undefined)
		problems.push(
			...checkLabels({ start, end, step, tick }, lists.get(labels), labels, appearance)
		);
	return problems;
}
