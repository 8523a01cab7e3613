/** What a key means on a unit that has the focus. */
export type Command =
	| { do: 'go'; by: number }
	| { do: 'go_to'; end: 'first' | 'last' }
	| { do: 'step'; step: 'next' | 'previous' | 'widen' | 'narrow' | 'all' }
	| { do: 'text' | 'code' | 'memo' | 'undo' | 'leave' }
	| { do: 'quick'; key: number };

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** How many units a page key goes. */
const PAGE = 5;

/** The command of a key, or null where it keeps the meaning the browser gives it. */
export function commandOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): Command | null {
	const isCommand = ctrlKey || metaKey;
	if (altKey) return null;
	if (isCommand) {
		if (key === 'Home') return { do: 'go_to', end: 'first' };
		if (key === 'End') return { do: 'go_to', end: 'last' };
		if (key.toLowerCase() === 'z' && !shiftKey) return { do: 'undo' };
		if (key.toLowerCase() === 'a') return { do: 'step', step: 'all' };
		return null;
	}
	if (/^[1-9]$/.test(key)) return { do: 'quick', key: Number(key) };
	switch (key) {
		case 'ArrowDown':
		case 'j':
			return { do: 'go', by: 1 };
		case 'ArrowUp':
		case 'k':
			return { do: 'go', by: -1 };
		case 'PageDown':
			return { do: 'go', by: PAGE };
		case 'PageUp':
			return { do: 'go', by: -PAGE };
		case 'ArrowRight':
			return { do: 'step', step: shiftKey ? 'widen' : 'next' };
		case 'ArrowLeft':
			return { do: 'step', step: shiftKey ? 'narrow' : 'previous' };
		case 'a':
			return { do: 'step', step: 'all' };
		case 't':
			return { do: 'text' };
		case 'c':
		case 'Enter':
			return { do: 'code' };
		case 'm':
			return { do: 'memo' };
		case 'u':
			return { do: 'undo' };
		case 'Escape':
			return { do: 'leave' };
		default:
			return null;
	}
}
