import { randomUUID } from 'node:crypto';
import type { ClaimInput } from '#lib/schemas/treaty.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import { addClaim, addOwnClaim } from '#lib/server/treaties/claims.ts';
import { takeKnownList } from '#lib/server/treaties/knownList.ts';
import type { Person, World } from './world.ts';

export interface TreatyPrepared {
	/** Of Rina's: to be ruled on, to be withdrawn. */
	treatyClaims: { toRule: string; toWithdraw: string };
	/** Of Sokha's, about Cambodia: to be verified, to be withdrawn. */
	ownTreatyClaims: { toVerify: string; toWithdraw: string };
}

/** A claim as a form gives it. */
export const aClaim = (given: Partial<ClaimInput> = {}): ClaimInput => ({
	id: randomUUID(),
	action: 'ratified',
	happenedOn: '2025-05',
	territory: '',
	note: '',
	source: 'Sample gazette, no. 1',
	link: 'https://example.org/gazette',
	asOf: '2026-11-01',
	...given
});

/** Another coordinator of the study, for what needs a second person. */
export async function addCoordinator(world: World, person: Person): Promise<void> {
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('memberships')
			.values({
				study_id: world.studyId,
				account_id: world.accounts[person],
				role: 'coordinator'
			})
			.execute()
	);
}

/** The known list, and a claim for each thing one may do with claims. */
export async function prepareTreaties(world: World): Promise<TreatyPrepared> {
	await takeKnownList(world.as('rina'), { studyId: world.studyId, language: 'en' });
	const team = async () => {
		const claim = aClaim();
		const at = { studyId: world.studyId, country: 'KH', instrument: 'CMW' };
		await addClaim(world.as('rina'), { ...claim, ...at });
		return claim.id;
	};
	const own = async () => {
		const claim = aClaim();
		const at = { delegationId: world.delegations.KH, instrument: 'CMW' };
		await addOwnClaim(world.as('sokha'), { ...claim, ...at });
		return claim.id;
	};
	return {
		treatyClaims: { toRule: await team(), toWithdraw: await team() },
		ownTreatyClaims: { toVerify: await own(), toWithdraw: await own() }
	};
}
