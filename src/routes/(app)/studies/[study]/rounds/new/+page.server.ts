import { redirect } from '@sveltejs/kit';
import { findMemberState, memberStates } from '#lib/asean.ts';
import { newRoundSchema, readOwnCountries } from '#lib/schemas/round.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { createRound } from '#lib/server/studies/rounds.ts';
import { getRoundChoices } from '#lib/server/studies/studies.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { study, versions } = await getRoundChoices(ctx, event.params.study);
		const given = {
			questionnaireVersionId: versions[0]?.id ?? '',
			countries: memberStates.map(({ code }) => code)
		};
		return { study, versions, roundForm: await emptyForm(newRoundSchema, 'round', given) };
	});

export const actions: Actions = {
	default: formAction(newRoundSchema, 'round', async (ctx, input, event) => {
		const { countries, ownCountries, ...round } = input;
		const listed = countries.flatMap((code) => findMemberState(code) ?? []);
		const roundId = await createRound(ctx, {
			...round,
			studyId: event.params.study!,
			countries: [
				...listed.map(({ code, name }) => ({ code, name: name.en })),
				...(readOwnCountries(ownCountries) ?? [])
			]
		});
		redirect(303, `/rounds/${roundId}/settings`);
	})
};
