import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import type { Pending, Unsent } from '#lib/client/saves.ts';
import type { RoomView } from '#lib/components/room/roomView.ts';
import { SENDING, underLock } from './locks.ts';
import { isArea, isReadable, placeOf } from './copies.ts';
import type { OutboxItem, Place } from './outbox.ts';
import { readRooms } from './roomCopies.ts';
import { textsOf } from './sendPending.ts';
import { isOf, placeName } from './takePending.ts';
import type { Taken, Vault } from './vault.ts';

/** An answer the server would not take, with its text. */
export interface RefusedAnswer extends Place {
	question: string;
	text: Unsent;
	reason: string;
}

/** What of an account waits on a device. */
export interface Waiting {
	/** How many answers wait, by area; those refused too. */
	answers: (Place & { count: number })[];
	refused: RefusedAnswer[];
	outbox: Taken<'outbox'>[];
}

/** The same, with the areas an account keeps. */
export interface KeptState extends Waiting {
	copies: { view: AreaView; at: number }[];
	/** Meetings whose notes it takes, by name. */
	rooms: { view: RoomView; at: number }[];
	/** Areas an earlier version of the program kept: to be fetched again. */
	old: Place[];
}

/** What waits; `but` leaves out what one open page keeps. */
export async function readWaiting(vault: Vault, but?: string): Promise<Waiting> {
	const pending = (await vault.list('pending')).filter(({ name }) => name !== but);
	const answers: Waiting['answers'] = [];
	const refused: RefusedAnswer[] = [];
	for (const { content } of pending) {
		const { home, area } = content;
		const texts = new Set(textsOf(content.pending).map(({ question }) => question));
		const before = answers.find((each) => isOf(each, content));
		if (before) before.count += texts.size;
		else answers.push({ home, area, count: texts.size });
		for (const [question, { reason, ...text }] of Object.entries(content.pending.refused))
			refused.push({ home, area, question, text, reason });
	}
	return { answers, refused, outbox: await vault.list('outbox') };
}

/** Reads all of it; areas in the order of their questionnaire. */
export async function readKept(vault: Vault): Promise<KeptState> {
	const both = await vault.list('copies');
	const rooms = readRooms(both);
	const all = both.filter(isArea);
	const copies = all.filter(isReadable).map(({ at, content: { view } }) => ({ at, view }));
	copies.sort((one, other) => orderOf(one.view) - orderOf(other.view));
	const old = all.filter((copy) => !isReadable(copy)).map(({ content }) => placeOf(content));
	return { copies, rooms, old, ...(await readWaiting(vault)) };
}

/** How many things wait, and how many of them because the server would not take them. */
export function tallyOf({ answers, refused, outbox }: Waiting): { count: number; refused: number } {
	const items = outbox.filter(({ content }) => content.refused !== undefined).length;
	return {
		count: outbox.length + answers.reduce((sum, each) => sum + each.count, 0),
		refused: refused.length + items
	};
}

export const hasWaiting = (waiting: Waiting) => tallyOf(waiting).count > 0;

const orderOf = ({ areas, area }: AreaView) => areas.findIndex(({ name }) => name === area);

/** How many things of an area wait: answers, sources and marks. */
export function countIn({ answers, outbox }: Waiting, place: Place): number {
	const own = answers.find((each) => isOf(each, place))?.count ?? 0;
	return own + outbox.filter(({ content }) => isOf(content, place)).length;
}

/** What an area or a meeting is called, where it is on this device. */
export function titleOf({ copies, rooms }: KeptState, place: Place): string {
	const room = rooms.find(({ view }) => view.home === place.home);
	if (room) return room.view.group.name;
	const areas = copies.find(({ view }) => view.home === place.home)?.view.areas ?? [];
	return areas.find(({ name }) => name === place.area)?.title ?? place.area;
}

/** Keeps something that is to be sent; gives whether it is kept. */
export async function keepItem(
	vault: Vault,
	item: OutboxItem,
	file?: ArrayBuffer
): Promise<boolean> {
	const isKept = await vault.put('outbox', item.id, placeName(item), item, file);
	await vault.countWaiting();
	return isKept;
}

/** Takes something away that was to be sent. */
export async function dropItem(vault: Vault, name: string): Promise<void> {
	await vault.remove('outbox', name);
	await vault.countWaiting();
}

/** Has something sent once more that the server did not take. */
export async function retryItem(vault: Vault, { name, content }: Taken<'outbox'>): Promise<void> {
	const item = { ...content };
	delete item.refused;
	await vault.put('outbox', name, placeName(item), item);
}

type Settle = (pending: Pending, text: Unsent) => Pending;

/**
 * Does something with a refused answer where it is kept. Not while its area is being sent: what is
 * left of that is written over what is kept, and the answer would be refused again.
 */
function settleRefused(vault: Vault, refused: RefusedAnswer, settle: Settle): Promise<void> {
	return underLock(SENDING, () => settleKept(vault, refused, settle));
}

async function settleKept(vault: Vault, refused: RefusedAnswer, settle: Settle): Promise<void> {
	for (const { name, content } of await vault.list('pending')) {
		const text = content.pending.refused[refused.question];
		if (!isOf(content, refused) || !text) continue;
		const left = Object.entries(content.pending.refused);
		const others = Object.fromEntries(left.filter(([key]) => key !== refused.question));
		const { base, content: said } = text;
		const pending = settle({ ...content.pending, refused: others }, { base, content: said });
		if (textsOf(pending).length === 0) await vault.remove('pending', name);
		else await vault.put('pending', name, placeName(content), { ...content, pending });
	}
	await vault.countWaiting();
}

/** Takes a refused answer away from the device. */
export async function dropRefused(vault: Vault, refused: RefusedAnswer): Promise<void> {
	await settleRefused(vault, refused, (pending) => pending);
}

/** Has a refused answer sent once more, unless something newer waits for its question. */
export async function retryRefused(vault: Vault, refused: RefusedAnswer): Promise<void> {
	await settleRefused(vault, refused, (pending, text) => ({
		...pending,
		unsent: { [refused.question]: text, ...pending.unsent }
	}));
}
