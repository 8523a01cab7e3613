/** One element as text. `children` is XML, or '' for none. Attributes without a value are left out. */
export function element(
	name: string,
	attributes: Readonly<Record<string, string | number | null>>,
	children = ''
): string {
	const said = Object.entries(attributes)
		.filter(([, value]) => value !== null)
		.map(([key, value]) => ` ${key}="${attributeText(String(value))}"`)
		.join('');
	return children === '' ? `<${name}${said}/>\n` : `<${name}${said}>${children}</${name}>\n`;
}

/** An element with nothing but text in it; none at all where the text is empty. */
export function textElement(name: string, text: string): string {
	return text === '' ? '' : `<${name}>${contentText(text)}</${name}>\n`;
}

/** A list that the schema wants left out where it is empty: `<Sets/>` is not valid. */
export function listElement(name: string, items: readonly string[]): string {
	return items.length === 0 ? '' : `<${name}>\n${items.join('')}</${name}>\n`;
}

/** A whole document. */
export function documentXml(root: string): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}

/**
 * A text without what XML 1.0 (2.2) cannot say in any way, with one kind of line end: reading it
 * back gives the same text.
 */
export function plainXmlText(text: string): string {
	return text
		.replace(/\r\n?/g, '\n')
		.replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const contentText = (text: string) => plainXmlText(text).replace(/[&<>]/g, (sign) => SIGNS[sign]!);

/** On one line: an attribute that was read has no line ends. */
const attributeText = (text: string) =>
	plainXmlText(text)
		.replace(/[\t\n]/g, ' ')
		.replace(/[&<>"]/g, (sign) => SIGNS[sign]!);
