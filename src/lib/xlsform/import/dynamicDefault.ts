/**
 * Whether a default is an expression or a value: as the reference converter tells them apart, by
 * the first token that only an expression has. `2021-01-01` of a date is a value though it has
 * hyphens.
 */
import { NAME_SOURCE } from './names.ts';

const NAME = `${NAME_SOURCE}(?::${NAME_SOURCE})?`;
const DATE = '-?\\d{4}-\\d{2}-\\d{2}';
const TIME = '\\d{2}:\\d{2}:\\d{2}(?:\\.\\s+)?(?:[+\\-]\\d{2}:\\d{2}|Z)?';

const TOKENS = new RegExp(
	[
		`(?<value>${DATE}T${TIME}|${DATE}|${TIME}|-?\\d+\\.\\d*|-?\\.\\d+|-?\\d+)`,
		'(?<minus>-)',
		'(?<expression>[*+]| mod | div |\\|)',
		'(?<literal>"[^"]*"|\'[^\']*\')',
		`(?<reference>\\$\\{(?:last-saved#)?${NAME_SOURCE}\\})`,
		`(?<call>${NAME}\\()`,
		`(?<predicate>${NAME}\\[)`,
		`(?<name>${NAME})`,
		'(?<other>[^])'
	].join('|'),
	'gu'
);

const WITH_HYPHENS = ['date', 'dateTime', 'geopoint', 'geotrace', 'geoshape'];

/** Takes the default and the type as the sheet has it. */
export function isDynamicDefault(text: string, type: string): boolean {
	for (const { groups } of text.matchAll(TOKENS)) {
		if (groups?.minus !== undefined) return !WITH_HYPHENS.includes(type);
		if (groups?.expression ?? groups?.reference ?? groups?.call) return true;
	}
	return false;
}
