import type { Speaker } from '../../terms.ts';
import { UNNAMED } from './exportTexts.ts';

/** A colon of any script, and a space or the end of the line after it: no clock time, no address. */
const LABEL = /^[ \t]*([^\n:：៖]{1,63}?)[ \t]*[:：៖](?:[ \t\u00A0]+|$)/u;

/** The speaker in front of a line, and where the words begin; undefined where there is none. */
export function labelOf(line: string): { label: string; words: number } | undefined {
	const match = LABEL.exec(line);
	const label = match?.[1]?.trim() ?? '';
	// A sentence is no name, and neither is a number.
	if (!match || label === '' || label.split(/\s+/).length > 5) return undefined;
	if (/[?!;"“”«»…]/.test(label) || /^\d+$/.test(label)) return undefined;
	return { label, words: match[0].length };
}

/** Whether a label is a pseudonym, as this application and others make them: `P02`, `Speaker 3`. */
export function isPseudonym(label: string): boolean {
	return (
		label.length <= 40 &&
		/^(?:\p{L}{1,3}|participant|speaker|respondent|informant|person|peserta|responden|narasumber|informan|pembicara)[ _-]?\d{1,4}$/iu.test(
			label
		)
	);
}

const ROLES: readonly (readonly [Exclude<Speaker, 'participant' | 'unknown'>, RegExp])[] = [
	['facilitator', /^(?:co-?)?(?:facilitator|moderator|interviewer|fasilitator|pewawancara)\b/i],
	['interpreter', /^(?:interpreter|translator|penerjemah|juru bahasa)\b/i],
	['note_taker', /^(?:note[- ]?taker|notulis|pencatat)\b/i],
	['observer', /^(?:observer|pengamat)\b/i]
];

/** The role in a meeting that a label names. */
export function roleOf(label: string): Exclude<Speaker, 'participant' | 'unknown'> | undefined {
	return ROLES.find(([, words]) => words.test(label))?.[0];
}

/** A label that says that nobody is to be named. */
export const isUnnamed = (label: string) => label === UNNAMED;
