import { describe, expect, test } from 'vitest';
import type { EditionContent, Figure } from '#lib/report/content.ts';
import { isAbout, withoutName } from '#lib/report/countryFigure.ts';
import { takenWords } from '#lib/report/html/words.ts';
import { takeOut } from '#lib/report/takeOut.ts';
import { sampleContent, sampleFacts } from '../support/sampleEdition.ts';

describe('a list of names', () => {
	test.each([
		['en', 'Cambodia', ''],
		['en', 'Cambodia and Indonesia', 'Indonesia'],
		['en', 'Brunei and Cambodia', 'Brunei'],
		['en', 'Cambodia, Indonesia and Myanmar', 'Indonesia and Myanmar'],
		['en', 'Brunei, Cambodia and Myanmar', 'Brunei and Myanmar'],
		['en', 'Bhutan, Brunei and Cambodia', 'Bhutan, Brunei'],
		['id', 'Brunei, Cambodia, dan Myanmar', 'Brunei, dan Myanmar'],
		['id', 'Brunei dan Cambodia', 'Brunei'],
		['en', 'Upper Cambodia and Myanmar', 'Upper Cambodia and Myanmar'],
		['en', 'Myanmar', 'Myanmar']
	] as const)('in %s, “%s”, leaves “%s”', (locale, list, left) => {
		expect(withoutName(list, 'Cambodia', locale)).toBe(left);
	});
});

test('a figure of one country is known by its name, also where it stands twice', () => {
	const about = (name: string, code: string) => isAbout({ name } as Figure, code);
	for (const name of [
		'answers-kh-justice',
		'treaties-kh',
		'treaties-kh-2',
		'change-kh',
		'change-a-kh'
	])
		expect([name, about(name, 'KH')]).toEqual([name, true]);
	for (const name of ['answers-id-kh', 'treaties', 'treaties-2', 'change', 'd-kh', 'coverage-kh'])
		expect([name, about(name, 'KH')]).toEqual([name, false]);
});

describe('words of a country’s own answers', () => {
	const OWN = 'Nobody here was ever heard by a court.';
	const SHARED = 'Everybody says this sentence about courts.';
	const plain = (name: string, rows: Figure['rows']): Figure => ({
		...{ name, draw: 'plain', title: name, alt: '', note: '', columns: ['Country', 'Answer'] },
		...{ rows, legend: [] }
	});
	const content: EditionContent = {
		...sampleContent,
		chapters: [
			{
				...{ slug: 'one', kind: 'custom', key: '', title: 'One', footnotes: [] },
				pieces: [
					{
						kind: 'figure',
						figure: plain('d-1.5', [
							{ label: 'Cambodia', code: 'KH', cells: [{ text: OWN }] },
							{ label: 'Indonesia', code: 'ID', cells: [{ text: SHARED }] }
						])
					},
					{
						kind: 'figure',
						figure: plain('answers-kh-justice', [{ label: '1.6', cells: [{ text: SHARED }] }])
					},
					{
						kind: 'text',
						blocks: [
							{ kind: 'paragraph', content: [{ kind: 'text', text: `One: ${OWN} All: ${SHARED}` }] }
						]
					}
				]
			}
		],
		sources: []
	};
	const taken = (part: 'answers' | 'earlier' | 'treaties') =>
		JSON.stringify(
			takeOut(
				content,
				{
					...sampleFacts,
					taken: [{ code: 'KH', name: 'Cambodia', delegation: '', part, removedOn: '2027-01-01' }]
				},
				takenWords('en')
			)
		);

	test('are taken out of texts that repeat them; what others said, too, stays', () => {
		expect(taken('answers')).not.toContain(OWN);
		expect(taken('answers')).toContain(`One: [words removed] All: ${SHARED}`);
	});

	test('stay where only an earlier round or a treaty was taken out', () => {
		expect(taken('earlier')).toContain(OWN);
		expect(taken('treaties')).toContain(OWN);
	});
});
