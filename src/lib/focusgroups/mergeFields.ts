import { mergeAnswerText } from '#lib/xlsform/mergeText.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';

/**
 * The fields of a form that somebody else may have changed since it was opened (rule R3). Takes
 * them as the form found them, as they are stored now and as they were typed. A field changed on
 * one side only is taken from there; the fields named in `texts` merge word by word; `conflicts`
 * names those in which both sides say something else, and `merged` then holds what was typed.
 */
export function mergeFields<T extends object>(
	{ base, stored, typed }: { base: T; stored: T; typed: T },
	texts: readonly (keyof T & string)[] = []
): { merged: T; conflicts: (keyof T & string)[] } {
	const merged = { ...typed };
	const conflicts: (keyof T & string)[] = [];
	for (const name of Object.keys(typed) as (keyof T & string)[]) {
		const [before, now, mine] = [base[name], stored[name], typed[name]];
		if (sameValue(now, mine) || sameValue(before, mine)) merged[name] = now;
		else if (!sameValue(before, now)) {
			const text = texts.includes(name)
				? mergeAnswerText(String(before), String(mine), String(now))
				: undefined;
			if (text?.merged !== undefined) merged[name] = text.merged as T[typeof name];
			else conflicts.push(name);
		}
	}
	return { merged, conflicts };
}

/** The fields that differ, by name. */
export function changedFields<T extends object>(before: T, after: T): (keyof T & string)[] {
	return (Object.keys(after) as (keyof T & string)[]).filter(
		(name) => !sameValue(before[name], after[name])
	);
}
