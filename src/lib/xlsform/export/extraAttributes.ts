import { isXmlName } from './xml.ts';

const SEPARATOR = /\s*::?\s*/;
/** Prefixes every form declares, see writeXForm.ts. */
const PREFIXES = ['h', 'jr', 'odk', 'orx', 'ev', 'xsd'];

/**
 * Columns such as `bind::odk:length` or `instance::hxl` by what follows `kind::`. A prefix the
 * form does not declare would make it unreadable, so such columns are left out.
 */
export function extraAttributes(
	columns: Readonly<Record<string, string>> | undefined,
	...kinds: string[]
): Record<string, string> {
	const found: Record<string, string> = {};
	for (const [header, value] of Object.entries(columns ?? {})) {
		const [kind, ...rest] = header.split(SEPARATOR);
		const name = rest.join(':');
		if (!kinds.includes(kind ?? '') || value === '' || !isXmlName(name)) continue;
		const prefix = name.includes(':') ? (name.split(':')[0] ?? '') : null;
		if (prefix === null || PREFIXES.includes(prefix)) found[name] = value;
	}
	return found;
}
