import { keepTrying } from '#lib/client/keepTrying.ts';
import { type Round, fetchAll } from './copies.ts';
import { openSignedIn } from './openVaults.ts';
import { registerWorker } from './registerWorker.ts';
import { isSparing } from './sparing.ts';
import { watchLine } from './watchLine.ts';

/**
 * Keeps a whole round of an account on this device, from the front page of its delegation, and
 * sends what waits; nothing where the line is dear or the device leaves no trace. `onKept` is
 * told once all areas are there. Gives what ends it.
 */
export function keepRound(account: string, round: Round, onKept: () => void): { stop: () => void } {
	if (isSparing()) return { stop() {} };
	let line: { stop: () => void } | undefined;
	const keeping = keepTrying(
		async () => {
			const opened = await openSignedIn({ account });
			if (opened.kind !== 'open') return null;
			line ??= watchLine(opened.vault, () => {});
			registerWorker();
			return (await fetchAll(opened.vault, round)) === round.areas.length ? opened : null;
		},
		() => onKept()
	);
	return {
		stop() {
			keeping.stop();
			line?.stop();
		}
	};
}
