import type { Figure, Undefined } from '#lib/agreement/figures.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { ComparisonState } from '#lib/terms.ts';

const states: Record<ComparisonState, () => string> = {
	coding: m.agreement_state_coding,
	comparing: m.agreement_state_comparing,
	settled: m.agreement_state_settled
};

/** How far a comparison is, with a sign that says the same. */
export function stateWords(state: ComparisonState): string {
	const signs = { coding: '○', comparing: '◐', settled: '●' };
	return `${signs[state]} ${states[state]()}`;
}

const reasons: Record<Undefined, () => string> = {
	no_units: m.agreement_undefined_no_units,
	unused: m.agreement_undefined_unused,
	everywhere: m.agreement_undefined_everywhere
};

/** A figure with two places, or that it is not defined and why. */
export function figureWords(figure: Figure, kind: 'share' | 'number' = 'number'): string {
	if ('undefinedBecause' in figure)
		return m.agreement_undefined({ why: reasons[figure.undefinedBecause]() });
	const format = new Intl.NumberFormat(
		getLocale(),
		kind === 'share'
			? { style: 'percent', maximumFractionDigits: 0 }
			: { minimumFractionDigits: 2, maximumFractionDigits: 2 }
	);
	// No -0.00.
	return format.format(Math.round(figure.value * 1e4) / 1e4 || 0);
}
