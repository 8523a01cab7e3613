/** Which tab may touch what; a lock ends by itself with its page, however that ends. */

/** Held by the tab that sends what closed pages left. */
export const SENDING = 'sending';

/** Takes a lock where it is free; gives what lets it go, or null where another tab has it. */
export function takeLock(name: string): Promise<(() => void) | null> {
	return new Promise((done, fail) => {
		navigator.locks
			.request(`mufakat ${name}`, { ifAvailable: true }, (lock) => {
				if (!lock) return done(null);
				return new Promise<void>((release) => done(release));
			})
			.catch(fail);
	});
}

/** Does something under a lock, as soon as no other tab has it. */
export function underLock(name: string, work: () => Promise<void>): Promise<void> {
	return navigator.locks.request(`mufakat ${name}`, work);
}
