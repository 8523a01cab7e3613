/**
 * Codes with a number key, in the order of the keys, kept on this device for a study. A code that
 * loses its key leaves it free, so that no other key changes its meaning; '' is a free one.
 */
export function createNumberKeys(studyPath: string, known: ReadonlySet<string>) {
	const name = `coding-keys ${studyPath}`;
	let keys = $state<string[]>(read());

	function read(): string[] {
		try {
			const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
			if (!Array.isArray(kept)) return [];
			return kept.slice(0, 9).map((id) => (typeof id === 'string' && known.has(id) ? id : ''));
		} catch {
			return [];
		}
	}

	return {
		get keys(): readonly string[] {
			return keys;
		},
		/** Gives a code the first free key, or takes it away from it. */
		toggle(codeId: string): void {
			const at = keys.indexOf(codeId);
			const free = keys.indexOf('');
			if (at >= 0) keys = keys.map((id) => (id === codeId ? '' : id));
			else if (free >= 0) keys = keys.map((id, place) => (place === free ? codeId : id));
			else if (keys.length < 9) keys = [...keys, codeId];
			try {
				localStorage.setItem(name, JSON.stringify(keys));
			} catch {
				// A browser that keeps nothing: they last as long as the page.
			}
		}
	};
}
