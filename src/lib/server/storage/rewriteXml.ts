// A small rewriter of the XML inside office documents: it does not build a tree, it copies the
// text and changes what a rule names. What it cannot read it refuses.

/** What to change. Names are local names, without their namespace prefix. */
export type XmlRule = {
	/** The new value of an attribute, null to remove it, undefined to keep it. */
	attribute?(element: string, name: string, value: string, tag: string): string | null | undefined;
	/** The new text of everything inside an element, undefined to keep it. */
	text?(element: string, tag: string): string | undefined;
	/** True to leave out an element with all that is inside it. */
	drop?(element: string, tag: string): boolean;
};

const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*("[^"<]*"|'[^'<]*')/g;
const TAG =
	/<(\/?)([A-Za-z_][^\s/<>="']*)((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const OTHER = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE[^[\]>]*>/y;

/** The text of an XML part. Throws unless it is UTF-8 and says nothing else of itself. */
export function decodeXml(bytes: Uint8Array): string {
	const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	const encoding = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
	if (encoding !== undefined && !/^(?:utf-8|us-ascii)$/i.test(encoding))
		throw new Error('another encoding than UTF-8');
	if (text.includes('\0')) throw new Error('no XML');
	return text;
}

/** The local name of the first element, or undefined. */
export function rootOf(xml: string): string | undefined {
	const name = /<([A-Za-z_][^\s/<>="']*)/.exec(xml)?.[1];
	return name === undefined ? undefined : local(name);
}

/**
 * The XML with the rule applied, without comments, processing instructions and document type.
 * Throws on a document type with its own entities and on anything that is not well formed.
 */
export function rewriteXml(xml: string, rule: XmlRule): string {
	const out: string[] = [];
	// Inside a dropped or re-texted element nothing is copied until its depth is left again.
	let silent: { depth: number; dropped: boolean } | undefined;
	let depth = 0;
	let at = 0;
	while (at < xml.length) {
		const next = xml.indexOf('<', at);
		const textEnd = next === -1 ? xml.length : next;
		if (!silent) out.push(xml.slice(at, textEnd));
		if (next === -1) break;
		const other = matchAt(OTHER, xml, next);
		if (other) {
			const token = other[0];
			const kept = token.startsWith('<![CDATA[') || (next === 0 && token.startsWith('<?xml '));
			if (kept && !silent) out.push(token);
			at = OTHER.lastIndex;
			continue;
		}
		const tag = matchAt(TAG, xml, next);
		if (!tag) throw new Error('no well-formed XML');
		at = TAG.lastIndex;
		const [token, closing, name = '', attributes = '', empty] = tag;
		const element = local(name);
		if (closing) {
			depth -= 1;
			const ends = silent?.depth === depth;
			if (!silent || (ends && !silent.dropped)) out.push(token);
			if (ends) silent = undefined;
			continue;
		}
		if (!silent) {
			const dropped = rule.drop?.(element, token) ?? false;
			const text = dropped || empty ? undefined : rule.text?.(element, token);
			if (!dropped) {
				const changed = rule.attribute ? rewriteAttributes(rule, token, attributes) : attributes;
				out.push(`<${name}${changed}${empty}>`);
			}
			if (text !== undefined) out.push(text);
			if (!empty && (dropped || text !== undefined)) silent = { depth, dropped };
		}
		if (!empty) depth += 1;
	}
	if (depth !== 0) throw new Error('an element is not closed');
	return out.join('');
}

function rewriteAttributes(rule: XmlRule, tag: string, attributes: string): string {
	const element = rootOf(tag) ?? '';
	return attributes.replace(ATTRIBUTE, (whole, name: string, quoted: string) => {
		// A declared prefix is a name that others use, not a value.
		if (name.startsWith('xmlns')) return whole;
		const value = rule.attribute?.(element, local(name), quoted.slice(1, -1), tag);
		if (value === undefined) return whole;
		return value === null ? '' : ` ${name}="${value}"`;
	});
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}

function local(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}
