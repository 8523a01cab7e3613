// @ts-check
/*
 * Leaving quickly and leaving no trace. A file of its own, sent as it stands here: pages without
 * any other script have it too, and pages with one have it before the rest is there.
 * The names below are those of cookies.ts and database.ts; a test holds them together.
 */
const DATABASE = 'mufakat';
const NO_TRACE = 'mufakat_no_trace';
const WAITING = 'mufakat_waiting';
const YEAR = 365 * 24 * 60 * 60;
/** How quickly Escape is pressed twice, in milliseconds. */
const TWICE = 600;

/** No page asks whether to leave it any more. */
function leaveWithoutAsking() {
	addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true);
}

/**
 * Clears the screen and leaves, so that the way back does not lead here. What is not sent yet
 * is kept or sent as the page goes, as with any other way of leaving it.
 * @param {HTMLAnchorElement} link
 */
function leave(link) {
	leaveWithoutAsking();
	document.documentElement.hidden = true;
	document.title = '';
	location.replace(link.href);
}

/** @param {string} name @param {number} value */
function setCookie(name, value) {
	const secure = location.protocol === 'https:' ? '; secure' : '';
	document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR : 0}; samesite=lax${secure}`;
}

/** Takes the database away; other tabs close theirs when they are told. Never waits long. */
function deleteDatabase() {
	return new Promise((done) => {
		const asked = indexedDB.deleteDatabase(DATABASE);
		asked.onsuccess = asked.onerror = done;
		setTimeout(done, 2000);
	});
}

/**
 * Takes everything of this site from the device, sent or not, without a network, and sees to it
 * that nothing is kept from now on. Signed in one stays: only the server can end that.
 */
async function forget() {
	// First, so that no open page writes again what is being taken away.
	setCookie(NO_TRACE, 1);
	setCookie(WAITING, 0);
	const workers = async () => {
		const all = await navigator.serviceWorker.getRegistrations();
		await Promise.all(all.map((each) => each.unregister()));
	};
	const files = async () => {
		const all = await caches.keys();
		await Promise.all(all.map((each) => caches.delete(each)));
	};
	await Promise.all([deleteDatabase(), workers(), files()].map((each) => each.catch(() => {})));
}

// On the window, before any other part of the page: none may wait for a save first.
addEventListener(
	'click',
	(event) => {
		const at = /** @type {Element} */ (event.target);
		const link = /** @type {HTMLAnchorElement | null} */ (at.closest('a[data-leave]'));
		if (!link) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		leave(link);
	},
	true
);

let last = -TWICE;
addEventListener(
	'keydown',
	(event) => {
		if (event.key !== 'Escape' || event.repeat) return;
		const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector('a[data-leave]'));
		if (link && event.timeStamp - last < TWICE) leave(link);
		last = event.timeStamp;
	},
	true
);

addEventListener(
	'submit',
	async (event) => {
		const form = /** @type {HTMLFormElement} */ (event.target);
		const { noTrace } = form.dataset;
		if (noTrace === undefined) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		leaveWithoutAsking();
		await forget();
		// The server clears what scripts cannot, and shows that it is done.
		if (navigator.onLine) form.submit();
		else document.body.textContent = noTrace;
	},
	true
);
