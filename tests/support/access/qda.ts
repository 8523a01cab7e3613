import { TAGUETTE } from '../qdaFiles.ts';
import { type Ids, type RouteAccess, coordinators, groupTeam, page } from '../accessRoute.ts';

/** The file the walk sends, looks at, and takes over. */
const SENT = '0d5a2b7e-8c1f-4f7e-9a51-6f0c2f9d1e11';
const at = (rest: string) => (ids: Ids) => `/studies/${ids.studyId}/exchange/import/${rest}`;

/** REFI-QDA. */
export const qdaRoutes: [string, RouteAccess][] = [
	page('/studies/[study]/exchange', groupTeam, {
		upload: {
			may: coordinators,
			file: { field: 'file', name: 'codes.qdc', text: TAGUETTE },
			form: () => ({ import: SENT })
		},
		discard: { may: coordinators, form: (ids) => ({ import: ids.qdaWaitingId }) }
	}),
	page('/studies/[study]/exchange/export', ['rina', 'edi']),
	page('/studies/[study]/exchange/file', ['rina', 'edi']),
	[
		'/studies/[study]/exchange/import/[import]',
		{
			see: coordinators,
			address: at(SENT),
			actions: { take: { may: coordinators, form: () => ({}) } }
		}
	],
	[
		'/studies/[study]/exchange/import/[import]/left-out',
		{ see: coordinators, address: (ids) => at(`${ids.qdaTakenId}/left-out`)(ids) }
	]
];
