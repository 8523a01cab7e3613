import { withoutMarkup } from '#lib/xlsform/markdown.ts';

/**
 * A label for all countries at once: without markup, and with a gap where the words of one
 * country's answer would stand.
 */
export function labelWords(label: string): string {
	return withoutMarkup(label).replaceAll(/\$\{[^}]*\}/g, '…');
}
