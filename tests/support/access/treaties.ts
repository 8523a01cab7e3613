import { randomUUID } from 'node:crypto';
import { type Ids, type RouteAccess, coordinators, lead, own, page, team } from '../accessRoute.ts';
import { aClaim } from '../treatyWorld.ts';

const HOME = '/studies/[study]/treaties';
const claim = () => ({ ...aClaim(), id: randomUUID() });
const cell = (ids: Ids) => `/studies/${ids.studyId}/treaties/KH/CMW`;

/** Treaty facts: the team's table, and what a delegation says of its own country. */
export const treatyRoutes: [string, RouteAccess][] = [
	page(HOME, team, { start: { may: coordinators, form: () => ({}), leavesNothing: true } }),
	page(`${HOME}/file`, team),
	[
		`${HOME}/[country]/[instrument]`,
		{
			see: team,
			address: cell,
			actions: {
				claim: { may: coordinators, form: claim },
				rule: {
					may: coordinators,
					form: (ids) => ({
						claim: ids.treatyClaims.toRule,
						ruling: 'stands',
						reason: 'The gazette says so.',
						seen: 'open'
					})
				},
				verify: {
					may: coordinators,
					form: (ids) => ({ claim: ids.ownTreatyClaims.toVerify })
				},
				withdraw: {
					may: coordinators,
					form: (ids) => ({ claim: ids.treatyClaims.toWithdraw })
				}
			}
		}
	],
	page('/respond/[delegation]/treaties', own, {
		claim: { may: own, form: () => ({ ...claim(), instrument: 'CMW' }) },
		// Sokha's own claim.
		withdraw: { may: lead, form: (ids) => ({ claim: ids.ownTreatyClaims.toWithdraw }) }
	})
];
