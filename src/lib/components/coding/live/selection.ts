import type { CodedField } from '#lib/terms.ts';

/** What of one text of one unit is selected, in offsets of the whole text. */
export interface SelectedSpan {
	place: number;
	field: CodedField;
	start: number;
	end: number;
}

/** UTF-16 units from the beginning of an element to a point in it; signs drawn by styles are none. */
function unitsBefore(element: Element, node: Node, offset: number): number {
	const range = document.createRange();
	range.selectNodeContents(element);
	range.setEnd(node, offset);
	return range.toString().length;
}

/**
 * What somebody has selected in the texts of a list, text by text, and where it is on the screen.
 * Null where nothing of them is.
 */
export function selectedIn(list: HTMLElement): { spans: SelectedSpan[]; rect: DOMRect } | null {
	const selection = document.getSelection();
	if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
	const range = selection.getRangeAt(0);
	if (!range.intersectsNode(list)) return null;
	const spans = Array.from(list.querySelectorAll<HTMLElement>('[data-text]')).flatMap(
		(text): SelectedSpan[] => {
			if (!range.intersectsNode(text)) return [];
			const base = Number(text.dataset.start);
			const holds = (node: Node) => text.contains(node);
			const start = holds(range.startContainer)
				? unitsBefore(text, range.startContainer, range.startOffset)
				: 0;
			const end = holds(range.endContainer)
				? unitsBefore(text, range.endContainer, range.endOffset)
				: (text.textContent?.length ?? 0);
			const place = Number(text.closest<HTMLElement>('[data-place]')?.dataset.place);
			if (start >= end || !Number.isInteger(place)) return [];
			const field = text.dataset.text as CodedField;
			return [{ place, field, start: base + start, end: base + end }];
		}
	);
	return spans.length > 0 ? { spans, rect: range.getBoundingClientRect() } : null;
}
