import { randomUUID } from 'node:crypto';
import { PLAIN_FACTS } from '#lib/focusgroups/facts.ts';
import {
	type Ids,
	type RouteAccess,
	coordinators,
	groupTeam,
	page,
	staff
} from '../accessRoute.ts';

const HOME = '/rounds/[round]/focus-groups/[group]';
const participant = {
	pseudonym: 'Mawar',
	country: 'KH',
	organisationKind: 'Sample legal aid',
	language: 'km',
	room: ''
};
/** As the meeting of the world is stored, so that the form finds nothing changed meanwhile. */
const facts = {
	...PLAIN_FACTS,
	name: 'Jakarta, day 1',
	heldOn: '2026-08-30',
	rule: 'open',
	validationUntil: '2099-12-31'
};
const block = { title: 'Access to justice', area: 'justice', minutes: '45', probes: '' };
const seed = (ids: Ids) => ({ block: ids.blockId, kind: 'corridor', question: 'can_complain' });

/** Preparing a meeting. */
export const groupRoutes: [string, RouteAccess][] = [
	page('/rounds/[round]/focus-groups', groupTeam, {
		create: {
			may: coordinators,
			form: () => ({ id: randomUUID(), name: 'Bogor', heldOn: '2026-09-01', rule: 'open' })
		}
	}),
	page(HOME, groupTeam, {
		add: {
			may: staff,
			form: () => ({ id: randomUUID(), proposed: 'P09', ...participant, pseudonym: 'P09' })
		},
		change: {
			may: staff,
			form: (ids) => ({
				participant: ids.preparedParticipantId,
				...participant,
				base: JSON.stringify({
					pseudonym: 'P03',
					country: 'KH',
					organisationKind: null,
					language: 'en',
					room: null
				})
			})
		},
		remove: { may: staff, form: (ids) => ({ participant: ids.preparedParticipantId }) },
		restore: { may: staff, form: (ids) => ({ participant: ids.preparedParticipantId }) }
	}),
	page(`${HOME}/settings`, coordinators, {
		facts: {
			may: coordinators,
			form: () => ({
				name: 'Jakarta, day 1',
				heldOn: facts.heldOn,
				rule: facts.rule,
				turnMark: 'background',
				validationUntil: facts.validationUntil,
				purpose: 'Sample purpose',
				base: JSON.stringify(facts)
			})
		},
		person: {
			may: coordinators,
			form: (ids) => ({ id: randomUUID(), role: 'note_taker', account: ids.accounts.nadia })
		},
		removePerson: { may: coordinators, form: (ids) => ({ person: ids.groupPersonId }) },
		close: { may: coordinators, form: () => ({}) },
		open: { may: coordinators, form: () => ({}) }
	}),
	page(`${HOME}/guide`, groupTeam, {
		begin: { may: staff, form: () => ({}) },
		add: { may: staff, form: () => ({ id: randomUUID(), ...block }) },
		change: {
			may: staff,
			form: (ids) => ({
				block: ids.blockId,
				...block,
				base: JSON.stringify({
					title: 'Access to justice',
					area: 'justice',
					questions: [],
					minutes: null,
					mainQuestion: '',
					probes: []
				})
			})
		},
		move: { may: staff, form: (ids) => ({ block: ids.blockId, before: '' }) },
		seed: { may: staff, form: (ids) => ({ ...seed(ids), countries: 'KH', note: '' }) },
		note: { may: staff, form: (ids) => ({ ...seed(ids), seen: '', note: 'Begin here.' }) },
		unseed: { may: staff, form: seed },
		remove: { may: staff, form: (ids) => ({ block: ids.blockId }) },
		restore: { may: staff, form: (ids) => ({ block: ids.blockId }) }
	}),
	page(`${HOME}/guide/print`, groupTeam),
	page(`${HOME}/sign-in-sheet`, staff)
];

/** What a coordinator sets on the page of a study. */
export const cellSizeAction = {
	may: coordinators,
	form: () => ({ cellSize: '4', seen: '3' })
} satisfies NonNullable<RouteAccess['actions']>[string];
