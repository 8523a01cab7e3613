import type { Pending, Save, Unsent } from './saves.ts';

interface Page {
	/** Whether the field holds nothing of its own that is not saved. */
	isFree: (question: string) => boolean;
	/** Puts a text back into its field; `reason` where the server had refused it. */
	put: (question: string, unsent: Unsent, reason?: string) => void;
	makeId: () => string;
}

/**
 * Puts what a device kept back into the fields of a page. Gives the saves to send, in order, and
 * by save the questions whose fields hold something else by now: their texts travel on their own,
 * so that what was typed since does not replace them unseen.
 */
export function restorePending(
	{ save, later = [], foreign = {}, unsent, refused }: Pending,
	{ isFree, put, makeId }: Page
): { saves: Save[]; others: Map<string, Set<string>> } {
	const saves = [...(save ? [save] : []), ...later];
	const others = new Map<string, Set<string>>();
	const mine = new Set<string>();
	const tryPut = (question: string, text: Unsent, reason?: string): boolean => {
		const isMine = mine.has(question) || isFree(question);
		if (isMine) {
			put(question, text, reason);
			mine.add(question);
		}
		return isMine;
	};
	for (const { saveId, answers } of saves) {
		const elsewhere = answers.filter(
			({ question, base, ...content }) =>
				foreign[saveId]?.includes(question) || !tryPut(question, { base, content })
		);
		others.set(saveId, new Set(elsewhere.map(({ question }) => question)));
	}
	const left: [string, Unsent][] = [];
	for (const [question, { reason, ...text }] of Object.entries(refused))
		if (!tryPut(question, text, reason)) left.push([question, text]);
	for (const [question, text] of Object.entries(unsent))
		if (!tryPut(question, text)) left.push([question, text]);
	if (left.length > 0) {
		const answers = left.map(([question, { base, content }]) => ({ question, base, ...content }));
		saves.push({ saveId: makeId(), answers });
		others.set(saves.at(-1)!.saveId, new Set(left.map(([question]) => question)));
	}
	return { saves, others };
}
