import { type RequestEvent, redirect } from '@sveltejs/kit';
import { consentFormSchema, dropLanguageSchema } from '#lib/schemas/consent.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getFormPage, saveForm } from '#lib/server/focusgroups/consentForm.ts';
import { EMPTY, textOf, viewForm } from './formView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What participants of a study are asked, in one language, with what it was before. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { searchParams } = event.url;
		const page = await getFormPage(ctx, event.params.study);
		return {
			view: viewForm(page, searchParams.get('language')),
			saved: searchParams.get('saved')
		};
	});

const back = ({ params }: RequestEvent, version: number, language = ''): never =>
	redirect(
		303,
		`/studies/${params.study}/consent-form?saved=${version}${language && `&language=${language}`}`
	);

export const actions: Actions = {
	save: formAction(consentFormSchema, 'form', async (ctx, input, event) => {
		const { seen, ask: items, language } = input;
		const change = { studyId: event.params.study!, seen, items, language, text: textOf(input) };
		const { version } = await saveForm(ctx, change);
		back(event, version, language);
	}),
	drop: formAction(dropLanguageSchema, 'drop', async (ctx, input, event) => {
		const { version } = await saveForm(ctx, {
			studyId: event.params.study!,
			...input,
			text: EMPTY
		});
		back(event, version);
	})
};
