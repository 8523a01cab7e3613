import { type RequestEvent, redirect } from '@sveltejs/kit';
import { findMemberState } from '#lib/asean.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { countrySchema, delegationSchema, focalPointSchema } from '#lib/schemas/delegation.ts';
import { roundSchema } from '#lib/schemas/round.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { addCountry, addDelegation } from '#lib/server/studies/delegations.ts';
import { invite } from '#lib/server/studies/invitations.ts';
import {
	changeRound,
	closeRound,
	getRoundSettings,
	openRound
} from '#lib/server/studies/rounds.ts';
import { noFields } from '#lib/schemas/noFields.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round, delegations, questionnaire } = await getRoundSettings(ctx, event.params.round);
		const { name, opensOn, closesOn } = round;
		return {
			study: round.study,
			round,
			delegations,
			questionnaire,
			isMoved: event.url.searchParams.has('moved'),
			daysForm: await emptyForm(roundSchema, 'days', { name, opensOn, closesOn }),
			countryForm: await emptyForm(countrySchema, 'country'),
			delegationForm: await emptyForm(delegationSchema, 'delegation'),
			inviteForm: await emptyForm(focalPointSchema, 'invite', {
				delegationId: event.url.searchParams.get('delegation') ?? '',
				language: getLocale()
			})
		};
	});

const back = (event: RequestEvent, part: string) => redirect(303, `${event.url.pathname}#${part}`);

export const actions: Actions = {
	days: formAction(roundSchema, 'days', async (ctx, input, event) => {
		await changeRound(ctx, event.params.round!, input);
		back(event, 'days');
	}),
	close: formAction(noFields, 'close', async (ctx, _input, event) => {
		await closeRound(ctx, event.params.round!);
		back(event, 'close');
	}),
	open: formAction(noFields, 'close', async (ctx, _input, event) => {
		await openRound(ctx, event.params.round!);
		back(event, 'close');
	}),
	country: formAction(countrySchema, 'country', async (ctx, input, event) => {
		const listed = findMemberState(input.listed);
		const country = listed
			? { code: listed.code, name: listed.name.en }
			: { code: input.code, name: input.ownName };
		await addCountry(ctx, event.params.round!, country);
		back(event, 'countries');
	}),
	delegation: formAction(delegationSchema, 'delegation', async (ctx, input, event) => {
		const { country, delegationName: name } = input;
		await addDelegation(ctx, event.params.round!, { country, name });
		back(event, 'countries');
	}),
	// The link is shown once, here: it is stored nowhere, so there is nothing to redirect to.
	invite: formAction(focalPointSchema, 'invite', async (ctx, input) => {
		const { link } = await invite(ctx, { ...input, role: 'focal_point' });
		return m.studies_invited({ email: input.email, link });
	})
};
