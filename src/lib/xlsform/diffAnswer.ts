/** What differs between two answers in words: by word in a text, by choice, by cell. */
import { diffComm } from 'node-diff3';
import type { AnswerParts } from './describe.ts';
import { type DiffPart, diffWords } from './diffText.ts';

type Table = Extract<AnswerParts, { kind: 'table' }>;

export type DiffBlock =
	| { kind: 'text'; parts: DiffPart[] }
	/** In an ordered list an item says what stood in its place and what stands there. */
	| { kind: 'list'; ordered: boolean; items: DiffPart[][] }
	| { kind: 'table'; columns: string[]; rows: { label: string; cells: DiffPart[][] }[] };

/** A code is replaced by another, not rewritten word by word. */
function whole(before: string, after: string): DiffPart[] {
	const parts: DiffPart[] =
		before === after
			? [{ kind: 'same', text: after }]
			: [
					{ kind: 'removed', text: before },
					{ kind: 'added', text: after }
				];
	return parts.filter(({ text }) => text !== '');
}

function diffChoices(before: string[], after: string[]): DiffPart[][] {
	const as = (kind: DiffPart['kind'], items: string[]) => items.map((text) => [{ kind, text }]);
	return diffComm(before, after).flatMap((part) =>
		part.common
			? as('same', part.common)
			: [...as('removed', part.buffer1), ...as('added', part.buffer2)]
	);
}

function diffPlaces(before: string[], after: string[]): DiffPart[][] {
	const length = Math.max(before.length, after.length);
	return Array.from({ length }, (_, at) => whole(before[at] ?? '', after[at] ?? ''));
}

function diffTable(before: Table | null, after: Table | null): DiffBlock {
	const columns = (after ?? before)?.columns ?? [];
	const rows = (table: Table | null) => table?.rows ?? [];
	const rowOf = (table: Table | null, label: string) =>
		rows(table).find((row) => row.label === label);
	const labels = [...new Set([...rows(after), ...rows(before)].map(({ label }) => label))];
	return {
		kind: 'table',
		columns,
		rows: labels.map((label) => {
			const [left, right] = [rowOf(before, label), rowOf(after, label)];
			const cells = columns.map((_, at) =>
				diffWords(left?.cells[at] ?? '', right?.cells[at] ?? '')
			);
			return { label, cells };
		})
	};
}

/** All of one answer as taken away, or as new. */
function onlyOne(parts: AnswerParts, kind: 'removed' | 'added'): DiffBlock[] {
	if (parts.kind === 'text')
		return parts.text ? [{ kind: 'text', parts: [{ ...parts, kind }] }] : [];
	if (parts.kind === 'list') {
		const items = parts.items.map((text) => [{ kind, text }]);
		return [{ kind: 'list', ordered: parts.ordered, items }];
	}
	return [kind === 'added' ? diffTable(null, parts) : diffTable(parts, null)];
}

/**
 * Takes two answers as describeParts gives them and whether both are texts of their writers' own;
 * gives what to show, with what differs marked. Without the parts marked as added it is `before`,
 * without those removed `after`.
 */
export function diffAnswers(
	before: AnswerParts,
	after: AnswerParts,
	areTexts: boolean
): DiffBlock[] {
	if (before.kind === 'text' && after.kind === 'text') {
		const diff = areTexts ? diffWords : whole;
		return [{ kind: 'text', parts: diff(before.text, after.text) }];
	}
	if (before.kind === 'list' && after.kind === 'list') {
		const { ordered } = after;
		const diff = ordered ? diffPlaces : diffChoices;
		return [{ kind: 'list', ordered, items: diff(before.items, after.items) }];
	}
	if (before.kind === 'table' && after.kind === 'table') return [diffTable(before, after)];
	return [...onlyOne(before, 'removed'), ...onlyOne(after, 'added')];
}
