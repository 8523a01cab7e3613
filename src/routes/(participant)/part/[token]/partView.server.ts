import { randomUUID } from 'node:crypto';
import { askableLanguages, languageOf } from '#lib/consent/form.ts';
import { languageWords } from '#lib/components/ui/languageWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { type OwnPage, TURNS_AT_ONCE } from '#lib/server/focusgroups/ownPage.ts';

/** A participant's page in the language of the request, its form in one they can be asked in. */
export function viewPart(
	{ place, form, consent, turns, identity }: OwnPage,
	asked: URLSearchParams
) {
	const wanted = asked.get('language');
	const language = languageOf(form, wanted, place.language, getLocale())!;
	const { groupName, studyName, isInvented, heldOn, endsOn, rule, groundRules } = place;
	return {
		pseudonym: place.pseudonym,
		meeting: { groupName, studyName, isInvented, heldOn, endsOn, rule, groundRules },
		withdrawnScope: place.withdrawnScope,
		validationUntil: place.validationUntil,
		validatedAt: place.validatedAt,
		expiresAt: place.expiresAt,
		mayCheck: place.mayCheck,
		form: {
			id: form.id,
			version: form.version,
			items: form.items,
			language,
			text: form.texts[language]!,
			languages: askableLanguages(form).map((tag) => ({ tag, words: languageWords(tag) }))
		},
		consent: consent && {
			items: consent.items,
			mode: consent.mode,
			givenOn: consent.givenOn,
			isThisForm: consent.formId === form.id,
			level: consent.level
		},
		turns: turns && {
			...turns,
			to: turns.from + turns.shown.length,
			before: turns.from > 0 ? Math.max(0, turns.from - TURNS_AT_ONCE) : null
		},
		identity,
		newIds: { consent: randomUUID(), withdraw: randomUUID(), amend: randomUUID() }
	};
}
