/** A line of a trace: `    at name (file:line:column)`. */
const PLACE = /^\s+at .*(?::\d+:\d+|native|<anonymous>)\)?$/;

/**
 * A fault as the log may keep it. A message may quote an answer or somebody's words (that of a
 * database does), so only the kind of error, its code and the places in the code are kept; the
 * message where `withMessage` says so.
 */
export function faultOf(error: unknown, withMessage: boolean): Record<string, unknown> {
	if (!(error instanceof Error)) return { error: typeof error };
	// The trace begins with the message, and a line of somebody's words may look like a place.
	const trace = error.stack?.replace(error.message, () => '') ?? '';
	const places = trace.split('\n').filter((line) => PLACE.test(line));
	return {
		error: error.name,
		code: (error as { code?: unknown }).code,
		...(withMessage && { message: error.message }),
		at: places.map((line) => line.trim())
	};
}
