import { diffComm } from 'node-diff3';
import {
	commonEnd,
	commonStart,
	comparisonCost,
	COSTLIEST,
	sentencesOf,
	spacedWordsOf,
	wordsOf
} from './words.ts';

export interface DiffPart {
	kind: 'same' | 'added' | 'removed';
	text: string;
}

interface Stretch {
	before: string;
	after: string;
	same: boolean;
}

function compare(before: string[], after: string[]): Stretch[] | undefined {
	const start = commonStart([before, after]);
	const end = commonEnd([before, after], start);
	const inner = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
	const [left = [], right = []] = inner;
	if (comparisonCost(left, right) > COSTLIEST) return undefined;
	const head = before.slice(0, start).join('');
	const tail = before.slice(before.length - end).join('');
	return [
		{ before: head, after: head, same: true },
		...diffComm(left, right).map((part) => ({
			before: (part.common ?? part.buffer1).join(''),
			after: (part.common ?? part.buffer2).join(''),
			same: part.common !== undefined
		})),
		{ before: tail, after: tail, same: true }
	].filter((stretch) => stretch.before !== '' || stretch.after !== '');
}

/** A blank between two changed words reads as part of the change, not as something kept. */
function joined(stretches: readonly Stretch[]): Stretch[] {
	const result: Stretch[] = [];
	for (const [at, stretch] of stretches.entries()) {
		const last = result.at(-1);
		const between = last && !last.same && at < stretches.length - 1;
		const changed = !stretch.same || (between && stretch.before.trim() === '');
		if (last && (changed ? !last.same : last.same)) {
			last.before += stretch.before;
			last.after += stretch.after;
		} else result.push({ ...stretch, same: !changed });
	}
	return result;
}

/**
 * What changed between two texts, by word. Parts marked same and removed joined give
 * `before`, same and added give `after`; what was removed stands before what replaced it.
 */
export function diffWords(before: string, after: string): DiffPart[] {
	const cuts = [wordsOf, spacedWordsOf, sentencesOf];
	let stretches: Stretch[] | undefined;
	for (const cut of cuts) stretches ??= compare(cut(before), cut(after));
	stretches ??= [{ before, after, same: false }];
	return joined(stretches)
		.flatMap((stretch): DiffPart[] =>
			stretch.same
				? [{ kind: 'same', text: stretch.before }]
				: [
						{ kind: 'removed', text: stretch.before },
						{ kind: 'added', text: stretch.after }
					]
		)
		.filter((part) => part.text !== '');
}
