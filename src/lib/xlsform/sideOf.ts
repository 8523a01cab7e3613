import type { DiffBlock } from './diffAnswer.ts';
import type { DiffPart } from './diffText.ts';

/** The blocks of one side: `added` leaves what is new out, `removed` what was there. */
export function sideOf(blocks: readonly DiffBlock[], without: 'added' | 'removed'): DiffBlock[] {
	const keep = (parts: DiffPart[]) => parts.filter(({ kind }) => kind !== without);
	const hasAny = (parts: DiffPart[]) => keep(parts).length > 0;
	return blocks.flatMap((block): DiffBlock[] => {
		if (block.kind === 'text')
			return hasAny(block.parts) ? [{ ...block, parts: keep(block.parts) }] : [];
		if (block.kind === 'list') {
			const items = block.items.filter(hasAny).map(keep);
			return items.length > 0 ? [{ ...block, items }] : [];
		}
		const rows = block.rows.map(({ label, cells }) => ({ label, cells: cells.map(keep) }));
		// A table that only the other side has says nothing here.
		const isHere = block.rows.some(({ cells }) => cells.some(hasAny));
		return isHere ? [{ ...block, rows }] : [];
	});
}
