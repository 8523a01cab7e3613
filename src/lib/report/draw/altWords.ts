import type { Figure } from '../content.ts';

/** The alternative text of a figure's picture where its title is not read beside it: title, then what it shows. */
export function altWords({ title, alt }: Figure): string {
	return `${/[.?!…]$/u.test(title) ? title : `${title}.`} ${alt}`.trim();
}
