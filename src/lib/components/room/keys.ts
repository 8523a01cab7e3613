/** What a key does while notes are taken. */
export type Command =
	| { do: 'code'; place: number }
	| { do: 'speaker' | 'block'; by: number }
	| { do: 'kind' | 'mark' | 'off' | 'help' | 'write' | 'leave' | 'last' };

const letters: Record<string, Command> = {
	n: { do: 'speaker', by: 1 },
	p: { do: 'speaker', by: -1 },
	b: { do: 'block', by: 1 },
	k: { do: 'kind' },
	m: { do: 'mark' },
	x: { do: 'off' },
	l: { do: 'last' },
	t: { do: 'write' }
};

interface Pressed {
	key: string;
	code: string;
	altKey: boolean;
	ctrlKey: boolean;
	metaKey: boolean;
	isComposing: boolean;
}

/**
 * Reads a key: in the text with Alt, outside of it alone. By the place of the key with Alt, because
 * some systems write other letters with it. Undefined where it means nothing here.
 */
export function readKey(pressed: Pressed, isInText: boolean): Command | undefined {
	const { key, code, altKey, ctrlKey, metaKey, isComposing } = pressed;
	if (isComposing || ctrlKey || metaKey || altKey !== isInText) return undefined;
	const digit = altKey ? /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] : /^[1-9]$/.exec(key)?.[0];
	if (digit) return { do: 'code', place: Number(digit) - 1 };
	if (!altKey && key === '?') return { do: 'help' };
	return letters[altKey ? code.replace(/^Key/, '').toLowerCase() : key.toLowerCase()];
}
