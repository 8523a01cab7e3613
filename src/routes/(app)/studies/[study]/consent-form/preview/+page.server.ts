import { languageOf } from '#lib/consent/form.ts';
import { languageWords } from '#lib/components/ui/languageWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { loadPage } from '#lib/server/http/guard.ts';
import { getFormPage } from '#lib/server/focusgroups/consentForm.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** A version of the form as participants have it before them, also to print and sign. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { searchParams } = event.url;
		const asked = searchParams.get('version');
		const version = asked && /^\d{1,9}$/.test(asked) ? Number(asked) : undefined;
		const { study, form } = await getFormPage(ctx, event.params.study, version);
		const wanted = searchParams.get('language');
		const language =
			(wanted && wanted in form.texts && wanted) ||
			languageOf(form, getLocale()) ||
			Object.keys(form.texts)[0]!;
		return {
			study: { id: study.id, name: study.name, isInvented: study.isInvented },
			version: form.version,
			items: form.items,
			language,
			text: form.texts[language]!,
			languages: Object.keys(form.texts).map((tag) => ({ tag, words: languageWords(tag) }))
		};
	});
