import { findChromium } from '../../../../../bin/find.mjs';

/** Path of the Chromium that prints, as CHROMIUM_PATH or the machine has it; undefined where there is none. */
export function findBrowser(): string | undefined {
	try {
		return findChromium().path;
	} catch {
		// Playwright, whose own Chromium would be looked for last, may be left out of an installation.
		return undefined;
	}
}
