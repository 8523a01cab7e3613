/** How long a link waits for the last save, in milliseconds. */
const PATIENCE = 4000;

interface Guarded {
	isUnsaved: () => boolean;
	/** Saves what there is; true when everything is saved. */
	flush: () => Promise<boolean>;
	retry: () => void;
	/** Whether what is not saved outlasts the page on this device. */
	isKept: () => boolean;
	/** The form that `flush` itself takes care of. */
	form: HTMLFormElement;
}

/** true once everything is saved; false when it could not be, or takes too long. */
function saveBeforeLeaving(flush: Guarded['flush']): Promise<boolean> {
	const tooLong = new Promise<boolean>((done) => setTimeout(() => done(false), PATIENCE));
	return Promise.race([flush(), tooLong]);
}

/**
 * Saves before the page is left, whichever way: a link, another form of the page, the tab put
 * away or closed. Where that fails and the device keeps nothing, the browser's own question is
 * asked. Gives what undoes it.
 */
export function guardLeaving({ isUnsaved, flush, retry, isKept, form }: Guarded): () => void {
	function onClick(event: MouseEvent): void {
		const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
		const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
		if (!link || !isPlain || link.target || !isUnsaved()) return;
		// A place on this page leaves nothing.
		if (link.getAttribute('href')?.startsWith('#')) return;
		event.preventDefault();
		event.stopPropagation();
		void saveBeforeLeaving(flush).then(() => location.assign(link.href));
	}

	function onSubmit(event: SubmitEvent): void {
		const other = event.target as HTMLFormElement;
		if (other === form || !isUnsaved()) return;
		event.preventDefault();
		const { submitter } = event;
		void saveBeforeLeaving(flush).then((isSaved) => {
			// Submitting would throw away what could not be saved; the status line says why.
			if (isSaved) other.requestSubmit(submitter);
		});
	}

	function onHidden(): void {
		// Whoever comes back may have signed in again elsewhere.
		if (document.visibilityState === 'hidden') void flush();
		else retry();
	}

	function onLeave(event: BeforeUnloadEvent): void {
		if (!isUnsaved()) return;
		void flush();
		if (!isKept()) event.preventDefault();
	}

	document.addEventListener('click', onClick, true);
	document.addEventListener('submit', onSubmit, true);
	document.addEventListener('visibilitychange', onHidden);
	addEventListener('beforeunload', onLeave);
	addEventListener('online', retry);
	return () => {
		document.removeEventListener('click', onClick, true);
		document.removeEventListener('submit', onSubmit, true);
		document.removeEventListener('visibilitychange', onHidden);
		removeEventListener('beforeunload', onLeave);
		removeEventListener('online', retry);
	};
}
