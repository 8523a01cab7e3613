/**
 * Under which key an answer is kept. Outside repeats that is the question's name. Inside, the
 * ids of the entries follow, outermost first: `child_name[k3f9]`, `toy[k3f9/p0aa]`. Ids, not
 * positions, because two colleagues may add and remove entries at the same time.
 *
 * The entries of a repeat are an answer too: under the repeat's name (with the ids around it)
 * stands the list of ids in order. Without one there is a single entry, `FIRST_ENTRY`, as
 * every ODK form begins with one; a repeat with a count has the entries `1`, `2`, `3`…
 */
export const FIRST_ENTRY = '1';

/** The most entries one repeat may have. */
export const MOST_ENTRIES = 500;

const ENTRY_ID = /^[A-Za-z0-9_-]{1,40}$/;

/** Whether a string may be the id of an entry. */
export function isEntryId(id: string): boolean {
	return ENTRY_ID.test(id);
}

/** The key of a question (or repeat) in the entries with these ids, outermost first. */
export function answerKey(name: string, entries: readonly string[] = []): string {
	return entries.length === 0 ? name : `${name}[${entries.join('/')}]`;
}

/** Name and entries of a key; null for what is no key. */
export function readAnswerKey(key: string): { name: string; entries: string[] } | null {
	const open = key.indexOf('[');
	if (open < 0) return { name: key, entries: [] };
	if (!key.endsWith(']')) return null;
	const entries = key.slice(open + 1, -1).split('/');
	return entries.every(isEntryId) ? { name: key.slice(0, open), entries } : null;
}
