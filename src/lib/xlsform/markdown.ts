/**
 * The markup labels may hold: bold, italic, links, headings, lists, line breaks, and the few
 * tags forms are written with. It becomes a tree, never HTML, so that a stranger's form can
 * put nothing but words on a page. Whatever is not known stays as it is typed.
 */

export type Inline =
	| string
	| { kind: 'strong' | 'em'; content: Inline[] }
	| { kind: 'link'; href: string; content: Inline[] }
	| { kind: 'break' };

export type Block =
	| { kind: 'paragraph'; content: Inline[] }
	| { kind: 'heading'; content: Inline[] }
	| { kind: 'list'; ordered: boolean; items: Inline[][] };

/** Beyond this a text is shown as it is typed: nobody marks up that much. */
const LONGEST = 10_000;
const DEEPEST = 8;

const INLINE = new RegExp(
	[
		String.raw`\\([\\*_#[\]<>~-])`,
		String.raw`\[([^\[\]\n]{1,500})\]\(([^()\s]{1,1000})\)`,
		String.raw`\*\*(?=\S)([^\n]{1,1000}?)\*\*`,
		String.raw`(?<![\p{L}\p{N}])__(?=\S)([^\n]{1,1000}?)__(?![\p{L}\p{N}])`,
		String.raw`\*(?=[^\s*])([^*\n]{1,1000}?)\*`,
		String.raw`(?<![\p{L}\p{N}_])_(?=[^\s_])([^_\n]{1,1000}?)_(?![\p{L}\p{N}_])`,
		String.raw`<(b|strong|i|em)>([^<]{1,1000})</\8>`,
		String.raw`(<br ?/?>|\n)`,
		String.raw`</?(?:span|font|p|div|u|b|i|strong|em|small|center|h[1-6])(?: [^<>]{0,300})?>`
	].join('|'),
	'giu'
);

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: '\u00A0' };

function plain(text: string): string {
	return text.replace(/&(lt|gt|amp|quot|nbsp);/g, (_, name: string) => ENTITIES[name]!);
}

/** https and mailto only: any other scheme could run something or track on an open line. */
function isSafe(href: string): boolean {
	return /^(https:\/\/[^\s]+|mailto:[^\s@]+@[^\s]+)$/i.test(href);
}

function inline(text: string, depth = 0): Inline[] {
	if (depth > DEEPEST) return [plain(text)];
	const content: Inline[] = [];
	const within = (kind: 'strong' | 'em', inner: string) =>
		content.push({ kind, content: inline(inner, depth + 1) });
	let at = 0;
	for (const found of text.matchAll(INLINE)) {
		if (found.index > at) content.push(plain(text.slice(at, found.index)));
		at = found.index + found[0].length;
		const [all, escaped, label, href, starBold, bold, star, italic, tag, tagged, broken] = found;
		if (escaped !== undefined) content.push(escaped);
		else if (label !== undefined && href !== undefined)
			if (isSafe(href)) content.push({ kind: 'link', href, content: inline(label, depth + 1) });
			else content.push(all);
		else if (starBold !== undefined) within('strong', starBold);
		else if (bold !== undefined) within('strong', bold);
		else if (star !== undefined) within('em', star);
		else if (italic !== undefined) within('em', italic);
		else if (tag !== undefined) within(/^(b|strong)$/i.test(tag) ? 'strong' : 'em', tagged ?? '');
		else if (broken !== undefined) content.push({ kind: 'break' });
	}
	if (at < text.length) content.push(plain(text.slice(at)));
	return content;
}

/** Whether a text holds anything that reading it as markup would change. */
export function hasMarkup(text: string): boolean {
	return text.length <= LONGEST && /[*_#<[\\&\n]|^\s*(-|\d+\.)\s/m.test(text);
}

/** A label's text as words with bold, italics, links and breaks; headings and lists stay typed. */
export function readInline(text: string): Inline[] {
	return hasMarkup(text) ? inline(text.trim().replace(/^#{1,6} +/, '')) : [text];
}

/** A longer text, such as a note's or a hint's, as blocks. */
export function readBlocks(text: string): Block[] {
	if (!hasMarkup(text)) return [{ kind: 'paragraph', content: [text] }];
	const blocks: Block[] = [];
	let lines: string[] = [];
	const close = () => {
		if (lines.length > 0) blocks.push({ kind: 'paragraph', content: inline(lines.join('\n')) });
		lines = [];
	};
	for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
		const heading = /^#{1,6} +(.+)$/.exec(line);
		const item = /^\s*(?:([-*])|\d{1,3}\.)\s+(.+)$/.exec(line);
		if (line.trim() === '') close();
		else if (heading) {
			close();
			blocks.push({ kind: 'heading', content: inline(heading[1]!) });
		} else if (item) {
			close();
			const ordered = item[1] === undefined;
			const last = blocks.at(-1);
			if (last?.kind === 'list' && last.ordered === ordered) last.items.push(inline(item[2]!));
			else blocks.push({ kind: 'list', ordered, items: [inline(item[2]!)] });
		} else lines.push(line);
	}
	close();
	return blocks;
}

/** The words alone, for lists, titles and files. */
export function withoutMarkup(text: string): string {
	if (!hasMarkup(text)) return text;
	const words = (content: Inline[]): string =>
		content
			.map((part) =>
				typeof part === 'string' ? part : part.kind === 'break' ? ' ' : words(part.content)
			)
			.join('');
	return readBlocks(text)
		.map((block) =>
			block.kind === 'list' ? block.items.map(words).join('; ') : words(block.content)
		)
		.join(' ')
		.replace(/ {2,}/g, ' ')
		.trim();
}
