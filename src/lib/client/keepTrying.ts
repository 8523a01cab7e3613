/**
 * Opens something that may not be had at the moment: now, and whenever the line may be back or
 * somebody looks at the page, until `open` gives it. `open` may throw, which is as good as null.
 */
export function keepTrying<T>(
	open: () => Promise<T | null>,
	onOpen: (opened: T) => void
): { again: () => void; stop: () => void } {
	const listening = new AbortController();
	const { signal } = listening;
	let isBusy = false;

	async function tryIt(): Promise<void> {
		if (isBusy || signal.aborted) return;
		isBusy = true;
		const opened = await open().catch(() => null);
		isBusy = false;
		if (opened === null) return;
		listening.abort();
		onOpen(opened);
	}

	const again = () => void tryIt();
	addEventListener('online', again, { signal });
	document.addEventListener(
		'visibilitychange',
		() => document.visibilityState === 'visible' && again(),
		{ signal }
	);
	again();
	return { again, stop: () => listening.abort() };
}
