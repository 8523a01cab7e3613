import { createHash } from 'node:crypto';
import { memberStates } from '#lib/asean.ts';
import { instruments, treatyFacts } from '#lib/treaties.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { getStudyHead } from '../studies/queries.ts';
import { listCountries } from './countries.ts';

/** The same fact has the same id in a study, however often the list is taken over. */
function idOf(studyId: string, fact: unknown): string {
	const hex = createHash('sha256')
		.update(`${studyId} ${JSON.stringify(fact)}`)
		.digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32)
	].join('-');
}

/** What the list knows of the study's countries; of all it knows while no round asks any. */
async function knownFor(trx: Trx, studyId: string) {
	const asked = new Set((await listCountries(trx, studyId)).map(({ code }) => code));
	return memberStates
		.filter(({ code }) => asked.size === 0 || asked.has(code))
		.flatMap(({ code: country }) =>
			instruments.flatMap(({ code: instrument }) =>
				treatyFacts(country, instrument).map((fact) => ({
					id: idOf(studyId, { country, instrument, ...fact }),
					country,
					instrument,
					fact
				}))
			)
		);
}

/** How many claims of the list that comes with Mufakat the study has not taken over. */
export async function countUntaken(trx: Trx, studyId: string): Promise<number> {
	const known = await knownFor(trx, studyId);
	const taken = await trx
		.selectFrom('treaty_actions')
		.select('id')
		.where('study_id', '=', studyId)
		.where('claimed_by', 'is', null)
		.execute();
	const ids = new Set(taken.map(({ id }) => id));
	return known.filter(({ id }) => !ids.has(id)).length;
}

/**
 * Takes over treaties and claims of the list that comes with Mufakat, with their sources; what
 * is there already stays as it is. Gives how many claims are new. `language` is that of the notes.
 * @throws Problem not_found for all but coordinators
 */
export async function takeKnownList(
	ctx: Context,
	input: { studyId: string; language: string }
): Promise<number> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { id: study_id } = await getStudyHead(trx, input.studyId, 'treaty.claim');
		const known = await knownFor(trx, study_id);
		await trx
			.insertInto('treaty_instruments')
			.values(
				instruments.map(({ code, short, name }, position) => ({
					study_id,
					code,
					short,
					name: json(name) as never,
					position
				}))
			)
			.onConflict((conflict) => conflict.columns(['study_id', 'code']).doNothing())
			.execute();
		if (known.length === 0) return 0;
		const added = await trx
			.insertInto('treaty_actions')
			.values(
				known.map(({ id, country, instrument, fact }) => ({
					id,
					study_id,
					country,
					instrument,
					territory: fact.territory ?? '',
					action: fact.action,
					happened_on: fact.date ?? null,
					note: textIn(fact.note, input.language),
					source: fact.source,
					as_of: fact.asOf,
					// The database wants a source for what is verified, as rule R15 does.
					is_verified: fact.verified && fact.source !== ''
				}))
			)
			.onConflict((conflict) => conflict.column('id').doNothing())
			.executeTakeFirst();
		const count = Number(added.numInsertedOrUpdatedRows ?? 0);
		if (count > 0)
			await recordAudit(trx, ctx.actor, 'treaty.instrument', {
				studyId: study_id,
				subjectId: study_id,
				detail: { claims: count }
			});
		return count;
	});
}
