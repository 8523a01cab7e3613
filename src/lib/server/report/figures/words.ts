/** Words figures share, in the language of the report. */
import { m } from '#lib/paraglide/messages.js';
import type { Inline, TextBlock } from '#lib/report/content.ts';
import type { FrameLocale } from '#lib/report/html/words.ts';
import type { LiveCountry, LiveData } from '../liveData.ts';
import type { Asked, Tally } from './tally.ts';

const tagOf = (locale: FrameLocale) => (locale === 'en' ? 'en-GB' : locale);

/** “Cambodia, Indonesia and Myanmar”. */
export function listWords(items: readonly string[], locale: FrameLocale): string {
	return new Intl.ListFormat(tagOf(locale), { type: 'conjunction' }).format(items);
}

export const namesOf = (countries: readonly LiveCountry[], locale: FrameLocale): string =>
	listWords(
		countries.map(({ name }) => name),
		locale
	);

/** A number as it stands in a sentence: in letters up to twelve. */
export function countWords(count: number, locale: FrameLocale): string {
	const words = m.figures_number_words({}, { locale }).split(', ');
	return words[count] ?? new Intl.NumberFormat(tagOf(locale)).format(count);
}

/** With a capital at its beginning. */
export function asSentence(words: string, locale: FrameLocale): string {
	const [first = '', ...rest] = [...words];
	return first.toLocaleUpperCase(locale) + rest.join('');
}

/** “3.2 Can a worker complain?” */
export function titleOf({ say }: LiveData, { question }: Asked): string {
	return [question.number, say(question.label)].filter(Boolean).join(' ');
}

/** What may be part of a figure's name, which names files. */
export const slugOf = (name: string): string =>
	name
		.replaceAll(/[^A-Za-z0-9.-]+/g, '-')
		.replaceAll(/^[.-]+|[.-]+$/g, '')
		.toLowerCase();

/** A question's part of a figure's name: its number where no other has it, else its own name. */
export function questionSlug({ definition }: LiveData, { question }: Asked): string {
	const same = definition.areas.flatMap(({ questions }) =>
		questions.filter(({ number }) => number === question.number)
	);
	const number = slugOf(question.number);
	return number && same.length === 1 ? number : slugOf(question.name);
}

/** Below every figure of a question: who is counted, and what is not. */
export function noteOf(data: LiveData, { total, hasSeveral, question }: Tally): string {
	const { locale, round } = data;
	return [
		m.figures_note({ count: total, round: round.name }, { locale }),
		...(question.type === 'select_multiple'
			? [m.figures_note_several_choices({}, { locale })]
			: []),
		...(hasSeveral ? [m.figures_note_several_delegations({}, { locale })] : [])
	].join(' ');
}

export const inline = (text: string): Inline => ({ kind: 'text', text });
export const paragraph = (text: string): TextBlock => ({
	kind: 'paragraph',
	content: [inline(text)]
});

/** Step of the colour ramp for a place from 0 among so many: the last is darkest. */
export function stepOf(place: number, count: number): 1 | 2 | 3 | 4 | 5 {
	const step = count < 2 ? 5 : 1 + Math.round((place * 4) / (count - 1));
	return Math.min(5, Math.max(1, step)) as 1;
}
