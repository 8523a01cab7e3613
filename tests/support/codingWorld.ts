import { randomUUID } from 'node:crypto';
import { addCode } from '#lib/server/coding/changeCode.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import { type AddedCoding, addCodings } from '#lib/server/coding/addCodings.ts';
import { listCodings } from '#lib/server/coding/listCodings.ts';
import type { Person, World } from './world.ts';

/** Words of a code that is only a name. */
export const wordsOf = (name: string) => ({
	name,
	definition: '',
	includeWhen: '',
	excludeWhen: '',
	example: '',
	colour: '#7a4b86',
	isCodable: true
});

/** A code of the world's study, made by Rina. */
export async function makeCode(
	world: World,
	name: string,
	given: { parentId?: string | null; isCodable?: boolean; studyId?: string; by?: Person } = {}
): Promise<string> {
	const id = randomUUID();
	await addCode(world.as(given.by ?? 'rina'), {
		id,
		studyId: given.studyId ?? world.studyId,
		parentId: given.parentId ?? null,
		words: { ...wordsOf(name), isCodable: given.isCodable ?? true }
	});
	return id;
}

/** The body of a turn and its revision, as the system reads it. */
export function turnOf(world: World, turnId: string) {
	return asSystem(world.database.db, (trx) =>
		trx
			.selectFrom('turns')
			.select(['body', 'translation', 'revision'])
			.where('id', '=', turnId)
			.executeTakeFirstOrThrow()
	);
}

/** Somebody puts a code on words of a turn; on all of it where none are given. */
export async function code(
	world: World,
	person: Person,
	turnId: string,
	codeId: string,
	words?: string
): Promise<AddedCoding> {
	const { body, revision } = await turnOf(world, turnId);
	const start = words === undefined ? 0 : body.indexOf(words);
	const [added] = await addCodings(world.as(person), {
		roundId: world.roundId,
		codings: [
			{
				id: randomUUID(),
				codeId,
				place: { turnId },
				field: 'body',
				start,
				end: start + (words ?? body).length,
				textRevision: revision
			}
		]
	});
	return added!;
}

/** The codes on a turn as somebody sees them: names of codes by their words. */
export async function seenOn(world: World, person: Person, turnId: string): Promise<string[]> {
	const { body } = await turnOf(world, turnId);
	return asActor(world.database.db, { accountId: world.accounts[person] }, async (trx) => {
		const codings = await listCodings(trx, { roundId: world.roundId, turnIds: [turnId] });
		const codes = await trx.selectFrom('codes').select(['id', 'name']).execute();
		return codings
			.map(
				({ codeId, start, end }) =>
					`${codes.find(({ id }) => id === codeId)?.name}: ${body.slice(start, end)}`
			)
			.sort();
	});
}
