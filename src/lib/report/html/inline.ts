import { m } from '#lib/paraglide/messages.js';
import type { Inline } from '../content.ts';
import { escape } from '../escape.ts';
import type { ChapterRoom } from './room.ts';

/** An address that may be opened, https and mailto only; null for all others. */
export function safeLink(href: string, protocols = ['https:', 'mailto:']): string | null {
	if (!/^[a-z]+:/i.test(href)) return null;
	try {
		const url = new URL(href);
		return protocols.includes(url.protocol) ? url.href : null;
	} catch {
		return null;
	}
}

/** Running text as HTML. A link that may not be opened stays as its words. */
export function writeInline(content: readonly Inline[], room: ChapterRoom): string {
	return content.map((part) => writePart(part, room)).join('');
}

function writePart(part: Inline, room: ChapterRoom): string {
	switch (part.kind) {
		case 'text':
			return escape(part.text);
		case 'break':
			return '<br>';
		case 'strong':
			return `<strong>${writeInline(part.content, room)}</strong>`;
		case 'emphasis':
			return `<em>${writeInline(part.content, room)}</em>`;
		case 'link': {
			const href = safeLink(part.href);
			const inner = writeInline(part.content, room);
			// A link within a link (a citation in its words) is none: its words stand beside it.
			if (!href || /<a /.test(inner) || inner.trim() === '') return inner;
			return `<a href="${escape(href)}" rel="noopener noreferrer">${inner}</a>`;
		}
		case 'cite':
			return writeCite(part.label, room);
		case 'footnote':
			return writeNoteReference(part.number, room);
	}
}

/** A citation is the number of its source; one that nobody knows stays as its label. */
function writeCite(label: string, room: ChapterRoom): string {
	const { edition, links } = room;
	const number = edition.sourceNumbers.get(label);
	if (number === undefined) return ` [${escape(label)}]`;
	const id = room.firstId('cite', number);
	const name = m.edition_source_number({ number }, { locale: edition.locale });
	return `<sup class="cite"${id}><a href="${escape(links.source(number))}" aria-label="${escape(name)}">[${number}]</a></sup>`;
}

function writeNoteReference(number: number, room: ChapterRoom): string {
	const { edition } = room;
	if (!room.chapter.footnotes[number - 1]) return '';
	const id = room.firstId('ref', number);
	const name = m.edition_note_number({ number }, { locale: edition.locale });
	return `<sup class="ref"${id}><a href="${escape(room.noteLink(number))}" aria-label="${escape(name)}">${number}</a></sup>`;
}

/** The words of running text alone: for contents and indexes. */
export function plainInline(content: readonly Inline[]): string {
	return content
		.map((part) =>
			part.kind === 'text'
				? part.text
				: part.kind === 'break'
					? ' '
					: 'content' in part
						? plainInline(part.content)
						: ''
		)
		.join('');
}
