import { m } from '#lib/paraglide/messages.js';
import type { TextBlock } from '../content.ts';
import { escape } from '../escape.ts';
import { plainInline, writeInline } from './inline.ts';
import type { ChapterRoom } from './room.ts';

/** Text as HTML, one string a block. */
export function writeBlocks(blocks: readonly TextBlock[], room: ChapterRoom): string[] {
	return blocks.map((block) => writeBlock(block, room));
}

function writeBlock(block: TextBlock, room: ChapterRoom): string {
	switch (block.kind) {
		case 'paragraph':
			return `<p>${writeInline(block.content, room)}</p>`;
		case 'heading':
			return writeHeading(block, room);
		case 'list': {
			const tag = block.isOrdered ? 'ol' : 'ul';
			const items = block.items.map((item) => `<li>${writeItem(item, room)}</li>`).join('');
			return `<${tag}>${items}</${tag}>`;
		}
		case 'quote':
			return `<blockquote>${writeBlocks(block.content, room).join('')}</blockquote>`;
		case 'table':
			return writeTable(block, room);
	}
}

/** An item of one paragraph is its words. */
function writeItem(item: readonly TextBlock[], room: ChapterRoom): string {
	const [first] = item;
	return item.length === 1 && first!.kind === 'paragraph'
		? writeInline(first!.content, room)
		: writeBlocks(item, room).join('');
}

function writeHeading(block: Extract<TextBlock, { kind: 'heading' }>, room: ChapterRoom): string {
	while (room.above.length > 0 && room.above.at(-1)! >= block.level) room.above.pop();
	room.above.push(block.level);
	const depth = room.above.length;
	const tag = `h${Math.min(6, room.topLevel + depth - 1)}`;
	const inner = writeInline(block.content, room);
	const text = plainInline(block.content).trim();
	// A heading without words would be an empty step for whoever jumps from one to the next.
	if (text === '') return inner === '' ? '' : `<p>${inner}</p>`;
	const id = room.headingId();
	room.headings.push({ id, text, depth, file: room.file() });
	return `<${tag} id="${escape(id)}">${inner}</${tag}>`;
}

function writeTable(block: Extract<TextBlock, { kind: 'table' }>, room: ChapterRoom): string {
	const look = (at: number) => {
		const align = block.align[at] ?? 'start';
		return align === 'start' ? '' : ` class="${align}"`;
	};
	const heads = block.head
		.map((cell, at) => {
			const inner = writeInline(cell, room);
			return inner.trim() === ''
				? `<td${look(at)}></td>`
				: `<th scope="col"${look(at)}>${inner}</th>`;
		})
		.join('');
	const rows = block.rows
		.map(
			(row) =>
				`<tr>${row.map((cell, at) => `<td${look(at)}>${writeInline(cell, room)}</td>`).join('')}</tr>`
		)
		.join('');
	const name = plainInline(block.head[0] ?? []).trim();
	const label = [m.edition_table({}, { locale: room.edition.locale }), name]
		.filter(Boolean)
		.join(': ');
	return scrolling(
		`<table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table>`,
		label,
		block.head.length
	);
}

/** Wide tables scroll by themselves on a telephone, for a keyboard too. */
export function scrolling(table: string, label: string, columns: number): string {
	if (columns < 3) return `<div class="scroll">${table}</div>`;
	return `<div class="scroll" role="group" tabindex="0" aria-label="${escape(label)}">${table}</div>`;
}
