// Reads XML from front to back and reports what it meets; it builds no tree. Document types, and
// with them entities of one's own and files fetched from elsewhere, are refused.

/** Names come without their namespace prefix. */
export interface XmlEvents {
	open?(name: string, attributes: string): void;
	close?(name: string): void;
	/** Text between tags with its entities replaced; may come in several pieces. */
	text?(text: string): void;
}

const MAX_DEPTH = 200;
const TAG =
	/<(\/?)([A-Za-z_][^\s/<>="']*)((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([^\s=<>"'/]+)\s*=\s*("[^"<]*"|'[^'<]*')/g;
const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'"
};

/** The text of an XML file in UTF-8 or, with a mark, UTF-16. Throws on any other encoding. */
export function decodeXml(bytes: Uint8Array): string {
	const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
	if (mark === 0xfffe || mark === 0xfeff)
		return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(
			bytes
		);
	const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	const encoding = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
	if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(encoding))
		throw new Error('another encoding than UTF-8');
	return text;
}

/** Reports every tag and text of `xml` in order. Throws on anything that is not well formed. */
export function scanXml(xml: string, on: XmlEvents): void {
	const open: string[] = [];
	let at = 0;
	let isRooted = false;
	while (at < xml.length) {
		const next = xml.indexOf('<', at);
		const end = next === -1 ? xml.length : next;
		if (end > at && open.length > 0) on.text?.(decodeEntities(xml.slice(at, end)));
		if (next === -1) break;
		const skipped = skipOther(xml, next, on);
		if (skipped > 0) {
			at = skipped;
			continue;
		}
		TAG.lastIndex = next;
		const tag = TAG.exec(xml);
		if (!tag) throw new Error('no well-formed XML');
		at = TAG.lastIndex;
		const [, closing, qualified = '', attributes = '', empty] = tag;
		const name = localName(qualified);
		if (closing) {
			if (open.pop() !== qualified) throw new Error('an element is closed that was not open');
			on.close?.(name);
			continue;
		}
		if (open.length === 0 && isRooted) throw new Error('two documents in one');
		isRooted = true;
		on.open?.(name, attributes);
		if (empty) on.close?.(name);
		else if (open.push(qualified) > MAX_DEPTH) throw new Error('too deep');
	}
	if (open.length > 0 || !isRooted) throw new Error('an element is not closed');
}

/** Where what is neither tag nor text ends; 0 when there is a tag at `at`. */
function skipOther(xml: string, at: number, on: XmlEvents): number {
	const second = xml.charCodeAt(at + 1);
	if (second === 63 /* ? */) return endOf(xml, '?>', at + 2);
	if (second !== 33 /* ! */) return 0;
	if (xml.startsWith('<!--', at)) return endOf(xml, '-->', at + 4);
	if (!xml.startsWith('<![CDATA[', at)) throw new Error('a document type');
	const end = endOf(xml, ']]>', at + 9);
	on.text?.(xml.slice(at + 9, end - 3));
	return end;
}

function endOf(xml: string, sign: string, from: number): number {
	const found = xml.indexOf(sign, from);
	if (found === -1) throw new Error('no well-formed XML');
	return found + sign.length;
}

/** The attributes of a tag by their name without prefix. */
export function attributesOf(attributes: string): Record<string, string> {
	const found: Record<string, string> = Object.create(null) as Record<string, string>;
	for (const [, name = '', quoted = ''] of attributes.matchAll(ATTRIBUTE))
		if (!name.startsWith('xmlns')) found[localName(name)] = decodeEntities(quoted.slice(1, -1));
	return found;
}

/** Text with the five entities of XML and numbered signs replaced; any other is refused. */
function decodeEntities(text: string): string {
	const plain = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
	if (!plain.includes('&')) return plain;
	return plain.replace(/&([^;&]{0,12};?)/g, (_whole, body: string) => {
		const name = body.slice(0, -1);
		const number = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
		if (number && body.endsWith(';'))
			return String.fromCodePoint(
				number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16)
			);
		const known = body.endsWith(';') && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
		if (known === undefined) throw new Error('an entity nobody knows');
		return known;
	});
}

function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}
