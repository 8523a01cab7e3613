import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	type Block,
	type Inline,
	readBlocks,
	readInline,
	withoutMarkup
} from '#lib/xlsform/markdown.ts';

const strong = (...content: Inline[]): Inline => ({ kind: 'strong', content });
const em = (...content: Inline[]): Inline => ({ kind: 'em', content });
const broken: Inline = { kind: 'break' };

test.each<[string, Inline[]]>([
	['plain', ['plain']],
	['a **b** c', ['a ', strong('b'), ' c']],
	['__b__ *i* _i_', [strong('b'), ' ', em('i'), ' ', em('i')]],
	['**a *b* c**', [strong('a ', em('b'), ' c')]],
	['snake_case_name and 2 * 3 * 4', ['snake_case_name and 2 * 3 * 4']],
	['<b>b</b><br/>x', [strong('b'), broken, 'x']],
	['<span style="color:red">red</span>', ['red']],
	['a\nb', ['a', broken, 'b']],
	['5 &lt; 6 &amp; 7', ['5 < 6 & 7']],
	['\\*no\\*', ['*', 'no', '*']],
	['# Title', ['Title']],
	[
		'[help](https://example.org/a_b_c)',
		[{ kind: 'link', href: 'https://example.org/a_b_c', content: ['help'] }]
	],
	[
		'[mail](mailto:a@example.org)',
		[{ kind: 'link', href: 'mailto:a@example.org', content: ['mail'] }]
	]
])('%s', (text, content) => {
	expect(readInline(text)).toEqual(content);
});

test.each([
	'[x](javascript:alert(1))',
	'[x](JaVaScRiPt:alert)',
	'[x](http://example.org)',
	'[x](//example.org)',
	'[x](data:text/html,x)',
	'<script>alert(1)</script>',
	'<img src=x onerror=alert(1)>',
	'<a href="https://example.org">x</a>'
])('%s stays what was typed, or words alone', (text) => {
	const kinds = JSON.stringify(readBlocks(text));
	expect(kinds).not.toContain('"link"');
	expect(withoutMarkup(text)).not.toBe('');
});

test('headings, lists and paragraphs', () => {
	const blocks: Block[] = [
		{ kind: 'heading', content: ['Title'] },
		{ kind: 'paragraph', content: ['One', broken, 'two'] },
		{ kind: 'list', ordered: false, items: [['a'], [strong('b')]] },
		{ kind: 'list', ordered: true, items: [['c']] }
	];
	expect(readBlocks('## Title\nOne\ntwo\n\n- a\n- **b**\n1. c')).toEqual(blocks);
	expect(withoutMarkup('## Title\n\n- a\n- **b**')).toBe('Title a; b');
});

test('any text is read, quickly, and loses no letter', () => {
	const pieces = fc.constantFrom(
		'**',
		'_',
		'*',
		'[',
		'](https://x)',
		'<b>',
		'</b>',
		'\n',
		'# ',
		'- ',
		'word',
		'\\',
		'&lt;',
		' '
	);
	fc.assert(
		fc.property(fc.array(pieces, { maxLength: 60 }), (list) => {
			const text = list.join('');
			const letters = (from: string) => (from.match(/word/g) ?? []).length;
			expect(letters(withoutMarkup(text))).toBe(letters(text));
		})
	);
	const started = performance.now();
	readBlocks('*'.repeat(10_000));
	readBlocks('[a'.repeat(5_000));
	readBlocks('**a '.repeat(2_500));
	expect(performance.now() - started).toBeLessThan(1500);
});
