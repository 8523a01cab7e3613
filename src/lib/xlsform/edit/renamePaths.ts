/** Names inside the paths of an expression, replaced where they mean one certain node. */

const NAME = '[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]*';
const STEP = `(?:\\.\\.|\\.|\\*|${NAME})(?:\\[[^\\[\\]]*\\])*`;
// Texts come first, so that nothing inside quotation marks is taken for a path. A path that
// follows a bracket goes on from what was found there, and is left alone.
const PIECE = new RegExp(
	[
		`"[^"]*"|'[^']*'|\\$\\{[^}]*\\}`,
		`(?<before>[\\])\\p{L}\\p{N}_])?(?<path>(?:current\\(\\)|\\.\\.|\\.)?(?:/${STEP})+)`
	].join('|'),
	'gu'
);

/**
 * `expression`, read at the node `from`, with the last name of `target` replaced by `next` in
 * every path that leads to it or through it. Paths are names below the root element.
 */
export function replaceInPaths(
	expression: string,
	from: readonly string[],
	target: readonly string[],
	next: string
): string {
	if (!expression.includes('/')) return expression;
	return expression.replace(PIECE, (whole, ...groups) => {
		const { before, path } = groups.at(-1) as { before?: string; path?: string };
		if (path === undefined || (before !== undefined && !path.startsWith('.'))) return whole;
		return (before ?? '') + replaceInPath(path, from, target, next);
	});
}

function replaceInPath(
	path: string,
	from: readonly string[],
	target: readonly string[],
	next: string
): string {
	const isAbsolute = path.startsWith('/');
	let at: string[] = isAbsolute ? [] : [...from];
	let isRootAhead = isAbsolute;
	return path
		.split('/')
		.map((step) => {
			const name = step.replace(/\[.*$/, '');
			if (name === '' || name === '.' || name === 'current()') return step;
			if (name === '..') at = at.slice(0, -1);
			else if (isRootAhead) isRootAhead = false;
			else {
				at = [...at, name];
				const isIt = at.length === target.length && at.every((each, i) => each === target[i]);
				if (isIt) return next + step.slice(name.length);
			}
			return step;
		})
		.join('/');
}
