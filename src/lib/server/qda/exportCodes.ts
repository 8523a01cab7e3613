import type { ExportedCode } from './exportRows.ts';
import { guidOf } from './guid.ts';
import type { QdaCode } from './model.ts';

/** Folders of our own beside the codebook; reading them back makes no codes of them. */
export const SPEAKERS = guidOf('folder', 'speakers');
export const AREAS = guidOf('folder', 'areas');

const PARTS = [
	['includeWhen', 'Include when: '],
	['excludeWhen', 'Exclude when: '],
	['example', 'Example: ']
] as const;
type Entry = Pick<ExportedCode, 'definition' | (typeof PARTS)[number][0]>;

/** What a codebook says of a code, as one description. */
export function describeCode(code: Entry): string {
	return [
		code.definition,
		...PARTS.map(([key, label]) => (code[key] === '' ? '' : label + code[key]))
	]
		.filter((part) => part !== '')
		.join('\n\n');
}

/** The same taken apart again, of a file this application wrote. */
export function readCodeDescription(description: string): Entry {
	const entry: Entry = { definition: '', includeWhen: '', excludeWhen: '', example: '' };
	let key: keyof Entry = 'definition';
	for (const part of description.split('\n\n')) {
		const label = PARTS.find(([, words]) => part.startsWith(words));
		if (label) key = label[0];
		const words = label ? part.slice(label[1].length) : part;
		entry[key] = entry[key] === '' ? words : `${entry[key]}\n\n${words}`;
	}
	return entry;
}

/** The code something was merged into, however often; codings on it stand for that one. */
export function standingCode<T extends { id: string; mergedInto: string | null }>(
	codes: ReadonlyMap<string, T>,
	id: string
): T | undefined {
	const seen = new Set<string>();
	let code = codes.get(id);
	while (code?.mergedInto && !seen.has(code.id)) {
		seen.add(code.id);
		code = codes.get(code.mergedInto);
	}
	return code;
}

/**
 * The codebook as a tree: codes in use, and retired ones that something exported still carries or
 * that stand above such.
 */
export function codeTree(
	codes: readonly ExportedCode[],
	carried: ReadonlySet<string>,
	given: { guid: (codeId: string) => string; notes: ReadonlyMap<string, string[]> }
): QdaCode[] {
	const ids = new Set(codes.map(({ id }) => id));
	const below = Map.groupBy(codes, ({ parentId }) =>
		parentId && ids.has(parentId) ? parentId : null
	);
	const build = (parent: string | null): QdaCode[] =>
		(below.get(parent) ?? []).flatMap((code) => {
			const children = build(code.id);
			const stays = code.status === 'active' || carried.has(code.id) || children.length > 0;
			if (!stays) return [];
			return [
				{
					guid: given.guid(code.id),
					name: code.name,
					isCodable: code.isCodable,
					color: code.colour,
					description: describeCode(code),
					noteRefs: given.notes.get(code.id) ?? [],
					children
				}
			];
		});
	return build(null);
}
