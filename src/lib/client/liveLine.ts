/** A page somebody else has open, and the question they are at. */
export interface Here {
	page: string;
	account: string;
	question: string | null;
}

interface LineOptions {
	/** Address of the stream as it is to be opened now: it names what the page already knows. */
	href: () => string;
	/** Something of this kind was written: answers, conflicts, queries, state, … */
	onChange: (what: string) => void;
	onPeople: (people: Here[]) => void;
	/** The line is there, for the first time or again. */
	onOpen: (isAgain: boolean) => void;
	/** The line is gone, and nobody is known to be here. */
	onGone: () => void;
	/**
	 * The line carries nothing: it does not come about, or something between keeps what is sent.
	 * Said again and again as long as it is so; the page had better ask by itself.
	 */
	onSilent: () => void;
	/** The server will tell nothing more; why is `ended` or `elsewhere`. */
	onOver: (why: string) => void;
}

/** A tab put away holds no line for longer than this, in milliseconds. */
const HIDDEN = 30_000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** The server tells at once who is here, and every 25 seconds that it is there; in milliseconds. */
const FIRST_SIGN = 15_000;
const NEXT_SIGN = 60_000;
/** How often a page that hears nothing is to ask. */
const ASKING = 30_000;

/**
 * Keeps a stream of events open while the page is looked at and there is a network, with
 * longer and longer pauses where it does not come about. Gives what ends it.
 */
export function openLiveLine(options: LineOptions): () => void {
	let source: EventSource | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let hiding: ReturnType<typeof setTimeout> | undefined;
	let missing: ReturnType<typeof setTimeout> | undefined;
	let attempts = 0;
	let wasOpen = false;
	let isOver = false;

	function open(): void {
		clearTimeout(timer);
		if (source || isOver || !navigator.onLine || document.hidden) return;
		source = new EventSource(options.href());
		expectSign(FIRST_SIGN);
		source.onopen = () => {
			attempts = 0;
			options.onOpen(wasOpen);
			wasOpen = true;
		};
		source.onerror = () => {
			drop();
			if (attempts > 1) options.onSilent();
			// Not all at once when a server has been restarted.
			const pause = Math.min(FIRST_PAUSE * 2 ** attempts++, LONGEST_PAUSE);
			timer = setTimeout(open, pause * (0.75 + Math.random() / 2));
		};
		listen('change', ({ what }: { what: string }) => options.onChange(what));
		listen('people', options.onPeople);
		listen('beat', () => {});
		listen('over', ({ why }: { why: string }) => {
			stop();
			options.onOver(why);
		});
	}

	function listen<T>(name: string, hear: (data: T) => void): void {
		source!.addEventListener(name, (event) => {
			expectSign(NEXT_SIGN);
			hear(JSON.parse((event as MessageEvent).data) as T);
		});
	}

	function expectSign(within: number): void {
		clearTimeout(missing);
		missing = setTimeout(() => {
			expectSign(ASKING);
			options.onSilent();
		}, within);
	}

	function drop(): void {
		clearTimeout(timer);
		clearTimeout(missing);
		source?.close();
		if (source) options.onGone();
		source = undefined;
	}

	function onVisibility(): void {
		clearTimeout(hiding);
		if (document.hidden) hiding = setTimeout(drop, HIDDEN);
		else open();
	}

	function stop(): void {
		isOver = true;
		clearTimeout(hiding);
		drop();
		document.removeEventListener('visibilitychange', onVisibility);
		removeEventListener('online', open);
		removeEventListener('offline', drop);
		removeEventListener('pagehide', drop);
		removeEventListener('pageshow', open);
	}

	document.addEventListener('visibilitychange', onVisibility);
	addEventListener('online', open);
	addEventListener('offline', drop);
	// A page kept for the way back must not hold a line.
	addEventListener('pagehide', drop);
	addEventListener('pageshow', open);
	open();
	return stop;
}
