import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import type { Unsent } from '#lib/client/saves.ts';
import type { OutboxItem, Place } from './outbox.ts';
import { textsOf } from './sendPending.ts';
import { isOf } from './takePending.ts';
import type { Taken, Vault } from './vault.ts';

/** An answer the server would not take, with its text. */
export interface RefusedAnswer extends Place {
	question: string;
	text: Unsent;
	reason: string;
}

/** What an account keeps on a device, and what of it waits. */
export interface KeptState {
	copies: { view: AreaView; at: number }[];
	/** How many answers wait, by area. */
	answers: (Place & { count: number })[];
	refused: RefusedAnswer[];
	outbox: Taken<'outbox'>[];
}

/** Reads all of it; areas in the order of their questionnaire. */
export async function readKept(vault: Vault): Promise<KeptState> {
	const copies = (await vault.list('copies')).map(({ at, content: { view } }) => ({ at, view }));
	copies.sort((one, other) => orderOf(one.view) - orderOf(other.view));
	const pending = await vault.list('pending');
	const answers: KeptState['answers'] = [];
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
	return { copies, answers, refused, outbox: await vault.list('outbox') };
}

const orderOf = ({ areas, area }: AreaView) => areas.findIndex(({ name }) => name === area);

/** How many things of an area wait: answers, sources and marks. */
export function countIn({ answers, outbox }: KeptState, place: Place): number {
	const own = answers.find((each) => isOf(each, place))?.count ?? 0;
	return own + outbox.filter(({ content }) => isOf(content, place)).length;
}

/** What an area is called, where it is on this device. */
export function titleOf({ copies }: KeptState, place: Place): string {
	const areas = copies.find(({ view }) => view.home === place.home)?.view.areas ?? [];
	return areas.find(({ name }) => name === place.area)?.title ?? place.area;
}

/** Keeps something that is to be sent. */
export async function keepItem(vault: Vault, item: OutboxItem, file?: ArrayBuffer): Promise<void> {
	await vault.put('outbox', item.id, `${item.home}/${item.area}`, item, file);
	await vault.countWaiting();
}

/** Takes a refused answer away from the device. */
export async function dropRefused(vault: Vault, refused: RefusedAnswer): Promise<void> {
	for (const { name, content } of await vault.list('pending')) {
		if (!isOf(content, refused) || !content.pending.refused[refused.question]) continue;
		const left = Object.entries(content.pending.refused);
		const others = Object.fromEntries(left.filter(([key]) => key !== refused.question));
		const pending = { ...content.pending, refused: others };
		const isEmpty = textsOf(pending).length === 0;
		if (isEmpty) await vault.remove('pending', name);
		else
			await vault.put('pending', name, `${content.home}/${content.area}`, { ...content, pending });
	}
	await vault.countWaiting();
}
