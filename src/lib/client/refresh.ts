/** The least time between two fetches, and between two looks whether one may happen, in milliseconds. */
const PAUSE = 2000;

/** Whether somebody is typing in a form beside the one with this id: a reply, a text to combine. */
export function isTypedBeside(id: string): boolean {
	const fields = document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>(
		'main :is(textarea, input:not([type=hidden], [type=radio], [type=checkbox]))'
	);
	return Array.from(fields).some(
		({ form, value, defaultValue }) => form !== null && form.id !== id && value !== defaultValue
	);
}

/**
 * Gives the function that asks for fresh contents of a page: at once, then at most every two
 * seconds. They are neither fetched nor taken on while `isHeld` says yes, however long they were
 * on their way. What cannot be fetched is left for the next time.
 */
export function createRefresh<T>(
	fetchFresh: () => Promise<T | undefined>,
	take: (fresh: T) => void,
	isHeld: () => boolean
): () => void {
	let isWanted = false;
	let isBusy = false;

	async function go(): Promise<void> {
		if (isBusy || !isWanted) return;
		isBusy = true;
		if (!isHeld()) {
			isWanted = false;
			const fresh = await fetchFresh().catch(() => undefined);
			// Somebody began to type meanwhile: what they can do without now is old by the time they end.
			if (fresh !== undefined && isHeld()) isWanted = true;
			else if (fresh !== undefined) take(fresh);
		}
		setTimeout(() => {
			isBusy = false;
			void go();
		}, PAUSE);
	}

	return () => {
		isWanted = true;
		void go();
	};
}
