/**
 * regex() with the patterns real questionnaires hold. They are written for Java: possessive
 * quantifiers (`a++`) are refused by JavaScript and are read as plain ones. A pattern that
 * cannot be used, or that might take for ever, counts as matched: a slip of the
 * questionnaire must not stop a representative.
 */
const compiled = new Map<string, RegExp | null>();

/** Texts longer than this are not matched against a pattern of nested repetitions. */
const LONGEST_RISKY = 20;
/** Steps a match may take at worst; each repetition without a bound multiplies by the length. */
const MOST_STEPS = 100_000_000;

const ESCAPE_OR_CLASS = /\\.|\[(?:\\.|[^\]\\])*\]/gs;

function withoutPossessive(pattern: string): string {
	// Escapes and classes are taken whole, so that `\++` stays "one or more plus signs".
	return pattern.replace(
		/(\\.|\[(?:\\.|[^\]\\])*\])|([*+?]|\{\d+(?:,\d*)?\})\+/gs,
		(whole, kept: string | undefined, quantifier: string) => kept ?? quantifier ?? whole
	);
}

/** A repeated group that itself repeats or chooses: the shape behind exponential matching. */
function isRisky(pattern: string): boolean {
	const bare = pattern.replace(ESCAPE_OR_CLASS, 'x');
	const varying: boolean[] = [false];
	for (let at = 0; at < bare.length; at++) {
		const character = bare[at];
		if (character === '(') {
			varying.push(false);
			if (bare[at + 1] === '?') at++;
		} else if (character === ')') {
			const inner = varying.pop() ?? false;
			if (inner && /^(?:[*+]|\{\d+,\d*\})/.test(bare.slice(at + 1, at + 12))) return true;
			if (varying.length === 0) varying.push(false);
			if (inner) varying[varying.length - 1] = true;
		} else if (character && '*+?|{'.includes(character)) varying[varying.length - 1] = true;
	}
	return false;
}

function compile(pattern: string): RegExp | null {
	for (const flags of ['u', ''])
		try {
			return new RegExp(`^(?:${withoutPossessive(pattern)})$`, flags);
		} catch {
			// Tried without `u` next: many patterns escape more than it allows.
		}
	return null;
}

function mostSteps(text: string, pattern: string): number {
	const repetitions = pattern.replace(ESCAPE_OR_CLASS, 'x').match(/[*+]|\{\d+,\}/g)?.length ?? 0;
	// More than four rarely compete for the same characters in an honest pattern.
	return text.length ** Math.min(repetitions, 4);
}

/** Whether the whole text matches the pattern, as ODK's regex() asks. Never throws. */
export function matchesPattern(text: string, pattern: string): boolean {
	if (mostSteps(text, pattern) > MOST_STEPS) return true;
	if (text.length > LONGEST_RISKY && isRisky(pattern)) return true;
	let expression = compiled.get(pattern);
	if (expression === undefined) {
		expression = compile(pattern);
		if (compiled.size >= 1000) compiled.clear();
		compiled.set(pattern, expression);
	}
	return expression?.test(text) ?? true;
}
