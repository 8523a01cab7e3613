import { tick } from 'svelte';
import { answerKey, readAnswerKey } from '#lib/xlsform/answerKey.ts';
import type { Answering } from './answering.svelte.ts';

/**
 * Adds an entry to the repeat with this key, or removes the entry with it; focus follows what was
 * done. `form` holds the questions.
 */
export async function changeEntries(
	answering: Answering,
	form: HTMLFormElement,
	act: 'add' | 'remove',
	key: string
): Promise<void> {
	const { name = '', entries = [] } = readAnswerKey(key) ?? {};
	if (act === 'add') {
		const id = await answering.addEntry(key);
		await tick();
		document.getElementById(`${answerKey(name, [...entries, id])}-title`)?.focus();
	} else {
		const repeat = answerKey(name, entries.slice(0, -1));
		await answering.removeEntry(repeat, entries.at(-1) ?? '');
		await tick();
		form.querySelector<HTMLElement>(`[value="add ${repeat}"]`)?.focus();
	}
}
