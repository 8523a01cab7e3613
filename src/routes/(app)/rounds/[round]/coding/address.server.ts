import { redirect } from '@sveltejs/kit';
import { PAGE_SIZE, elementId } from '#lib/components/coding/unit.ts';
import type { Which } from '#lib/server/coding/turnWindow.ts';

/** The stretch of the list an address asks for: a page by where it begins, or the one with a unit. */
export function whichOf(asked: URLSearchParams): Which {
	const at = asked.get('at');
	const from = Number(asked.get('from') ?? 0);
	if (at) return { at, count: PAGE_SIZE };
	const whole = Number.isSafeInteger(from) && from > 0 && from < 1e9 ? from : 0;
	return { from: whole - (whole % PAGE_SIZE), count: PAGE_SIZE };
}

/** What a script asks of a window: units by id, or a stretch of at most 200. */
export function windowOf(asked: URLSearchParams): Which {
	const ids = asked.getAll('id');
	if (ids.length > 0) return { ids: ids.slice(0, 200) };
	const whole = (name: string, most: number) => {
		const value = Number(asked.get(name) ?? 0);
		return Number.isSafeInteger(value) && value > 0 ? Math.min(value, most) : 0;
	};
	return { from: whole('from', 1e9), count: whole('count', 200) || PAGE_SIZE };
}

/** The parameters of a list that narrow it, as text that goes on to other addresses. */
export function queryOf(asked: URLSearchParams, names: readonly string[]): string {
	const query = new URLSearchParams();
	for (const name of names) {
		const value = asked.get(name);
		if (value) query.set(name, value.slice(0, 400));
	}
	return query.toString();
}

/** Back to the unit acted on, with a word that it is done; what was opened is closed. */
export function backTo(url: URL, done: string, unitId: string | null): never {
	const query = new URLSearchParams(
		[...url.searchParams].filter(([name]) => !name.startsWith('/') && name !== 'open')
	);
	query.set('done', done);
	const unit = unitId ? `#${elementId(encodeURIComponent(unitId))}` : '';
	redirect(303, `${url.pathname}?${query}${unit}`);
}
