// @ts-check
// Sent as it stands here; LeaveScript.svelte says what it is for. Names as in cookies.ts and database.ts.
const twice = 600;

function leaveWithoutAsking() {
	addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true);
}

/** @param {Element | null} link */
function leave(link) {
	leaveWithoutAsking();
	document.documentElement.hidden = true;
	document.title = '';
	location.replace(/** @type {HTMLAnchorElement} */ (link).href);
}

/** @param {string} name @param {number} value */
function setCookie(name, value) {
	const secure = location.protocol === 'https:' ? '; secure' : '';
	document.cookie = `${name}=${value}; path=/; max-age=${value * 31536000}; samesite=lax${secure}`;
}

async function forget() {
	// First, so that no open page writes again what is being taken away.
	setCookie('mufakat_no_trace', 1);
	setCookie('mufakat_waiting', 0);
	const all = [
		async () => {
			const asked = indexedDB.deleteDatabase('mufakat');
			// Other tabs close theirs when they are told; one that does not is not waited for.
			await new Promise((done) => {
				asked.onsuccess = asked.onerror = done;
				setTimeout(done, 2000);
			});
		},
		async () => {
			for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
		},
		async () => {
			for (const each of await caches.keys()) await caches.delete(each);
		}
	];
	await Promise.all(all.map((each) => each().catch(() => {})));
}

/** On the window, before any other part of the page: none may wait for a save first.
 * @template {keyof WindowEventMap} K
 * @param {K} kind @param {(event: WindowEventMap[K]) => void} act */
const listen = (kind, act) => addEventListener(kind, act, true);
/** @param {Event} event */
const take = (event) => {
	event.preventDefault();
	event.stopImmediatePropagation();
};

listen('click', (event) => {
	const link = /** @type {Element} */ (event.target).closest('a[data-leave]');
	if (!link) return;
	take(event);
	leave(link);
});

let last = -twice;
listen('keydown', (event) => {
	if (event.key !== 'Escape' || event.repeat) return;
	const link = document.querySelector('a[data-leave]');
	if (link && event.timeStamp - last < twice) leave(link);
	last = event.timeStamp;
});

listen('submit', async (event) => {
	const form = /** @type {HTMLFormElement} */ (event.target);
	const { noTrace } = form.dataset;
	if (noTrace === undefined) return;
	take(event);
	leaveWithoutAsking();
	await forget();
	// The server clears what scripts cannot, and shows that it is done.
	if (navigator.onLine) form.submit();
	else document.body.textContent = noTrace;
});

// Read in signingOut.ts: who signs out is given nothing new to keep. After all others, for one of them may
// hold the form back; and who writes on has not left it.
const { dataset } = document.documentElement;
addEventListener('submit', (event) => {
	const form = /** @type {HTMLFormElement} */ (event.target);
	if (!event.defaultPrevented && form.getAttribute('action') === '/sign-out') dataset.leaving = '';
});
addEventListener('input', () => delete dataset.leaving);
