import { randomUUID } from 'node:crypto';
import type { ActionAccess, Form, Ids, RouteAccess } from '../accessRoute.ts';
import { groupTeam } from '../accessRoute.ts';
import type { Person } from '../world.ts';

const writers: Person[] = ['rina', 'edi'];
const may = (form: (ids: Ids) => Form): ActionAccess => ({ may: writers, form });
const HOME = '/rounds/[round]/report';
const at = (ids: Ids) => `/rounds/${ids.roundId}/report`;
const chapter = (ids: Ids) => `${at(ids)}/${ids.reportChapters.work}`;
const block = (name: keyof Ids['reportBlocks'], rest: (ids: Ids) => Form = () => ({})) =>
	may((ids) => ({ block: ids.reportBlocks[name], ...rest(ids) }));

/** The report while it is written: the team reads, coordinators and editors write. */
export const reportRoutes: [string, RouteAccess][] = [
	[
		HOME,
		{
			see: groupTeam,
			address: at,
			actions: {
				begin: { ...may(() => ({ language: 'en' })), leavesNothing: true },
				cover: may(() => ({ revision: '1', title: 'A title', language: 'en' })),
				template: may(() => ({ chapters: 'kept' })),
				add: may(() => ({ id: randomUUID(), title: 'New chapter' })),
				move: may((ids) => ({ chapter: ids.reportChapters.move, place: '0' })),
				remove: may((ids) => ({ chapter: ids.reportChapters.remove })),
				bringBack: may((ids) => ({ chapter: ids.reportChapters.removed }))
			}
		}
	],
	[
		`${HOME}/[chapter]`,
		{
			see: groupTeam,
			address: chapter,
			actions: {
				save: block('save', () => ({ save: randomUUID(), base: '1', body: 'New words.' })),
				add: may(() => ({ id: randomUUID(), kind: 'finding', body: 'A finding.' })),
				live: may(() => ({ id: randomUUID(), type: 'coverage' })),
				move: block('move', () => ({ place: '0' })),
				remove: block('remove'),
				bringBack: block('removed'),
				// Of a text there is nothing to take over.
				takeOver: { ...block('save', () => ({ id: randomUUID() })), may: [] },
				resolve: block('conflict', () => ({ revision: '3', base: '2', keep: 'mine' })),
				rename: may(() => ({ title: 'Another title', revision: '1' })),
				cite: may(() => ({ what: 'treaty:KH:CMW' }))
			}
		}
	],
	[
		`${HOME}/[chapter]/history/[block]`,
		{
			see: groupTeam,
			address: (ids) => `${chapter(ids)}/history/${ids.reportBlocks.history}`,
			actions: { restore: may(() => ({ revision: '1', base: '2' })) }
		}
	],
	[
		`${HOME}/sources/[label]`,
		{
			see: groupTeam,
			address: (ids) => `${at(ids)}/sources/${ids.cited.label}`,
			actions: { look: may((ids) => ({ hash: ids.cited.hash })) }
		}
	],
	[
		`${HOME}/check`,
		{
			see: groupTeam,
			address: (ids) => `${at(ids)}/check`,
			actions: {
				waive: block('waive', (ids) => ({
					...{ issue: 'unsupported', subject: ids.waiving.subject, reason: 'Sample reason' }
				})),
				revoke: may((ids) => ({ waiver: ids.waiving.waiverId }))
			}
		}
	]
];
