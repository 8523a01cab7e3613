import { m } from '#lib/paraglide/messages.js';
import type { UnitMemo, UnitWindow } from '../unit.ts';

/** A line that has died without saying so must not hold a person up. */
const LONGEST_REQUEST = 30_000;

/** Where a code came to lie. */
export interface PlacedCoding {
	id: string;
	codeId?: string;
	start: number;
	end: number;
	textRevision: number;
	isNew?: boolean;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; words: string; isChanged: boolean };

async function request<T>(href: string, body?: object): Promise<Answer<T>> {
	const aborting = new AbortController();
	const timer = setTimeout(() => aborting.abort(), LONGEST_REQUEST);
	try {
		const answer = await fetch(href, {
			headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
			signal: aborting.signal,
			...(body && { method: 'POST', body: JSON.stringify(body) })
		});
		const said = (await answer.json()) as { title?: string; code?: string };
		if (answer.ok) return { ok: true, value: said as T };
		const isChanged = said.code === 'span_outside' || said.code === 'text_changed';
		return { ok: false, words: said.title ?? m.coding_not_sent(), isChanged };
	} catch {
		return { ok: false, words: m.coding_not_sent(), isChanged: false };
	} finally {
		clearTimeout(timer);
	}
}

/** Puts codes on, takes them off or puts them back; see codingActSchema. */
export function sendAct(
	roundPath: string,
	act: object
): Promise<Answer<{ codings: PlacedCoding[] }>> {
	return request(`${roundPath}/coding/codings`, act);
}

/** Writes, changes or removes a memo; see memoSchema. */
export function sendMemo(
	roundPath: string,
	memo: object
): Promise<Answer<{ memo: UnitMemo | null }>> {
	return request(`${roundPath}/coding/memos`, memo);
}

/** A stretch of the list, narrowed like the page. @throws Error where it does not come */
export async function fetchWindow(
	windowPath: string,
	query: string,
	asked: Record<string, string>
): Promise<UnitWindow> {
	const search = new URLSearchParams(query);
	for (const [name, value] of Object.entries(asked)) search.append(name, value);
	const answer = await request<UnitWindow>(`${windowPath}?${search}`);
	if (!answer.ok) throw new Error(answer.words);
	return answer.value;
}
