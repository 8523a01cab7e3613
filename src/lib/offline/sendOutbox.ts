import { delayOf, isJson } from '#lib/client/delay.ts';
import type { Delay } from '#lib/client/saves.ts';
import { sendActs } from '#lib/client/roomActs.ts';
import { writtenBy } from '#lib/client/writer.ts';
import type { EvidenceItem, NoteItem, OutboxItem, ReadyItem } from './outbox.ts';

export type ItemResult =
	| { kind: 'done' }
	| { kind: 'later'; why: Delay }
	| { kind: 'never'; reason: string; code?: string };

/** A file on a slow line; after that it is tried again. */
const PATIENCE = 10 * 60_000;

/**
 * Sends one thing of the outbox in the name of `writer`. Never throws; the same thing again does
 * nothing on the server.
 */
export async function sendItem(
	item: OutboxItem,
	writer: string,
	file: ArrayBuffer | undefined
): Promise<ItemResult> {
	try {
		if (item.kind === 'note') return await sendNote(item, writer);
		return item.kind === 'evidence'
			? await sendEvidence(item, writer, file)
			: await sendReady(item, writer);
	} catch {
		return { kind: 'later', why: 'offline' };
	}
}

/** What an answer that is no success says: a problem document, or the error of an action. */
async function problemIn(answer: Response): Promise<{ code?: string; title?: string }> {
	if (answer.ok || !isJson(answer)) return {};
	const said = (await answer.json()) as {
		code?: string;
		title?: string;
		error?: { code?: string; message?: string };
	};
	return { code: said.code ?? said.error?.code, title: said.title ?? said.error?.message };
}

/** By the form of the evidence page, asked for its answer as data. */
async function sendEvidence(
	item: EvidenceItem,
	writer: string,
	file: ArrayBuffer | undefined
): Promise<ItemResult> {
	const { home, area, id, question, evidence } = item;
	const form = new FormData();
	for (const [name, value] of Object.entries({ id, question, ...evidence })) form.set(name, value);
	if (file && item.file) form.set('file', new File([file], item.file.name, item.file));
	const answer = await fetch(`${home}/${area}/evidence?question=${encodeURIComponent(question)}`, {
		method: 'POST',
		headers: { ...writtenBy(writer), 'x-sveltekit-action': 'true' },
		body: form,
		signal: AbortSignal.timeout(PATIENCE)
	});
	const { code, title } = await problemIn(answer);
	const why = delayOf(answer, code);
	if (why) return { kind: 'later', why };
	if (!answer.ok) return { kind: 'never', reason: title ?? '' };
	const { deserialize } = await import('$app/forms');
	const said = deserialize(await answer.text());
	if (said.type === 'redirect') {
		// Asked to sign in; nothing was added.
		if (said.location.startsWith('/sign-in') || said.location.startsWith('/account'))
			return { kind: 'later', why: 'signed_out' };
		return { kind: 'done' };
	}
	if (said.type === 'success') return { kind: 'done' };
	// What an action gives back arrives with the status inside.
	const { status = 500 } = said;
	if (status === 429 || status >= 500) return { kind: 'later', why: 'busy' };
	return { kind: 'never', reason: said.type === 'failure' ? reasonIn(said.data) : '' };
}

/** The sentence of the form, else of its first field that is wrong. */
function reasonIn(data: unknown): string {
	const { form } = (data ?? {}) as {
		form?: { message?: string; errors?: Record<string, string[] | undefined> };
	};
	return form?.message ?? Object.values(form?.errors ?? {}).flat()[0] ?? '';
}

async function sendNote({ home, act }: NoteItem, writer: string): Promise<ItemResult> {
	const result = await sendActs({ home, writer }, [act]);
	if (result.kind !== 'done') return result;
	const [outcome] = result.outcomes;
	if (outcome && outcome.result !== 'refused') return { kind: 'done' };
	return { kind: 'never', reason: outcome?.reason ?? '', code: outcome?.code };
}

async function sendReady(item: ReadyItem, writer: string): Promise<ItemResult> {
	const { home, area, id, ready } = item;
	const answer = await fetch(`${home}/${area}/ready`, {
		method: 'POST',
		headers: { ...writtenBy(writer), 'content-type': 'application/json' },
		body: JSON.stringify({ id, ready }),
		signal: AbortSignal.timeout(PATIENCE)
	});
	const { code, title = '' } = await problemIn(answer);
	const why = delayOf(answer, code);
	if (why) return { kind: 'later', why };
	return answer.ok ? { kind: 'done' } : { kind: 'never', reason: title };
}
