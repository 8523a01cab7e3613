import { leavesNoTrace } from './cookies.ts';
import { isSigningOut } from './signingOut.ts';

/** Lets the service worker in, when the page has nothing better to do. It keeps static files only. */
export function registerWorker(): void {
	const { serviceWorker } = navigator;
	// Where one is at work the browser looks by itself whether there is a newer one.
	if (!serviceWorker || serviceWorker.controller) return;
	const register = () => {
		// While the next page is on its way this one is idle: it must not bring back what was taken away.
		if (isSigningOut() || leavesNoTrace()) return;
		const options = { type: import.meta.env.DEV ? 'module' : 'classic' } as const;
		// A worker that cannot be had costs the offline shell, not the page.
		void serviceWorker.register('/service-worker.js', options).catch(() => {});
	};
	if ('requestIdleCallback' in globalThis) requestIdleCallback(register, { timeout: 10_000 });
	else setTimeout(register, 3000);
}
