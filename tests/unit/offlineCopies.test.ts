import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import { COPY_FORMAT, copyOf, fetchAll, putCopy } from '#lib/offline/copies.ts';
import type { Store } from '#lib/offline/database.ts';
import type { Taken, Vault } from '#lib/offline/vault.ts';
import { readKept } from '#lib/offline/waiting.ts';

/** Areas on a device: of one account, in the format of this version of the program. */
const ME = 'sokha';
const home = '/respond/kh';
const areas = ['background', 'justice', 'return'].map((name) => ({ name }));
const viewOf = (area: string, me = ME) =>
	({
		home,
		area,
		me,
		state: 'draft',
		counts: { answered: 2, asked: 3 },
		areas: areas.map(({ name }) => ({ name, state: 'draft', answered: 2, asked: 3 }))
	}) as unknown as AreaView;

let kept: Map<string, { store: Store; taken: Taken<Store> }>;
let isFull: boolean;
const vault = {
	account: ME,
	nameOf: async (text: string) => text,
	async put(store: Store, name: string, _place: string, content: never) {
		if (isFull) return false;
		kept.set(name, { store, taken: { name, at: Date.now(), content, hasFile: false } });
		return true;
	},
	get: async (_store: Store, name: string) => kept.get(name)?.taken,
	list: async (store: Store) =>
		[...kept.values()].filter((each) => each.store === store).map(({ taken }) => taken)
} as unknown as Vault;

let asked: string[];
let given: (area: string) => AreaView | undefined;
beforeEach(() => {
	kept = new Map();
	isFull = false;
	asked = [];
	given = (area) => viewOf(area);
	vi.stubGlobal('fetch', async (address: string) => {
		const area = address.split('/').at(-2)!;
		asked.push(area);
		const view = given(area);
		return view ? Response.json(view) : new Response(null, { status: 503 });
	});
});
afterEach(() => vi.unstubAllGlobals());
const standing = { state: 'draft' as const, answered: 2, asked: 3 };
const round = { home, areas: areas.map(({ name }) => ({ name, ...standing })) };

test('all areas of a round are fetched from nothing, and then no more', async () => {
	expect(await fetchAll(vault, round)).toBe(3);
	expect(asked).toEqual(['background', 'justice', 'return']);
	expect(await fetchAll(vault, round)).toBe(3);
	expect(asked).toHaveLength(3);
	expect((await readKept(vault)).copies.map(({ view }) => view.area)).toEqual([
		'background',
		'justice',
		'return'
	]);
});

test('an area that stands otherwise by now is fetched again', async () => {
	await fetchAll(vault, round);
	const [first, ...others] = round.areas;
	await fetchAll(vault, { home, areas: [{ ...first!, answered: 3 }, ...others] });
	expect(asked.slice(3)).toEqual(['background']);
});

test('where one cannot be had or kept it says how far it came', async () => {
	given = (area) => (area === 'justice' ? undefined : viewOf(area));
	expect(await fetchAll(vault, round)).toBe(1);
	given = (area) => viewOf(area);
	isFull = true;
	expect(await fetchAll(vault, round)).toBe(1);
});

test('what somebody else sees is not kept with this account’s key', async () => {
	expect(await putCopy(vault, viewOf('justice', 'dara'))).toBe(false);
	given = (area) => viewOf(area, 'dara');
	expect(await fetchAll(vault, round)).toBe(0);
	expect(kept.size).toBe(0);
});

test('what an earlier version of the program kept is not opened, but named and fetched again', async () => {
	await fetchAll(vault, round);
	const older = [...kept.values()].map(({ taken }) => taken as Taken<'copies'>);
	older[0]!.content.format = COPY_FORMAT - 1;
	// The first ones of all had no number, and named nothing but their view.
	older[1]!.content = { view: older[1]!.content.view } as never;
	expect(await copyOf(vault, { home, area: 'background' })).toBeUndefined();
	const { copies, old } = await readKept(vault);
	expect(copies.map(({ view }) => view.area)).toEqual(['return']);
	expect(old).toEqual([
		{ home, area: 'background' },
		{ home, area: 'justice' }
	]);
	await fetchAll(vault, round);
	expect(asked.slice(3)).toEqual(['background', 'justice']);
	expect((await readKept(vault)).old).toEqual([]);
});
