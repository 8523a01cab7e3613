import { findQuestion } from '#lib/xlsform/definition.ts';
import type { SeedKind } from '#lib/terms.ts';
import type { Context } from '../context.ts';
import type { Seed } from '../database/focusGroupTables.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { changeOpenBlock } from './guide.ts';
import { auditGuide, setSeeds } from './guideQueries.ts';
import { listCountries } from './seedAnswers.ts';

/** The most a block may bring up. */
const MOST_SEEDS = 50;
/** The longest the notes of one seed may grow, in UTF-16 units. */
const LONGEST_NOTE = 3000;

/** Which seed of which block. */
export interface SeedPlace {
	groupId: string;
	blockId: string;
	kind: SeedKind;
	question: string;
}

const isAt =
	({ kind, question }: SeedPlace) =>
	(seed: Seed) =>
		seed.kind === kind && seed.question === question;

/**
 * Keeps something of the answers to bring up in a block: the question and countries it is about
 * and a note, never the answers' words. There already, its countries and notes are added to.
 * @throws Problem not_found, also for questions and countries the round does not ask;
 * wrong_state where the meeting is closed or the block was removed; invalid beyond MOST_SEEDS
 * or LONGEST_NOTE
 */
export async function addSeed(
	ctx: Context,
	input: SeedPlace & { countries: readonly string[]; note: string }
): Promise<void> {
	await changeOpenBlock(ctx, { ...input, id: input.blockId }, async (trx, group, block) => {
		const definition = await getDefinition(trx, group.round.versionId);
		const asked = (await listCountries(trx, group.roundId)).map(({ code }) => code);
		if (!findQuestion(definition, input.question)) throw notFound();
		if (!input.countries.every((code) => asked.includes(code))) throw notFound();
		const before = block.seeds.find(isAt(input));
		const named = new Set([...(before?.countries ?? []), ...input.countries]);
		const seed: Seed = {
			kind: input.kind,
			question: input.question,
			countries: asked.filter((code) => named.has(code)),
			note: joinNotes(before?.note ?? '', input.note)
		};
		const others = block.seeds.filter((each) => each !== before);
		if (others.length >= MOST_SEEDS || seed.note.length > LONGEST_NOTE)
			throw new Problem('invalid');
		const isSame = before?.note === seed.note && before.countries.length === seed.countries.length;
		if (isSame) return;
		const seeds = before
			? block.seeds.map((each) => (each === before ? seed : each))
			: [...block.seeds, seed];
		await setSeeds(trx, block.id, seeds);
		await auditGuide(trx, ctx.actor, group, {
			blocks: [block.id],
			seed: input.kind,
			question: input.question
		});
	});
}

function joinNotes(before: string, added: string): string {
	if (added === '' || before.split('\n').includes(added) || before === added) return before;
	return before === '' ? added : `${before}\n${added}`;
}

/**
 * Changes the note of a seed. `seen` is the note the form found.
 * @throws Problem not_found; changed_meanwhile where somebody else wrote another note since;
 * wrong_state where the meeting is closed, or block or seed were removed
 */
export async function changeSeedNote(
	ctx: Context,
	input: SeedPlace & { seen: string; note: string }
): Promise<void> {
	await changeOpenBlock(ctx, { ...input, id: input.blockId }, async (trx, group, block) => {
		const before = block.seeds.find(isAt(input));
		if (!before) throw new Problem('wrong_state');
		if (before.note === input.note) return;
		if (before.note !== input.seen) throw new Problem('changed_meanwhile', { fields: ['note'] });
		const seeds = block.seeds.map((each) =>
			each === before ? { ...before, note: input.note } : each
		);
		await setSeeds(trx, block.id, seeds);
		await auditGuide(trx, ctx.actor, group, {
			blocks: [block.id],
			seed: input.kind,
			question: input.question,
			fields: ['note']
		});
	});
}

/**
 * Takes a seed out of a block; gone already, nothing happens.
 * @throws Problem not_found; wrong_state where the meeting is closed or the block was removed
 */
export async function removeSeed(ctx: Context, input: SeedPlace): Promise<void> {
	await changeOpenBlock(ctx, { ...input, id: input.blockId }, async (trx, group, block) => {
		const seeds = block.seeds.filter((each) => !isAt(input)(each));
		if (seeds.length === block.seeds.length) return;
		await setSeeds(trx, block.id, seeds);
		await auditGuide(trx, ctx.actor, group, {
			blocks: [block.id],
			seed: input.kind,
			question: input.question,
			removed: true
		});
	});
}
