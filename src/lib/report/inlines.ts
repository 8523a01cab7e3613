import type { Chapter, Inline, TextBlock } from './content.ts';

/** Takes blocks; gives them with each part of their running text replaced by what `change` gives for it. */
export function mapInlines(
	blocks: readonly TextBlock[],
	change: (part: Inline) => Inline[]
): TextBlock[] {
	const running = (content: readonly Inline[]): Inline[] =>
		content.flatMap((part) =>
			change('content' in part ? { ...part, content: running(part.content) } : part)
		);
	return blocks.map((block): TextBlock => {
		switch (block.kind) {
			case 'quote':
				return { ...block, content: mapInlines(block.content, change) };
			case 'list':
				return { ...block, items: block.items.map((item) => mapInlines(item, change)) };
			case 'table':
				return {
					...block,
					head: block.head.map(running),
					rows: block.rows.map((row) => row.map(running))
				};
			default:
				return { ...block, content: running(block.content) };
		}
	});
}

/** The parts of running text in the order they are read. */
export function* inlinesOf(blocks: readonly TextBlock[]): Generator<Inline> {
	function* running(content: readonly Inline[]): Generator<Inline> {
		for (const part of content) {
			yield part;
			if ('content' in part) yield* running(part.content);
		}
	}
	for (const block of blocks)
		if (block.kind === 'quote') yield* inlinesOf(block.content);
		else if (block.kind === 'list') for (const item of block.items) yield* inlinesOf(item);
		else if (block.kind === 'table')
			for (const cell of [...block.head, ...block.rows.flat()]) yield* running(cell);
		else yield* running(block.content);
}

/** Labels cited in these chapters, in the order of first use; a footnote is read where it is referred to. */
export function labelsInOrder(
	chapters: readonly Pick<Chapter, 'pieces' | 'footnotes'>[]
): string[] {
	const labels = new Set<string>();
	for (const { pieces, footnotes } of chapters) {
		const unread = new Set(footnotes.keys());
		const read = (blocks: readonly TextBlock[]) => {
			for (const part of inlinesOf(blocks))
				if (part.kind === 'cite') labels.add(part.label);
				else if (part.kind === 'footnote' && unread.delete(part.number - 1))
					read(footnotes[part.number - 1]!);
		};
		for (const piece of pieces) if (piece.kind !== 'figure') read(piece.blocks);
		for (const note of footnotes) read(note);
	}
	return [...labels];
}
