import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import type { Pending } from '#lib/client/saves.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { WAITING_COOKIE, leavesNoTrace, setDeviceCookie } from './cookies.ts';
import { fetchAll, followSaves, putCopy } from './copies.ts';
import { isOpenedOffline, openSignedIn } from './openVaults.ts';
import { registerWorker } from './registerWorker.ts';
import { textsOf } from './sendPending.ts';
import { placeName, takePending } from './takePending.ts';
import { watchLine } from './watchLine.ts';

/** What the page of one area keeps on its device. */
export interface Device {
	/** What an earlier visit could not send; null where it could. */
	restored: Pending | null;
	/** Keeps what is not through; null when all is. */
	keep(pending: Pending | null): void;
	/** Keeps the area as the server gave it, and the others of its delegation after it. */
	copy(view: AreaView): void;
	close(): void;
}

/** How long a page is left in peace before it is copied, in milliseconds. */
const QUIET = 2000;
/** How long after the last save the copy follows it. */
const SOON = 1000;

const contentOf = ({ status, value, reason, exposure }: AnswerContent): AnswerContent => ({
	status,
	value,
	reason,
	exposure
});

/** Whether this line is dear; then only the areas somebody opens are kept. */
function isSparing(): boolean {
	const { connection } = navigator as { connection?: { saveData?: boolean } };
	return connection?.saveData === true;
}

/**
 * Opens what this device keeps for the page of an area. null where nothing may be kept: for
 * somebody without an account, after "leave no trace", or in a browser that cannot encrypt.
 */
export async function openDevice(view: AreaView): Promise<Device | null> {
	const opened = await openSignedIn();
	if (opened.kind !== 'open') return null;
	const { vault } = opened;
	const { home, area, responseId: response } = view;
	const place = { home, area };
	const own = await takePending(vault, { ...place, response });
	const isOffline = isOpenedOffline();
	const line = isOffline ? undefined : watchLine(vault, () => {});
	if (!isOffline && !isSparing()) registerWorker();

	let wanted: Pending | null | undefined;
	let writing: Promise<void> | undefined;
	let last = own.restored;
	/** Things that wait beside this page's own. */
	let others = 0;
	let copying: ReturnType<typeof setTimeout> | undefined;
	let following: ReturnType<typeof setTimeout> | undefined;
	let sent: Record<string, AnswerContent> = {};

	async function write(): Promise<void> {
		while (wanted !== undefined) {
			const pending = wanted;
			wanted = undefined;
			if (pending) {
				const content = { home, area, response, pending };
				await vault.put('pending', own.name, placeName(place), content);
			} else await vault.remove('pending', own.name);
			others = (await vault.countWaiting()) - (pending ? 1 : 0);
		}
	}

	function follow(): void {
		clearTimeout(following);
		const now = sent;
		sent = {};
		if (Object.keys(now).length > 0) void followSaves(vault, place, now).catch(() => {});
	}

	const onHidden = () => {
		if (document.visibilityState === 'hidden') follow();
	};
	document.addEventListener('visibilitychange', onHidden);

	return {
		restored: own.restored,
		keep(pending) {
			if (leavesNoTrace()) return;
			// At once, because a form may be sent the moment all is through.
			setDeviceCookie(WAITING_COOKIE, others + (pending ? 1 : 0));
			wanted = pending;
			// A database another tab has taken away keeps nothing; the page goes on without.
			writing ??= write()
				.catch(() => {})
				.finally(() => (writing = undefined));
			const left = new Set(pending ? textsOf(pending).map(({ question }) => question) : []);
			const through = last ? textsOf(last).filter(({ question }) => !left.has(question)) : [];
			for (const { question, ...text } of through) sent[question] = contentOf(text);
			if (through.length > 0 && !isOffline) {
				clearTimeout(following);
				following = setTimeout(follow, SOON);
			}
			last = pending;
		},
		copy(next) {
			// Offline the page is made from the copy.
			if (isOffline) return;
			clearTimeout(copying);
			copying = setTimeout(() => {
				const fetching = putCopy(vault, next).then(() =>
					isSparing() ? undefined : fetchAll(vault, next)
				);
				fetching.catch(() => {});
			}, QUIET);
		},
		close() {
			clearTimeout(copying);
			follow();
			document.removeEventListener('visibilitychange', onHidden);
			line?.stop();
			void Promise.resolve(writing).finally(own.release);
		}
	};
}
