/** XML as strings: enough to write a form, and every piece of it escaped in one place. */

/** What XML 1.0 cannot hold at all, half surrogates included. */
const FORBIDDEN =
	/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	'\t': '&#9;',
	'\n': '&#10;',
	'\r': '&#13;'
};

/** Text between tags; a carriage return would otherwise be read back as a line feed. */
export function escapeText(text: string): string {
	return text.replace(FORBIDDEN, '').replace(/[&<>\r]/g, (sign) => ENTITIES[sign] ?? sign);
}

/** Text between double quotes; line breaks stay, which plain attributes would lose. */
export function escapeAttribute(text: string): string {
	return text.replace(FORBIDDEN, '').replace(/[&<>"\t\n\r]/g, (sign) => ENTITIES[sign] ?? sign);
}

export type Attributes = Readonly<Record<string, string | undefined>>;

/** An element with its attributes (those without a value are left out) around finished XML. */
export function element(name: string, attributes: Attributes, ...content: string[]): string {
	const written = Object.entries(attributes)
		.filter((each): each is [string, string] => each[1] !== undefined)
		.map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
		.join('');
	const inner = content.join('');
	return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

const NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.-]*(:[\p{L}_][\p{L}\p{N}\p{M}_.-]*)?$/u;

/** Whether a text may be the name of an element or attribute, with or without a prefix. */
export function isXmlName(text: string): boolean {
	return NAME.test(text);
}
