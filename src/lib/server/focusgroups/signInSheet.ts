import type { ConsentItem } from '#lib/terms.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getGroupOfRound } from './groupPage.ts';
import { listParticipants } from './queries.ts';
import { listCountries } from './seedAnswers.ts';

/** What the sheet asks of everybody: the items of the study's form, in words of each language. */
export interface SheetConsent {
	version: number;
	items: ConsentItem[];
	/** By language. */
	words: Record<string, Partial<Record<ConsentItem, string>>>;
}

async function findConsent(trx: Trx, studyId: string): Promise<SheetConsent | null> {
	const form = await trx
		.selectFrom('consent_forms')
		.select(['version', 'items', 'texts'])
		.where('study_id', '=', studyId)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!form) return null;
	const words = Object.entries(form.texts).map(([language, { items }]) => [language, items]);
	return { version: form.version, items: form.items, words: Object.fromEntries(words) };
}

/**
 * The sheet everybody signs on arriving; it is kept on paper, apart from the records.
 * @throws Problem not_found for all but coordinators and note-takers
 */
export async function getSignInSheet(ctx: Context, roundId: string, groupId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroupOfRound(trx, { roundId, groupId, verb: 'participant.write' });
		return {
			group,
			participants: await listParticipants(trx, group.id),
			countries: await listCountries(trx, group.roundId),
			consent: await findConsent(trx, group.studyId)
		};
	});
}
