/** A file like any other: the service worker keeps it, and it holds nobody's words. */
export const prerender = true;
