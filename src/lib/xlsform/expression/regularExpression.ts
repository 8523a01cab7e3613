/**
 * regex() with the patterns real questionnaires hold. They are written for Java, and what
 * JavaScript lacks is translated: possessive quantifiers (`a++`) and atomic groups become plain
 * ones, the rarer `\Q…\E`, `\p{Alpha}` and so on what they mean. A pattern that
 * cannot be used, or that might take for ever, counts as matched: a slip of the questionnaire
 * must not stop a representative.
 */
import { extras } from './extraFunctions.ts';

const compiled = new Map<string, RegExp | null>();

/** Texts longer than this are not matched against a pattern of nested repetitions. */
const LONGEST_RISKY = 20;
/** Steps a match may take at worst; each repetition without a bound multiplies by the length. */
const MOST_STEPS = 100_000_000;

const ESCAPE_OR_CLASS = /\\.|\[(?:\\.|[^\]\\])*\]/gs;

/** Possessive quantifiers and atomic groups as plain ones; nothing else is worth every page's weight. */
function translateSimply(pattern: string): string {
	// Escapes and classes are taken whole, so that `\++` stays "one or more plus signs".
	return pattern.replace(
		/(\\.|\[(?:\\.|[^\]\\])*\])|([*+?]|\{\d+(?:,\d*)?\})\+|\(\?>/gs,
		(_whole, kept: string | undefined, quantifier: string | undefined) =>
			kept ?? quantifier ?? '(?:'
	);
}

/** Whether a pattern holds what only Java writes so. */
export const isJava = (pattern: string) => /\\[QAzZh]|\\[pP]\{\w{3}|&&/.test(pattern);

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
	const [leading = '', given = ''] = /^\(\?([imsux]+)\)/.exec(pattern) ?? [];
	const own = given.replace(/[ux]/g, '');
	const translate = (isJava(pattern) && extras()?.translateJava) || translateSimply;
	const source = translate(pattern.slice(leading.length));
	// `v` reads classes within classes, as Java does; without either letter escapes that mean
	// nothing are let pass, and many patterns have such.
	for (const flags of source.includes('&&') ? ['v', ''] : ['u', 'v', ''])
		try {
			return new RegExp(source, flags + own);
		} catch {
			// Tried with the next flag.
		}
	return null;
}

function compiledOf(pattern: string): RegExp | null {
	let expression = compiled.get(pattern);
	if (expression === undefined) {
		expression = compile(pattern);
		if (compiled.size >= 1000) compiled.clear();
		compiled.set(pattern, expression);
	}
	return expression;
}

/** Whether a pattern can be read at all. */
export function isUsable(pattern: string): boolean {
	return compiledOf(pattern) !== null;
}

function mostSteps(text: string, pattern: string): number {
	const repetitions = pattern.replace(ESCAPE_OR_CLASS, 'x').match(/[*+]|\{\d+,\}/g)?.length ?? 0;
	// More than four rarely compete for the same characters in an honest pattern.
	return text.length ** Math.min(repetitions, 4);
}

/**
 * Whether a part of the text matches the pattern, as regex() asks in ODK Web Forms and Enketo
 * (ODK Collect wants the whole text: getodk/javarosa#531); `^` and `$` say more. Never throws.
 */
export function matchesPattern(text: string, pattern: string): boolean {
	if (mostSteps(text, pattern) > MOST_STEPS) return true;
	if (text.length > LONGEST_RISKY && isRisky(pattern)) return true;
	return compiledOf(pattern)?.test(text) ?? true;
}
