import { tick } from 'svelte';
import { answerKey, readAnswerKey } from '#lib/xlsform/answerKey.ts';
import type { Answering } from './answering.svelte.ts';

/**
 * Does what the button of a repeat says; `key` is the repeat's for `add`, an entry's for
 * `remove`. Focus follows what was done.
 */
export async function changeEntries(
	answering: Pick<Answering, 'addEntry' | 'removeEntry'>,
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
