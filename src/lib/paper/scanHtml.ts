/**
 * Reads HTML as far as a filled-in file needs it: tags with their attributes, texts, comments
 * and what stands inside elements whose content is no markup. Linear, whatever comes.
 */
export type Piece =
	| { kind: 'open'; name: string; attributes: Map<string, string> }
	| { kind: 'close'; name: string }
	| { kind: 'text' | 'comment'; text: string }
	/** What is inside a script, style or textarea, as it stands. */
	| { kind: 'raw'; name: string; attributes: Map<string, string>; text: string };

const RAW = new Set(['script', 'style', 'textarea']);

const ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	nbsp: '\u00A0',
	apos: "'"
};

/** A text with its entities read: the few our files and browsers write. */
export function decodeEntities(text: string): string {
	return text.replace(
		/&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi,
		(all, hex, decimal, name) => {
			if (name) return ENTITIES[String(name).toLowerCase()] ?? all;
			const code = hex ? parseInt(hex, 16) : Number(decimal);
			return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
		}
	);
}

/** The end of a tag that begins at `start`: the `>` outside quotes; the text's end without one. */
function endOfTag(html: string, start: number): number {
	let quote = '';
	for (let at = start; at < html.length; at++) {
		const character = html[at]!;
		if (quote) {
			if (character === quote) quote = '';
		} else if (character === '"' || character === "'") quote = character;
		else if (character === '>') return at;
	}
	return html.length;
}

function readAttributes(tag: string): Map<string, string> {
	const found = new Map<string, string>();
	for (const [, name = '', double, single, bare] of tag.matchAll(
		/([^\s=>"'/]+)(?:="([^"]*)"|='([^']*)'|=([^\s"'>]+))?/g
	))
		if (!found.has(name))
			found.set(name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ''));
	return found;
}

/** The pieces of a page, in order. */
export function* scanHtml(html: string): Generator<Piece> {
	let at = 0;
	while (at < html.length) {
		const open = html.indexOf('<', at);
		if (open !== at) {
			yield { kind: 'text', text: html.slice(at, open < 0 ? html.length : open) };
			if (open < 0) return;
		}
		if (html.startsWith('<!--', open)) {
			const end = html.indexOf('-->', open + 4);
			yield { kind: 'comment', text: html.slice(open + 4, end < 0 ? html.length : end) };
			at = end < 0 ? html.length : end + 3;
			continue;
		}
		const [, slash, name = ''] =
			/^<(\/?)([a-z][a-z0-9-]*)/i.exec(html.slice(open, open + 60)) ?? [];
		if (name === '') {
			yield { kind: 'text', text: '<' };
			at = open + 1;
			continue;
		}
		const end = endOfTag(html, open + 1);
		const tag = name.toLowerCase();
		at = end + 1;
		if (slash) yield { kind: 'close', name: tag };
		else {
			const attributes = readAttributes(html.slice(open + 1 + name.length, end));
			yield { kind: 'open', name: tag, attributes };
			if (!RAW.has(tag)) continue;
			const close = new RegExp(`</${tag}`, 'gi');
			close.lastIndex = at;
			const until = close.exec(html)?.index ?? html.length;
			yield { kind: 'raw', name: tag, attributes, text: html.slice(at, until) };
			at = until;
		}
	}
}
