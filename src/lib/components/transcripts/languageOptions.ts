import { languageWords } from '#lib/components/ui/languageWords.ts';

/** Languages of the region and of those who read the study; a meeting's own come first. */
const USUAL = [
	...['en', 'id', 'ms', 'km', 'lo', 'my', 'th', 'vi', 'fil', 'zh', 'ta', 'tet', 'pt', 'jv', 'su'],
	...['ceb', 'shn', 'kar', 'bn', 'ne', 'hi', 'ar', 'ko', 'ja', 'fr', 'es']
];

/** The choices of a language field, in the reader's language. */
export function languageOptions(own: readonly string[]): { value: string; label: string }[] {
	return [...new Set([...own, ...USUAL])].map((tag) => ({ value: tag, label: languageWords(tag) }));
}
