import { randomId } from '#lib/client/randomId.ts';
import type { Delay } from '#lib/client/saves.ts';
import { sendAnswers } from '#lib/client/sendAnswers.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { copyOf } from './copies.ts';
import { fetchKey } from './fetchKey.ts';
import { SENDING, takeLock } from './locks.ts';
import type { NoteItem, OutboxItem, Place } from './outbox.ts';
import { isSendable, sendPending } from './sendPending.ts';
import { sendItem } from './sendOutbox.ts';
import { isOf, pageLock, placeName } from './takePending.ts';
import type { Taken, Vault } from './vault.ts';

/** How sending stands, for the line that says so. `count`: what waits still. */
export type SendingState =
	| { kind: 'idle' }
	| { kind: 'sending' | 'sent'; count: number }
	| { kind: 'waiting'; why: Delay; count: number };

/**
 * Sends everything that waits for one account, area by area: answers of closed pages, then
 * evidence in the order it was added, then marks. Pages that are open send their own answers.
 * One tab does it at a time. Gives how it stands afterwards; null where another tab is at it.
 */
export async function sendWaiting(
	vault: Vault,
	onState: (state: SendingState) => void = () => {}
): Promise<SendingState | null> {
	const release = await takeLock(SENDING);
	if (!release) return null;
	try {
		const state = await sendAll(vault, onState);
		onState(state);
		return state;
	} finally {
		release();
	}
}

const waitsIn = ({ content }: Taken<'outbox'>) => content.refused === undefined;

async function sendAll(
	vault: Vault,
	onState: (state: SendingState) => void
): Promise<SendingState> {
	const answers = (await vault.list('pending')).filter(({ content }) =>
		isSendable(content.pending)
	);
	const items = (await vault.list('outbox')).filter(waitsIn);
	const count = answers.length + items.length;
	if (count === 0) {
		await vault.countWaiting();
		return { kind: 'idle' };
	}
	// Asked first who is signed in, to say so; each request names its writer as well (writer.ts).
	const who = await fetchKey();
	if (who.kind === 'offline') return { kind: 'waiting', why: 'offline', count };
	if (who.kind === 'signed_out') return { kind: 'waiting', why: 'signed_out', count };
	if (who.account !== vault.account) return { kind: 'waiting', why: 'other_account', count };
	onState({ kind: 'sending', count });
	const places: Place[] = [];
	for (const { content } of [...answers, ...items])
		if (!places.some((place) => isOf(content, place))) places.push(content);
	for (const place of places) {
		const why = await sendPlace(vault, place, answers, items);
		if (why) return { kind: 'waiting', why, count: await vault.countWaiting() };
	}
	return { kind: 'sent', count: await vault.countWaiting() };
}

async function sendPlace(
	vault: Vault,
	place: Place,
	answers: Taken<'pending'>[],
	items: Taken<'outbox'>[]
): Promise<Delay | null> {
	let isOpen = false;
	for (const { name } of answers.filter(({ content }) => isOf(content, place))) {
		const release = await takeLock(pageLock(name));
		if (!release) {
			isOpen = true;
			continue;
		}
		try {
			const why = await sendKept(vault, place, name);
			if (why) return why;
		} finally {
			release();
		}
	}
	for (const { name, content } of items.filter((each) => isOf(each.content, place))) {
		// An area is marked as ready after its last answer.
		if (content.kind === 'ready' && isOpen) continue;
		const why =
			content.kind === 'note'
				? await sendOfPage(vault, name, content)
				: await sendOne(vault, name, content);
		if (why) return why;
	}
	return null;
}

/** What a closed page left. */
async function sendKept(vault: Vault, place: Place, name: string): Promise<Delay | null> {
	const kept = await vault.get('pending', name);
	if (!kept || !isSendable(kept.content.pending)) return null;
	const { response, pending } = kept.content;
	const answers = { here: placeName(place), response, writer: vault.account };
	return sendPending(pending, {
		send: (save) => sendAnswers(answers, save),
		async keep(left) {
			if (!left) return vault.remove('pending', name);
			// Where that fails the old state is sent again, which the server has seen by its id.
			await vault.put('pending', name, placeName(place), { ...kept.content, pending: left });
		},
		loadMerge: async () => {
			const { mergeContent } = await import('#lib/xlsform/mergeText.ts');
			const area = (await copyOf(vault, place))?.content.view.definition.areas[0];
			return (key, base, mine, theirs) =>
				mergeContent((area && questionOf(area, key)) ?? { type: 'entries' }, base, mine, theirs)
					.merged;
		},
		makeId: randomId
	});
}

/** A note is sent by its page while that is open, and in its order. */
async function sendOfPage(vault: Vault, name: string, item: NoteItem): Promise<Delay | null> {
	const release = await takeLock(pageLock(item.page));
	if (!release) return null;
	try {
		// Its page may have sent it just before it closed.
		return (await vault.get('outbox', name)) ? await sendOne(vault, name, item) : null;
	} finally {
		release();
	}
}

async function sendOne(vault: Vault, name: string, item: OutboxItem): Promise<Delay | null> {
	const result = await sendItem(item, vault.account, await vault.fileOf(name));
	if (result.kind === 'later') return result.why;
	if (result.kind === 'done') await vault.remove('outbox', name);
	else {
		const { reason: refused, code } = result;
		const left = item.kind === 'note' ? { ...item, refused, code } : { ...item, refused };
		await vault.put('outbox', name, placeName(item), left);
	}
	return null;
}
