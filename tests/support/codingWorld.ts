import { randomUUID } from 'node:crypto';
import { addCode } from '#lib/server/coding/changeCode.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import { type AddedCoding, addCodings } from '#lib/server/coding/addCodings.ts';
import { applyRule } from '#lib/server/coding/autoCode.ts';
import { writeMemo } from '#lib/server/coding/memos.ts';
import { removeCodings } from '#lib/server/coding/removeCodings.ts';
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

/** Codes, passages and memos for the addresses and forms of coding to point at. */
export interface CodingPrepared {
	codes: {
		/** One that is changed, moved, split and merged. */
		own: string;
		/** One it is merged into, and that goes on texts. */
		other: string;
	};
	/** Passages of the turn: to be taken off, put back and split off. */
	codings: Record<'off' | 'offBeside' | 'back' | 'backBeside' | 'split', string>;
	/** Rina's. */
	memos: Record<'turn' | 'beside' | 'code' | 'study', string>;
	batchId: string;
}

/** Puts codes and memos on a turn that says “The officer asks for a letter from the employer.” */
export async function prepareCoding(world: World, turnId: string): Promise<CodingPrepared> {
	const own = await makeCode(world, 'barrier');
	const other = await makeCode(world, 'employer consent');
	const put = async (words: string, codeId = other) =>
		(await code(world, 'rina', turnId, codeId, words)).id;
	const codings = {
		off: await put('officer'),
		offBeside: await put('asks'),
		back: await put('letter'),
		backBeside: await put('employer'),
		split: await put('a letter', own)
	};
	const ids = [codings.back, codings.backBeside];
	await removeCodings(world.as('rina'), { roundId: world.roundId, ids });
	const batchId = randomUUID();
	const rule = { by: 'words', value: 'from', among: 'turns' } as const;
	await applyRule(world.as('rina'), { roundId: world.roundId, batchId, codeId: other, rule });
	const memos = {} as CodingPrepared['memos'];
	for (const name of ['turn', 'beside', 'code', 'study'] as const) {
		memos[name] = randomUUID();
		await writeMemo(world.as('rina'), {
			id: memos[name],
			target: { scope: 'turn', turnId },
			visibility: 'team',
			body: 'Sample memo'
		});
	}
	return { codes: { own, other }, codings, memos, batchId };
}
