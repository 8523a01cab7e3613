/** What a person does to a page first, be it to read it. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart'];

/** Comes with the first sign of somebody at the page. */
export function whenTouched(): Promise<void> {
	return new Promise((done) => {
		const listening = new AbortController();
		const { signal } = listening;
		const touched = () => {
			listening.abort();
			done();
		};
		for (const sign of SIGNS)
			document.addEventListener(sign, touched, { signal, passive: true, capture: true });
	});
}
