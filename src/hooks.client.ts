import type { HandleClientError } from '@sveltejs/kit';

/** How browsers say that a part of the program did not arrive: Chromium, Firefox, Safari. */
const NOT_ARRIVED = /dynamically imported module|importing a module script/i;

/**
 * A page whose scripts do not all arrive, as on a line that breaks in the middle, stays as the
 * server made it: it reads and sends its forms without scripts. Kit would put an error in its place;
 * it waits here for ever instead. Links load whole pages (app.html), so nothing else waits with it.
 */
export const handleError: HandleClientError = ({ error, message }) =>
	error instanceof TypeError && NOT_ARRIVED.test(error.message)
		? new Promise<never>(() => {})
		: { message };
