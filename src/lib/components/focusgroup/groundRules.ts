import { m } from '#lib/paraglide/messages.js';

/** The interface's languages in which there are ground rules to begin with. */
const SPOKEN = ['en', 'id'] as const;

/** Ground rules to begin with, in those of a meeting's languages we have words in, else in English. */
export function suggestedRules(languages: readonly string[]): string {
	const spoken = SPOKEN.filter((locale) => languages.includes(locale));
	return (spoken.length > 0 ? spoken : ['en' as const])
		.map((locale) => m.groups_rules_suggested({}, { locale }))
		.join('\n\n');
}
