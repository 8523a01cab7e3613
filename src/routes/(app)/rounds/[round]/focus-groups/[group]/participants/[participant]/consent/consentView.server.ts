import { randomUUID } from 'node:crypto';
import { askableLanguages, languageOf } from '#lib/consent/form.ts';
import { languageWords } from '#lib/components/ui/languageWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { ConsentPage } from '#lib/server/focusgroups/participantPage.ts';

const MODES = ['screen', 'paper', 'oral'] as const;

/** The form of a participant in the language they read, in the mode the address names. */
export function viewConsent(
	{ participant, form, versions, last }: ConsentPage,
	asked: URLSearchParams,
	now: Date
) {
	const mode = MODES.find((each) => each === asked.get('mode')) ?? 'screen';
	// A form always has a language in which nothing is missing: it is not saved without.
	const language = languageOf(form, asked.get('language'), participant.language, getLocale())!;
	return {
		mode,
		participant: {
			pseudonym: participant.pseudonym,
			seen: participant.seen,
			withdrawnScope: participant.withdrawnScope,
			isErased: participant.erasedAt !== null,
			groupName: participant.groupName,
			heldOn: participant.heldOn,
			studyName: participant.studyName,
			isInvented: participant.isInvented,
			rule: participant.rule
		},
		formId: form.id,
		version: form.version,
		versions,
		items: form.items,
		language,
		text: form.texts[language]!,
		languages: askableLanguages(form).map((tag) => ({ tag, words: languageWords(tag) })),
		last: last && {
			scope: last.kind === 'withdrawal' ? last.scope : null,
			madeAt: last.madeAt
		},
		newId: randomUUID(),
		today: now.toISOString().slice(0, 10)
	};
}
