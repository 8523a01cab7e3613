import type { Delay } from '#lib/client/saves.ts';
import type { EvidenceItem, OutboxItem } from './outbox.ts';

export type ItemResult =
	{ kind: 'done' } | { kind: 'later'; why: Delay } | { kind: 'never'; reason: string };

/** A file on a slow line; after that it is tried again. */
const PATIENCE = 10 * 60_000;

/** Sends one thing of the outbox. Never throws; the same thing again does nothing on the server. */
export async function sendItem(
	item: OutboxItem,
	file: ArrayBuffer | undefined
): Promise<ItemResult> {
	try {
		return item.kind === 'evidence' ? await sendEvidence(item, file) : await sendReady(item);
	} catch {
		return { kind: 'later', why: 'offline' };
	}
}

const isJson = (answer: Response) => answer.headers.get('content-type')?.includes('json') === true;

function delayOf({ status }: Response): Delay | undefined {
	if (status === 401) return 'signed_out';
	return status === 429 || status >= 500 ? 'busy' : undefined;
}

/** By the form of the evidence page, asked for its answer as data. */
async function sendEvidence(item: EvidenceItem, file: ArrayBuffer | undefined) {
	const { home, area, id, question, evidence } = item;
	const form = new FormData();
	for (const [name, value] of Object.entries({ id, question, ...evidence })) form.set(name, value);
	if (file && item.file) form.set('file', new File([file], item.file.name, item.file));
	const address = `${home}/${area}/evidence?question=${encodeURIComponent(question)}`;
	const answer = await fetch(address, {
		method: 'POST',
		headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
		body: form,
		signal: AbortSignal.timeout(PATIENCE)
	});
	const why = delayOf(answer);
	if (why) return { kind: 'later' as const, why };
	if (!isJson(answer)) return { kind: 'later' as const, why: 'offline' as const };
	const { deserialize } = await import('$app/forms');
	const said = deserialize(await answer.text());
	if (said.type === 'redirect') {
		// Asked to sign in; nothing was added.
		if (said.location.startsWith('/sign-in') || said.location.startsWith('/account'))
			return { kind: 'later' as const, why: 'signed_out' as const };
		return { kind: 'done' as const };
	}
	if (said.type === 'success') return { kind: 'done' as const };
	if (said.type === 'error') {
		const { status = 500, error } = said as { status?: number; error: { message?: string } };
		if (status >= 500) return { kind: 'later' as const, why: 'busy' as const };
		return { kind: 'never' as const, reason: String(error.message ?? '') };
	}
	return { kind: 'never' as const, reason: reasonIn(said.data) };
}

/** The sentence of the form, else of its first field that is wrong. */
function reasonIn(data: unknown): string {
	const { form } = (data ?? {}) as {
		form?: { message?: string; errors?: Record<string, string[] | undefined> };
	};
	return form?.message ?? Object.values(form?.errors ?? {}).flat()[0] ?? '';
}

async function sendReady({ home, area, id, ready }: OutboxItem & { kind: 'ready' }) {
	const answer = await fetch(`${home}/${area}/ready`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify({ id, ready }),
		signal: AbortSignal.timeout(PATIENCE)
	});
	if (answer.ok) return { kind: 'done' as const };
	const why = delayOf(answer);
	if (why) return { kind: 'later' as const, why };
	if (!isJson(answer)) return { kind: 'later' as const, why: 'offline' as const };
	const { title = '' } = (await answer.json()) as { title?: string };
	return { kind: 'never' as const, reason: title };
}
