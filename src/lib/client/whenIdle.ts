/** Comes when the browser has nothing more urgent to do, or after a few seconds. */
export function whenIdle(): Promise<void> {
	return new Promise((done) => {
		// Safari has no such moment to tell of.
		if (typeof requestIdleCallback === 'function')
			requestIdleCallback(() => done(), { timeout: 4000 });
		else setTimeout(done, 1000);
	});
}
