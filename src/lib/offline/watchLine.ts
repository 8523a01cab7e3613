import { type SendingState, sendWaiting } from './sending.ts';
import type { Vault } from './vault.ts';

const SHORTEST = 15_000;
const LONGEST = 5 * 60_000;

/**
 * Sends what waits now, and again whenever the line may be back: browsers say `online` too
 * early or not at all, so it is tried again after a while, less and less often. Gives what ends it.
 */
export function watchLine(
	vault: Vault,
	onState: (state: SendingState) => void
): { again: () => void; stop: () => void } {
	let pause = SHORTEST;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isStopped = false;
	let running: Promise<void> | undefined;
	let isAskedAgain = false;
	const run = () =>
		(running ??= send().finally(() => {
			running = undefined;
			if (isAskedAgain && !isStopped) again();
		}));
	async function send(): Promise<void> {
		clearTimeout(timer);
		// What cannot be read now may be later.
		const state = await sendWaiting(vault, onState).catch(() => null);
		// Another tab that sends may be closed; a mark waits for the answers of a page that is open.
		const isLeft =
			state === null || state.kind === 'waiting' || (state.kind === 'sent' && state.count > 0);
		if (isStopped || !isLeft) return void (pause = SHORTEST);
		timer = setTimeout(() => void run(), pause);
		pause = Math.min(pause * 2, LONGEST);
	}
	const again = () => {
		pause = SHORTEST;
		// What began earlier has not read what there is now.
		isAskedAgain = running !== undefined;
		void run();
	};
	const onVisible = () => {
		if (document.visibilityState === 'visible') again();
	};
	addEventListener('online', again);
	document.addEventListener('visibilitychange', onVisible);
	void run();
	return {
		again,
		stop() {
			isStopped = true;
			clearTimeout(timer);
			removeEventListener('online', again);
			document.removeEventListener('visibilitychange', onVisible);
		}
	};
}
