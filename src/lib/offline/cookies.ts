/**
 * What a device says of itself to the server: two cookies without a secret, so that pages
 * without script can take them into account, and so that they outlive the clearing of a device.
 */

/** There and `1` while this device keeps nothing ("leave no trace"). */
export const NO_TRACE_COOKIE = 'mufakat_no_trace';
/** How many things wait on this device to be sent; gone when there is none. */
export const WAITING_COOKIE = 'mufakat_waiting';
/** A year, in seconds. */
export const KEPT_FOR = 365 * 24 * 60 * 60;

/** Whether nothing may be kept on this device. Needs a document. */
export function leavesNoTrace(): boolean {
	return document.cookie.split('; ').includes(`${NO_TRACE_COOKIE}=1`);
}

/** Sets one of the two from a page; 0 takes it away. */
export function setDeviceCookie(name: string, value: number): void {
	const secure = location.protocol === 'https:' ? '; secure' : '';
	const age = value === 0 ? 0 : KEPT_FOR;
	document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax${secure}`;
}
