/** A time on the clock of a transcript, from milliseconds: `0:14:02`. */
export function clockWords(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const two = (part: number) => String(part).padStart(2, '0');
	return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
