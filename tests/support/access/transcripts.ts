import { randomUUID } from 'node:crypto';
import {
	type Ids,
	type RouteAccess,
	at,
	coordinators,
	groupTeam,
	page,
	staff
} from '../accessRoute.ts';
import { IMPORT_FILE, WAV } from '../transcriptAccess.ts';

const GROUP = '/rounds/[round]/focus-groups/[group]';
/** The meeting in which everybody agreed to a recording. */
const recorded = (template: string) => (ids: Ids) =>
	at(template)({ ...ids, groupId: ids.recordedGroupId });

const importing = (ids: Ids) => ({
	...{ id: ids.importId, title: 'Day 2', language: 'en', translationLanguage: '', of: '' },
	...{ cues: ids.importCues, seen: ids.importSeen, who: 'facilitator', pseudonym: '', forms: '' },
	...{ more: '', mark: 'background', kind: 'verbatim', join: 'on' }
});

/** Transcripts and recordings. */
export const transcriptRoutes: [string, RouteAccess][] = [
	page(`${GROUP}/import`, staff, {
		read: {
			may: staff,
			leavesNothing: true,
			file: { field: 'file', name: 'day-2.csv', text: IMPORT_FILE },
			form: () => ({ title: 'Day 2', language: 'en', of: '', encoding: '' })
		},
		look: { may: staff, leavesNothing: true, form: importing },
		store: { may: staff, form: importing }
	}),
	page(`${GROUP}/transcripts`, groupTeam),
	page(`${GROUP}/transcripts/[transcript]`, groupTeam, {
		turn: {
			may: staff,
			form: (ids) => ({
				...{ turn: ids.transcriptTurnId, save: randomUUID(), base: '1', who: 'observer' },
				...{ body: 'Other words.', translation: '', kind: 'verbatim', mark: 'background' }
			})
		},
		removeTurn: { may: staff, form: (ids) => ({ turn: ids.transcriptTurnId }) },
		restoreTurn: { may: staff, form: (ids) => ({ turn: ids.transcriptTurnId }) },
		remove: { may: staff, form: () => ({}) },
		restore: { may: staff, form: () => ({}) }
	}),
	[
		`${GROUP}/recordings`,
		{
			see: staff,
			address: recorded(`${GROUP}/recordings`),
			actions: {
				add: {
					may: staff,
					file: { field: 'file', name: 'part-2.wav', text: WAV },
					form: () => ({ id: randomUUID(), title: 'Part 2', transcript: '', offset: '1:00:00' })
				},
				remove: { may: staff, form: (ids) => ({ recording: ids.recordingId }) }
			}
		}
	],
	[
		`${GROUP}/recordings/[recording]/file`,
		{ see: staff, address: recorded(`${GROUP}/recordings/[recording]/file`) }
	],
	page(`${GROUP}/replacements`, coordinators)
];
