/** Lets the service worker in, when the page has nothing better to do. It keeps static files only. */
export function registerWorker(): void {
	const { serviceWorker } = navigator;
	if (!serviceWorker) return;
	const register = () =>
		// A worker that cannot be had costs the offline shell, not the page.
		void serviceWorker
			.register('/service-worker.js', { type: import.meta.env.DEV ? 'module' : 'classic' })
			.catch(() => {});
	if ('requestIdleCallback' in globalThis) requestIdleCallback(register, { timeout: 10_000 });
	else setTimeout(register, 3000);
}
