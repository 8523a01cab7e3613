import { NO_TRACE_COOKIE, WAITING_COOKIE, setDeviceCookie } from './cookies.ts';

/** Name of the database everything is kept in. */
export const DATABASE_NAME = 'mufakat';

/** Takes a database away; other tabs close theirs when they are told. Never fails, never waits long. */
function deleteDatabase(): Promise<void> {
	return new Promise((done) => {
		const asked = indexedDB.deleteDatabase(DATABASE_NAME);
		asked.onsuccess = asked.onerror = () => done();
		setTimeout(done, 2000);
	});
}

/**
 * Leave no trace: takes everything of this site from the device, sent or not, without asking and
 * without a network, and sees to it that nothing is kept from now on. Signed in one stays: that
 * is a cookie, which only the server can end.
 */
export async function forgetEverything(): Promise<void> {
	// First, so that no open page writes again what is being taken away.
	setDeviceCookie(NO_TRACE_COOKIE, 1);
	setDeviceCookie(WAITING_COOKIE, 0);
	const workers = navigator.serviceWorker?.getRegistrations() ?? Promise.resolve([]);
	const stores = globalThis.caches?.keys() ?? Promise.resolve([]);
	await Promise.allSettled([
		deleteDatabase(),
		workers.then((all) => Promise.all(all.map((each) => each.unregister()))),
		stores.then((all) => Promise.all(all.map((each) => caches.delete(each))))
	]);
}
