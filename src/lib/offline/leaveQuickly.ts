/** Somewhere nobody asks about; it learns nothing of where one came from. */
export const NEUTRAL_PAGE = 'https://www.wikipedia.org/';

/** No page asks whether to leave it any more. */
export function leaveWithoutAsking(): void {
	addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
}

/**
 * Clears the screen and leaves, so that the way back does not lead here. What is not sent yet
 * is kept or sent as the page goes, as with any other way of leaving it.
 */
export function leaveQuickly(): void {
	leaveWithoutAsking();
	document.documentElement.hidden = true;
	document.title = '';
	location.replace(NEUTRAL_PAGE);
}

/** How quickly Escape is pressed twice, in milliseconds. */
const TWICE = 600;

/** Listens for Escape pressed twice; before any other part of the page. Gives what ends it. */
export function onEscapeTwice(act: () => void): () => void {
	let last = -TWICE;
	function onKey(event: KeyboardEvent): void {
		if (event.key !== 'Escape' || event.repeat) return;
		if (event.timeStamp - last < TWICE) act();
		last = event.timeStamp;
	}
	addEventListener('keydown', onKey, true);
	return () => removeEventListener('keydown', onKey, true);
}
