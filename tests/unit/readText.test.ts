import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readText } from '#lib/report/readText.ts';
import { sentences } from '#lib/report/sentences.ts';

const text = (words: string) => ({ kind: 'text', text: words });

describe('the text of a block', () => {
	test('is paragraphs, headings, lists, quotes and tables', () => {
		const { blocks } = readText(
			'# Top\n\n##### Deep\n\nOne **two** *three*.  \nfour\n\n- a\n- b\n  1. c\n\n> said\n\n| A | B |\n|:-:|--:|\n| 1 | 2 | 3 |\n| 4 |\n'
		);
		expect(blocks).toEqual([
			{ kind: 'heading', level: 2, content: [text('Top')] },
			{ kind: 'heading', level: 4, content: [text('Deep')] },
			{
				kind: 'paragraph',
				content: [
					text('One '),
					{ kind: 'strong', content: [text('two')] },
					text(' '),
					{ kind: 'emphasis', content: [text('three')] },
					text('.'),
					{ kind: 'break' },
					text('four')
				]
			},
			{
				kind: 'list',
				isOrdered: false,
				items: [
					[{ kind: 'paragraph', content: [text('a')] }],
					[
						{ kind: 'paragraph', content: [text('b')] },
						{
							kind: 'list',
							isOrdered: true,
							items: [[{ kind: 'paragraph', content: [text('c')] }]]
						}
					]
				]
			},
			{ kind: 'quote', content: [{ kind: 'paragraph', content: [text('said')] }] },
			{
				kind: 'table',
				align: ['center', 'end'],
				head: [[text('A')], [text('B')]],
				rows: [
					[[text('1')], [text('2')]],
					[[text('4')], []]
				]
			}
		]);
	});

	test('cites by label, once each in the order of use, in footnotes too', () => {
		const read = readText(
			'Paid [@KH-3.2-v4].[^b] Held **[@Q12]** [@KH-3.2-v4] [@ no] [@-x].[^a]\n\n[^a]: First [@E5].\n[^b]: Other.\n[^c]: Unused [@D9].'
		);
		expect(read.labels).toEqual(['KH-3.2-v4', 'Q12', 'E5']);
		expect(read.notes).toEqual([
			[{ kind: 'paragraph', content: [text('Other.')] }],
			[{ kind: 'paragraph', content: [text('First '), { kind: 'cite', label: 'E5' }, text('.')] }]
		]);
		expect(JSON.stringify(read.blocks)).toContain('"kind":"footnote","number":2');
	});

	test('has no HTML, no picture and no address but https and mailto', () => {
		const { blocks } = readText(
			'<b>x</b> ![p](https://example.org/p.png) [a](javascript:alert(1)) [b](http://example.org) [c](https://example.org) <mailto:a@example.org>\n\n<script>1</script>'
		);
		const all = JSON.stringify(blocks);
		expect(all).toContain('<b>x</b>');
		expect(all).toContain('<script>1</script>');
		expect(all).not.toContain('javascript');
		expect(all.match(/"href":"[^"]*"/g)).toEqual([
			'"href":"https://example.org/p.png"',
			'"href":"https://example.org"',
			'"href":"mailto:a@example.org"'
		]);
		// A label that somebody defines as a link stays a citation.
		expect(readText('[@Q1]\n\n[@Q1]: https://example.org').labels).toEqual(['Q1']);
	});

	test('is read whatever it holds', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (body) => {
				readText(body);
				sentences(body, 'en');
			})
		);
	});
});

describe('sentences', () => {
	test('know what they cite, before the full stop and behind it', () => {
		expect(
			sentences(
				'## No sentence\n\nFees are high [@A1]. Nobody asks. [@B2] [@C3] Some do.[^n] **Others** [@D4] pay.\n\n- One. Two [@E5]\n\n[^n]: See [@F6].',
				'en'
			)
		).toEqual([
			{ words: 'Fees are high.', labels: ['A1'] },
			{ words: 'Nobody asks.', labels: ['B2', 'C3'] },
			{ words: 'Some do.', labels: ['F6'] },
			{ words: 'Others pay.', labels: ['D4'] },
			{ words: 'One.', labels: [] },
			{ words: 'Two', labels: ['E5'] },
			{ words: 'See.', labels: ['F6'] }
		]);
	});

	test('of a table are its rows, and signs alone are none', () => {
		expect(
			sentences('| A | B |\n|---|---|\n| x. y | z [@A1] |\n| | |\n\n— …\n\n[@A1]', 'en')
		).toEqual([{ words: 'x. y · z', labels: ['A1'] }]);
	});

	test('are cut in scripts without blanks', () => {
		expect(sentences('ខ្ញុំទៅ។ គាត់មក [@A1]។', 'km')).toHaveLength(2);
		expect(sentences('One. Two.', 'no-such-tag-at-all-x')).toHaveLength(2);
	});
});
