import { expect, test } from 'vitest';
import { joinTexts } from '#lib/xlsform/joinTexts.ts';

test.each([
	[
		'both stand where both changed',
		'Three visits were made.',
		'Seven visits were made.',
		'Eleven visits were made.',
		'Seven / Eleven visits were made.'
	],
	[
		'what only one changed is taken over',
		'Three visits were made. Nobody knew.',
		'Seven visits were made. Nobody knew.',
		'Eleven visits were made. Nobody was told.',
		'Seven / Eleven visits were made. Nobody was told.'
	],
	[
		'what one took away and the other changed stays',
		'One two.',
		'One.',
		'One three.',
		'One three.'
	],
	['without a text both began from', '', 'Here.', 'There.', 'Here. / There.'],
	['the same made twice stands once', 'a b c', 'a x c', 'a x c', 'a x c']
])('%s', (_, base, first, second, joined) => {
	expect(joinTexts(base, first, second)).toBe(joined);
});
