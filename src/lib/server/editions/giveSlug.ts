import { slugOf } from '#lib/report/slug.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';

/** The public address of a report, made of its title; addresses of other studies are taken, also where the actor does not see them. */
export async function giveSlug(trx: Trx, roundId: string, title: string): Promise<void> {
	const base = slugOf(title) || 'study';
	const taken = await withinSystem(trx, () =>
		trx.selectFrom('reports').select('slug').where('slug', 'like', `${base}%`).execute()
	);
	const known = new Set(taken.map(({ slug }) => slug));
	let slug = base;
	for (let more = 2; known.has(slug); more++) slug = `${base}-${more}`;
	await trx.updateTable('reports').set({ slug }).where('round_id', '=', roundId).execute();
}
