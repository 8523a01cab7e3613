import { randomUUID } from 'node:crypto';
import { type ActionAccess, type RouteAccess, groupTeam, page } from '../accessRoute.ts';
import type { Person } from '../world.ts';

const comparers: Person[] = ['rina', 'edi'];
const button = (may: readonly Person[]): ActionAccess => ({ may, form: () => ({}) });

/** Second coders and reports. */
export const agreementRoutes: [string, RouteAccess][] = [
	page('/rounds/[round]/coding/compare', groupTeam),
	page('/rounds/[round]/coding/compare/new', comparers, {
		create: {
			may: comparers,
			form: (ids) => ({
				id: randomUUID(),
				name: 'Sample comparison',
				version: ids.codebookVersionId,
				coderA: ids.accounts.rina,
				coderB: ids.accounts.nadia,
				groups: ids.freeGroupId
			})
		}
	}),
	page('/rounds/[round]/coding/compare/[comparison]', groupTeam, {
		// Those who code it alone.
		finish: button(['nadia', 'edi']),
		open: button(comparers),
		settle: button(comparers)
	}),
	page('/rounds/[round]/coding/compare/[comparison]/queue', groupTeam, {
		decide: {
			may: groupTeam,
			form: (ids) => ({
				id: ids.decisionId,
				unit: ids.unitId,
				code: ids.unitCodeId,
				decision: 'apply',
				reason: 'Sample',
				seen: '0'
			})
		}
	}),
	page('/rounds/[round]/coding/reports', groupTeam),
	page('/rounds/[round]/coding/reports/file', groupTeam)
];
