import { type RequestEvent, redirect } from '@sveltejs/kit';
import { decideSchema, filesSchema, refuseSchema, removeSchema } from '#lib/schemas/edition.ts';
import { refuseEdition, releaseEdition, takeBackEdition } from '#lib/server/editions/decide.ts';
import { requestFiles } from '#lib/server/editions/queueFiles.ts';
import { getEditionPage } from '#lib/server/editions/pages.ts';
import { removeSource } from '#lib/server/editions/removeSource.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

const placeOf = ({ params }: Pick<RequestEvent, 'params'>) => ({
	roundId: params.round!,
	editionId: params.edition!
});

/** One edition: what it is, what one may do with it, and its files. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		page: await getEditionPage(ctx, placeOf(event)),
		origin: event.url.origin,
		refuseForm: await emptyForm(refuseSchema, 'refuse'),
		removeForm: await emptyForm(removeSchema, 'remove'),
		filesForm: await emptyForm(filesSchema, 'files', { formats: [] }),
		done: event.url.searchParams.get('done') ?? ''
	}));

function back(url: URL, done: string): never {
	redirect(303, `${url.pathname}?done=${done}`);
}

export const actions: Actions = {
	release: formAction(decideSchema, 'release', async (ctx, _, event) => {
		await releaseEdition(ctx, placeOf(event));
		back(event.url, 'released');
	}),
	refuse: formAction(refuseSchema, 'refuse', async (ctx, { reason }, event) => {
		await refuseEdition(ctx, { ...placeOf(event), reason });
		back(event.url, 'refused');
	}),
	takeBack: formAction(decideSchema, 'takeBack', async (ctx, _, event) => {
		await takeBackEdition(ctx, placeOf(event));
		back(event.url, 'taken_back');
	}),
	make: formAction(filesSchema, 'files', async (ctx, { formats }, event) => {
		await requestFiles(ctx, { ...placeOf(event), formats });
		back(event.url, 'making');
	}),
	remove: formAction(removeSchema, 'remove', async (ctx, { label, reason }, event) => {
		await removeSource(ctx, { ...placeOf(event), label, reason });
		back(event.url, 'removed');
	})
};
