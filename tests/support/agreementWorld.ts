import { randomUUID } from 'node:crypto';
import { freezeCodebook } from '#lib/server/coding/versions.ts';
import { createComparison } from '#lib/server/coding/createComparison.ts';
import { finishCoding } from '#lib/server/coding/finishCoding.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import { code } from './codingWorld.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from './groupWorld.ts';
import type { Person, World } from './world.ts';

/** A meeting of turns two people are to code. */
export async function meetingOf(world: World, bodies: readonly string[]) {
	const groupId = await addGroup(world);
	const participantId = await addParticipant(world, groupId, {
		pseudonym: 'P01',
		agrees: AGREES_TO_ALL
	});
	const turns: string[] = [];
	for (const [ordinal, body] of bodies.entries())
		turns.push(await addTurn(world, groupId, { participantId, body, ordinal }));
	return { groupId, participantId, turns };
}

/** The codebook frozen as it stands, by Rina. */
export async function freeze(world: World): Promise<string> {
	const id = randomUUID();
	await freezeCodebook(world.as('rina'), { id, studyId: world.studyId, note: '' });
	return id;
}

/** Nadia and Edi code a meeting blind, unless others are named. */
export async function compare(
	world: World,
	given: { groupIds?: string[]; versionId: string; by?: Person; coders?: [Person, Person] } & {
		areas?: string[];
		id?: string;
		everybody?: boolean;
	}
): Promise<string> {
	const id = given.id ?? randomUUID();
	const [first, second] = given.coders ?? ['nadia', 'edi'];
	await createComparison(world.as(given.by ?? 'rina'), {
		id,
		roundId: world.roundId,
		name: 'Sample comparison',
		versionId: given.versionId,
		coderA: world.accounts[first],
		coderB: world.accounts[second],
		groupIds: given.groupIds ?? [],
		areas: given.areas ?? [],
		everybody: given.everybody ?? false
	});
	return id;
}

/** Each unit of a comparison by its turn. */
export async function unitsOf(world: World, comparisonId: string): Promise<Map<string, string>> {
	const rows = await asSystem(world.database.db, (trx) =>
		trx
			.selectFrom('comparison_units')
			.select(['id', 'turn_id'])
			.where('comparison_id', '=', comparisonId)
			.execute()
	);
	return new Map(rows.map(({ id, turn_id }) => [turn_id ?? '', id]));
}

/** Comparisons for the addresses and forms of second coders to point at. */
export interface AgreementPrepared {
	/** Nadia and Edi code it still; they differ nowhere. */
	comparisonId: string;
	/** It is open, and they differ about a code at a unit. */
	openComparisonId: string;
	unitId: string;
	unitCodeId: string;
	/** Sent again it is the same decision. */
	decisionId: string;
	codebookVersionId: string;
	/** A meeting that nobody codes blind. */
	freeGroupId: string;
}

/** Two comparisons on meetings of their own. */
export async function prepareAgreement(world: World, codeId: string): Promise<AgreementPrepared> {
	const versionId = await freeze(world);
	const [coding, open, free] = [
		await meetingOf(world, ['Sample words one.']),
		await meetingOf(world, ['Sample words two.']),
		await meetingOf(world, ['Sample words three.'])
	];
	const comparisonId = await compare(world, { groupIds: [coding.groupId], versionId });
	const openComparisonId = await compare(world, { groupIds: [open.groupId], versionId });
	await code(world, 'nadia', open.turns[0]!, codeId);
	for (const person of ['nadia', 'edi'] as const)
		await finishCoding(world.as(person), {
			roundId: world.roundId,
			comparisonId: openComparisonId
		});
	const unitId = (await unitsOf(world, openComparisonId)).get(open.turns[0]!)!;
	return {
		comparisonId,
		openComparisonId,
		unitId,
		unitCodeId: codeId,
		decisionId: randomUUID(),
		codebookVersionId: versionId,
		freeGroupId: free.groupId
	};
}
