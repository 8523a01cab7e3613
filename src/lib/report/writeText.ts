import type { Inline } from './content.ts';

/** Signs that would be read as Markdown, or as the beginning of a citation. */
const escape = (text: string) =>
	text.replace(/[\\`*_[\]<>#|~!&]/g, '\\$&').replace(/^([-+]|\d+[.)])/, '\\$1');

/** Running text as Markdown, for a draft that becomes somebody's own text. */
export function writeInlines(content: readonly Inline[]): string {
	return content
		.map((inline) => {
			switch (inline.kind) {
				case 'text':
					return escape(inline.text);
				case 'strong':
					return `**${writeInlines(inline.content)}**`;
				case 'emphasis':
					return `*${writeInlines(inline.content)}*`;
				case 'link':
					return `[${writeInlines(inline.content)}](${inline.href})`;
				case 'cite':
					return `[@${inline.label}]`;
				case 'break':
					return '\\\n';
				default:
					return '';
			}
		})
		.join('');
}

/** Words as Markdown in which each sentence ends by citing `label`. */
export function citeEach(words: string, label: string, language: string): string {
	const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
	return Array.from(segmenter.segment(words), ({ segment }) => segment.trim())
		.filter((sentence) => sentence !== '')
		.map((sentence) => `${escape(sentence)} [@${label}]`)
		.join(' ');
}
