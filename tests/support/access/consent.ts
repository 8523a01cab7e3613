import { randomUUID } from 'node:crypto';
import { CONSENT_ITEMS } from '#lib/terms.ts';
import { type RouteAccess, coordinators, groupTeam, page, staff } from '../accessRoute.ts';

const participant = '/rounds/[round]/focus-groups/[group]/participants/[participant]';
const allYes = Object.fromEntries(CONSENT_ITEMS.map((item) => [`item_${item}`, 'yes']));

/** Participants and their consents. */
export const consentRoutes: [string, RouteAccess][] = [
	page('/studies/[study]/consent-form', groupTeam, {
		save: {
			may: coordinators,
			form: () => ({
				seen: '1',
				language: 'en',
				ask: 'quotation',
				title: 'Your agreement',
				intro: 'You are invited.',
				text_take_part: 'I take part.',
				text_notes: 'Notes may be taken.',
				text_quotation: 'I may be quoted.',
				closing: 'Thank you.',
				yes: 'Yes',
				no: 'No'
			})
		},
		drop: { may: coordinators, form: () => ({ seen: '2', language: 'id' }) }
	}),
	page('/studies/[study]/consent-form/preview', groupTeam),
	page('/rounds/[round]/focus-groups/[group]/check', staff, {
		links: { may: staff, form: () => ({ id: randomUUID(), days: '30', whom: 'missing' }) }
	}),
	page(`${participant}/consent`, staff, {
		default: {
			may: staff,
			form: (ids) => ({
				id: randomUUID(),
				form: ids.formId,
				language: 'en',
				mode: 'paper',
				seen: String(ids.consentSeen),
				givenOn: '2026-08-31',
				...allYes
			})
		}
	}),
	page(participant, staff, {
		// A new link ends the one before, so that one is switched off first.
		revoke: { may: staff, form: (ids) => ({ link: ids.participantLinkId }) },
		link: { may: staff, form: () => ({ id: randomUUID(), days: '30' }) },
		writeIdentity: { may: coordinators, form: () => ({ name: 'Sample Name' }) },
		// Leaves its mark in the record.
		readIdentity: { may: coordinators, form: () => ({}) },
		eraseIdentity: { may: coordinators, form: () => ({}) },
		withdraw: { may: staff, form: () => ({ id: randomUUID(), scope: 'all' }) },
		erase: { may: coordinators, form: () => ({ pseudonym: 'P04' }) }
	})
];
