/** A page somebody has open, and the question they are at. Ids and keys only, never words or names. */
export interface Presence {
	/** UUID the page made for itself. */
	page: string;
	account: string;
	delegation: string;
	response: string;
	question: string | null;
}

interface Entry extends Presence {
	until: number;
}

/** So long is somebody there of whom nothing more is heard. */
export const LASTS_MS = 40_000;
/** The most people a page is told of: who comes first is at a question, then who came last. */
const MOST_TOLD = 30;
/** The most pages one account is counted with in one response. */
const MOST_PAGES = 6;

/** Names a page so that no account can pass for another. */
export const keyOf = ({ account, page }: Pick<Presence, 'account' | 'page'>) =>
	`${account} ${page}`;

/**
 * Who is where, as far as this process has heard from all processes, itself included. `now` in
 * milliseconds. What changes something people see gives the response to tell it to.
 */
export function createPresences(now: () => number) {
	const entries = new Map<string, Entry>();
	const byResponse = new Map<string, Set<Entry>>();

	function remove(entry: Entry): void {
		entries.delete(keyOf(entry));
		const there = byResponse.get(entry.response);
		there?.delete(entry);
		if (there?.size === 0) byResponse.delete(entry.response);
	}

	function add(person: Presence): void {
		const entry = { ...person, until: now() + LASTS_MS };
		entries.set(keyOf(entry), entry);
		const there = byResponse.get(entry.response) ?? new Set();
		byResponse.set(entry.response, there.add(entry));
		const own = [...there].filter(({ account }) => account === entry.account);
		for (const surplus of own.slice(0, -MOST_PAGES)) remove(surplus);
	}

	return {
		/** Somebody is still there. Where they were known, their question stays what it was. */
		renew(person: Presence): string | undefined {
			const known = entries.get(keyOf(person));
			if (known?.response === person.response) {
				known.until = now() + LASTS_MS;
				return undefined;
			}
			if (known) remove(known);
			add(person);
			return person.response;
		},
		/** Somebody went to a question, or left it. */
		move(person: Presence): string | undefined {
			const known = entries.get(keyOf(person));
			if (known) remove(known);
			add(person);
			return known?.response === person.response && known.question === person.question
				? undefined
				: person.response;
		},
		/** Somebody closed their page. */
		leave(who: Pick<Presence, 'account' | 'page'>): string | undefined {
			const known = entries.get(keyOf(who));
			if (known) remove(known);
			return known?.response;
		},
		/** Forgets those of whom nothing was heard; gives the responses where somebody was. */
		expire(): Set<string> {
			const gone = [...entries.values()].filter(({ until }) => until <= now());
			for (const entry of gone) remove(entry);
			return new Set(gone.map(({ response }) => response));
		},
		find: (who: Pick<Presence, 'account' | 'page'>): Presence | undefined =>
			entries.get(keyOf(who)),
		/** Who is in a response, as its pages are told. */
		list(response: string): Pick<Presence, 'page' | 'account' | 'question'>[] {
			const there = [...(byResponse.get(response) ?? [])].reverse();
			return there
				.toSorted((a, b) => Number(a.question === null) - Number(b.question === null))
				.slice(0, MOST_TOLD)
				.map(({ page, account, question }) => ({ page, account, question }));
		}
	};
}

export type Presences = ReturnType<typeof createPresences>;
