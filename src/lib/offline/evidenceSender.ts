import { randomId } from '#lib/client/randomId.ts';
import type { Delay } from '#lib/client/saves.ts';
import { m } from '#lib/paraglide/messages.js';
import { type EvidenceFor, readEvidence } from './readEvidence.ts';
import { sendItem } from './sendOutbox.ts';
import type { Vault } from './vault.ts';
import { dropItem, keepItem } from './waiting.ts';
import { watchLine } from './watchLine.ts';

/** What became of a source that was to be sent. */
export type Sent =
	| { kind: 'done' }
	/** It waits on the device, and is sent by itself. */
	| { kind: 'kept'; why: Delay }
	/** It stands in the form and nowhere else. */
	| { kind: 'open'; why: Delay }
	/** It was not taken; `words` where this page knows why, else what the server said. */
	| { kind: 'problem'; words?: string; reason: string };

interface SenderOptions {
	about: EvidenceFor;
	/** The account that writes it. */
	writer: string;
	/** The file is itself the answer. */
	isAnswer: boolean;
	/** What this device keeps, where it is open. */
	vault: () => Vault | undefined;
	/** The server has it, now or later on. */
	onDone: () => void;
}

/**
 * Sends the form for a source from its page. It is kept on the device before it goes, where that
 * can be, so that a line that drops, or a browser that is closed meanwhile, loses nothing.
 */
export function createEvidenceSender({ about, writer, isAnswer, vault, onDone }: SenderOptions) {
	let { id } = about;
	let before: string | undefined;
	let line: ReturnType<typeof watchLine> | undefined;

	/** The same source goes under the same id; another than the one that may be there already does not. */
	function idFor(said: string): string {
		if (before !== undefined && before !== said) id = randomId();
		before = said;
		return id;
	}

	async function send(fields: FormData): Promise<Sent> {
		const given = await readEvidence(fields, about).catch(() => null);
		if (!given)
			return { kind: 'problem', words: m.offline_file_too_large({ most: 10 }), reason: '' };
		const { bytes } = given;
		const { evidence, file } = given.item;
		if (isAnswer && !bytes && !evidence.link)
			return { kind: 'problem', words: m.respond_file_missing(), reason: '' };
		const item = { ...given.item, id: idFor(JSON.stringify([evidence, file, bytes?.byteLength])) };
		const opened = vault();
		const isKept = opened !== undefined && (await keepItem(opened, item, bytes));
		const result = await sendItem(item, writer, bytes);
		if (result.kind === 'later' && isKept) {
			line ??= watchLine(opened, (state) => {
				if (state.kind === 'sent' && state.count === 0) onDone();
			});
			return { kind: 'kept', why: result.why };
		}
		if (isKept) await dropItem(opened, item.id).catch(() => {});
		if (result.kind === 'later') return { kind: 'open', why: result.why };
		if (result.kind === 'never') return { kind: 'problem', reason: result.reason };
		onDone();
		return { kind: 'done' };
	}

	return { send, stop: () => line?.stop() };
}
