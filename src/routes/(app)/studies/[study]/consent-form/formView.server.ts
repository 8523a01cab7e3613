import type { InferOutput } from 'valibot';
import {
	ALWAYS_ASKED,
	type ConsentText,
	askableLanguages,
	inOrder,
	missingWords
} from '#lib/consent/form.ts';
import { languageWords } from '#lib/components/ui/languageWords.ts';
import { memberStates } from '#lib/asean.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { consentFormSchema } from '#lib/schemas/consent.ts';
import { mayDo } from '#lib/server/access/verbs.ts';
import type { FormPage } from '#lib/server/focusgroups/consentForm.ts';
import { CONSENT_ITEMS } from '#lib/terms.ts';

/** What a language has that nobody wrote anything in. */
export const EMPTY: ConsentText = { title: '', intro: '', items: {}, closing: '', yes: '', no: '' };

/** The form of a study in one language, beside one in which nothing is missing. */
export function viewForm({ study, form, versions, spoken }: FormPage, asked: string | null) {
	const written = Object.keys(form.texts);
	const language = pick(asked, written);
	const beside = askableLanguages(form).find((each) => each !== language) ?? null;
	const offered = [...spoken, ...memberStates.flatMap(({ languages }) => languages)];
	return {
		study: { id: study.id, name: study.name, isInvented: study.isInvented },
		mayWrite: mayDo('consent.form', study.roles),
		version: form.version,
		madeAt: form.madeAt,
		language,
		text: form.texts[language] ?? EMPTY,
		beside: beside === null ? null : { language: beside, text: form.texts[beside]! },
		asked: form.items,
		items: CONSENT_ITEMS.map((item) => ({ item, isFixed: ALWAYS_ASKED.includes(item) })),
		languages: written.map((tag) => ({
			tag,
			words: languageWords(tag),
			missing: missingWords(form.items, form.texts[tag]!).length
		})),
		/** Spoken by participants, and nobody can ask them in it yet. */
		wanted: spoken
			.filter((tag) => !askableLanguages(form).includes(tag))
			.map((tag) => languageWords(tag)),
		more: [...new Set(offered)]
			.filter((tag) => !written.includes(tag))
			.map((tag) => ({ value: tag, label: languageWords(tag) }))
			.sort((a, b) => a.label.localeCompare(b.label, getLocale())),
		versions
	};
}

/** A language asked for by its tag, one that has no words yet included; else the page's own. */
function pick(asked: string | null, written: readonly string[]): string {
	if (asked && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(asked)) return asked;
	return written.includes(getLocale()) ? getLocale() : (written[0] ?? getLocale());
}

/** Takes the fields of the sent form; gives its words. */
export function textOf(fields: InferOutput<typeof consentFormSchema>): ConsentText {
	const { title, intro, closing, yes, no } = fields;
	const items = Object.fromEntries(
		inOrder([...CONSENT_ITEMS]).flatMap((item) => {
			const words = fields[`text_${item}`];
			return words ? [[item, words]] : [];
		})
	);
	return { title, intro, items, closing, yes, no };
}
