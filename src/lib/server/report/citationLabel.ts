import type { Trx } from '../database/database.ts';
import { type CitationRow, numberOf } from './sources/sourceRoom.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';

/** Signs a label may hold. */
const clean = (words: string) =>
	words
		.replace(/[^A-Za-z0-9.-]+/g, '-')
		.replace(/^[.-]+/, '')
		.slice(0, 40);

/**
 * The label of a new citation, as docs/report.md has them; behind one that is taken stands a number
 * from 2. The caller holds the report, so that no two get the same.
 */
export async function newLabel(
	trx: Trx,
	definition: Definition,
	row: CitationRow,
	answer: { country: string; version: number } | null
): Promise<string> {
	const taken = new Set(
		(
			await trx
				.selectFrom('citations')
				.select('label')
				.where('round_id', '=', row.round_id)
				.execute()
		).map(({ label }) => label)
	);
	const name = readAnswerKey(row.question ?? '')?.name ?? row.question ?? '';
	const number = numberOf(definition, name);
	switch (row.kind) {
		case 'quote':
			return firstFree(taken, (count) => `Q${count}`, 1);
		case 'evidence':
			return firstFree(taken, (count) => `E${count}`, 1);
		case 'data':
			return behind(taken, clean(`D${number}`));
		case 'change':
			return behind(taken, clean(`C${number}`));
		case 'treaty':
			return behind(taken, clean(`T-${row.country}-${row.instrument}`));
		default:
			return behind(taken, clean(`${answer?.country}-${number}-v${answer?.version}`));
	}
}

function behind(taken: ReadonlySet<string>, label: string): string {
	if (!taken.has(label)) return label;
	return firstFree(taken, (count) => `${label}-${count}`, 2);
}

function firstFree(taken: ReadonlySet<string>, make: (count: number) => string, from: number) {
	let count = from;
	while (taken.has(make(count))) count += 1;
	return make(count);
}
