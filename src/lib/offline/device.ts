import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import type { Pending } from '#lib/client/saves.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { WAITING_COOKIE, leavesNoTrace, setDeviceCookie } from './cookies.ts';
import { fetchAll, followSaves, putCopy } from './copies.ts';
import { isOpenedOffline, openSignedIn } from './openVaults.ts';
import { registerWorker } from './registerWorker.ts';
import type { SendingState } from './sending.ts';
import { textsOf } from './sendPending.ts';
import { isSparing } from './sparing.ts';
import { placeName, takePending } from './takePending.ts';
import { hasWaiting, readWaiting } from './waiting.ts';
import { sendingWords } from './sendingWords.ts';
import { watchLine } from './watchLine.ts';

/** What the page of one area keeps on its device. */
export interface Device {
	/** What an earlier visit could not send; null where it could. */
	restored: Pending | null;
	/** Keeps what is not through; null when all is. */
	keep(pending: Pending | null): void;
	/** Whether what was last to be kept is on the disk now. */
	isKept(): boolean;
	/** Keeps the area as the server gave it, and the others of its delegation after it. */
	copy(view: AreaView): void;
	close(): void;
}

/** What the page is told. */
export interface Told {
	/** Whether the device keeps what is not through: no, where its disk is full or it leaves no trace. */
	onKept(isKept: boolean): void;
	/** What waits beside the answers of this page, in words; '' for nothing. */
	onWaiting(words: string): void;
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

/**
 * Opens what this device keeps for the page of an area. null where nothing can be kept now: for
 * somebody without an account, without a line, while somebody else is signed in, after "leave no
 * trace", or in a browser that cannot encrypt.
 */
export async function openDevice(view: AreaView, told: Told): Promise<Device | null> {
	const opened = await openSignedIn({ account: view.me });
	if (opened.kind !== 'open') return null;
	const { vault } = opened;
	const { home, area, responseId: response } = view;
	const place = { home, area };
	// What closed pages left of an area that is closed by now is sent, to be refused in words.
	const own = view.isWritable
		? await takePending(vault, { ...place, response })
		: { name: '', restored: null, release() {} };
	const isOffline = isOpenedOffline();
	const tellWaiting = (state: SendingState) =>
		readWaiting(vault, own.name).then(
			(waiting) => told.onWaiting(hasWaiting(waiting) ? sendingWords(state, waiting) : ''),
			() => {}
		);
	const line = isOffline ? undefined : watchLine(vault, (state) => void tellWaiting(state));
	if (!isOffline && !isSparing()) registerWorker();

	let wanted: Pending | null | undefined;
	let writing: Promise<void> | undefined;
	let last = own.restored;
	let isLastKept = true;
	/** Things that wait beside this page's own. */
	let others = 0;
	let copying: ReturnType<typeof setTimeout> | undefined;
	let following: ReturnType<typeof setTimeout> | undefined;
	let sent: Record<string, AnswerContent> = {};

	async function write(): Promise<void> {
		while (wanted !== undefined) {
			const pending = wanted;
			wanted = undefined;
			let isKept = true;
			if (pending) {
				const content = { home, area, response, pending };
				isKept = await vault.put('pending', own.name, placeName(place), content);
			} else await vault.remove('pending', own.name).catch(() => (isKept = false));
			isLastKept = isKept;
			told.onKept(isKept);
			const count = await vault.countWaiting().catch(() => 0);
			others = count - (pending && isKept ? 1 : 0);
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
			// At once, because a form may be sent the moment all is through.
			if (leavesNoTrace()) told.onKept(false);
			else setDeviceCookie(WAITING_COOKIE, others + (pending ? 1 : 0));
			wanted = pending;
			writing ??= write().finally(() => (writing = undefined));
			const left = new Set(pending ? textsOf(pending).map(({ question }) => question) : []);
			const through = last ? textsOf(last).filter(({ question }) => !left.has(question)) : [];
			for (const { question, ...text } of through) sent[question] = contentOf(text);
			if (through.length > 0 && !isOffline) {
				clearTimeout(following);
				following = setTimeout(follow, SOON);
			}
			last = pending;
		},
		isKept: () => isLastKept && writing === undefined,
		copy(next) {
			// Offline the page is made from the copy.
			if (isOffline) return;
			clearTimeout(copying);
			copying = setTimeout(() => {
				const fetching = putCopy(vault, next).then((isKept) =>
					isSparing() || !isKept ? 0 : fetchAll(vault, next, area)
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
