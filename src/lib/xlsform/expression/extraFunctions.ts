/**
 * What few questionnaires need: rare functions, far axes, patterns only Java understands. A
 * respondent's page does not carry it: it loads it when its questionnaire needs it (see
 * loadRareFunctions()); everywhere else it is there from the start.
 *
 * Nothing functionsExtra.ts imports may import this file, which waits for it.
 */
let loaded: typeof import('./functionsExtra.ts') | undefined;

/** All of it; undefined while it is not loaded. */
export const extras = () => loaded;

/** Fetches it. Until then a call of a rare function fails. */
export async function loadExtraFunctions(): Promise<void> {
	loaded = await import('./functionsExtra.ts');
}

// A page waits only where it needs it; a server, a command or a test always has it.
if (typeof window === 'undefined') await loadExtraFunctions();
