import { expect, test } from 'vitest';
import { mentionedIn } from '#lib/mentions.ts';

const people = [
	{ id: 'd', name: 'Dara Sok' },
	{ id: 'v', name: 'Daravuth' },
	{ id: 's1', name: 'Sokha Chan' },
	{ id: 's2', name: 'Sokha Lim' },
	{ id: 'k', name: 'សុខា' }
];
const called = (text: string) => mentionedIn(text, people);

test.each([
	['Look, @Dara!', ['d']],
	['@dara sok and @DARAVUTH', ['d', 'v']],
	['@Daravuth only', ['v']],
	['(@Dara) and again @Dara', ['d']],
	['@Sokha is two people', []],
	['@Sokha Lim is one', ['s2']],
	['@សុខា', ['k']],
	['Mail dara@dara.example', []],
	['Dara without the sign', []],
	['@', []],
	['@nobody', []]
])('%s', (text, expected) => {
	expect(called(text)).toEqual(expected);
});

test('a name of nothing calls nobody', () => {
	expect(mentionedIn('@ hello', [{ id: 'x', name: '' }])).toEqual([]);
});
