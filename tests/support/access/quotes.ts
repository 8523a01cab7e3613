import { randomUUID } from 'node:crypto';
import { type RouteAccess, groupTeam, page, staff, team } from '../accessRoute.ts';

/** Said and answered, statements, quotes. */
export const quoteRoutes: [string, RouteAccess][] = [
	page('/rounds/[round]/quotes', team),
	page('/rounds/[round]/quotes/file', team),
	page('/rounds/[round]/said', groupTeam),
	page('/rounds/[round]/said/[question]', groupTeam, {
		relate: {
			may: groupTeam,
			form: (ids) => ({ id: randomUUID(), turn: ids.turnId, relation: 'confirms' })
		},
		unrelate: { may: groupTeam, form: (ids) => ({ relation: ids.relationId }) }
	}),
	page('/rounds/[round]/focus-groups/[group]/statements', groupTeam, {
		add: { may: staff, form: () => ({ id: randomUUID(), body: 'Sample statement' }) },
		change: {
			may: staff,
			form: (ids) => ({ statement: ids.statements.change, revision: '1', body: 'Sample words' })
		},
		vote: {
			may: staff,
			form: (ids) => ({
				statement: ids.statements.vote,
				[`vote.${ids.otherParticipantId}`]: 'agree',
				[`was.${ids.otherParticipantId}`]: ''
			})
		},
		remove: { may: staff, form: (ids) => ({ statement: ids.statements.remove }) },
		restore: { may: staff, form: (ids) => ({ statement: ids.statements.removed }) }
	})
];
