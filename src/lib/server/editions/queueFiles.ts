import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { EDITION_FORMATS, type EditionFormat } from '../database/reportTables.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';
import type { EditionPlace } from './decide.ts';
import { type EditionRow, getEdition } from './queries.ts';

/** Files of the edition as it is now, for a job to make; those that were asked for stay as they are. */
export async function queueFiles(
	trx: Trx,
	edition: Pick<EditionRow, 'id' | 'studyId' | 'build'>,
	accountId: string,
	formats: readonly EditionFormat[] = EDITION_FORMATS
): Promise<void> {
	if (formats.length === 0) return;
	await trx
		.insertInto('edition_files')
		.values(
			formats.map((format) => ({
				id: randomUUID(),
				edition_id: edition.id,
				study_id: edition.studyId,
				build: edition.build,
				format,
				requested_by: accountId
			}))
		)
		.onConflict((conflict) => conflict.columns(['edition_id', 'build', 'format']).doNothing())
		.execute();
}

/**
 * Whatever was made of an edition before something was taken out of it is to be made again; what
 * waited to be made of it as it was is given up. Of all editions where none is named.
 */
export async function queueAgain(trx: Trx, editionId: string | null = null): Promise<void> {
	await withinSystem(trx, async () => {
		await sql`insert into edition_files (id, edition_id, study_id, build, format, requested_by)
			select gen_random_uuid(), e.id, e.study_id, e.build, f.format, min(f.requested_by::text)::uuid
			from editions e join edition_files f on f.edition_id = e.id and f.build < e.build
			where e.state = 'released' and (${editionId}::uuid is null or e.id = ${editionId}::uuid)
			group by e.id, f.format on conflict (edition_id, build, format) do nothing`.execute(trx);
		await sql`update edition_files f set state = 'failed', error = 'superseded', finished_at = now()
			from editions e where e.id = f.edition_id and f.build < e.build
				and f.state = 'queued'`.execute(trx);
	});
}

/**
 * Asks for files of a released edition; those that failed are tried again.
 * @throws Problem not_found, wrong_state where it is not released
 */
export async function requestFiles(
	ctx: Context,
	{ formats, ...place }: EditionPlace & { formats: readonly EditionFormat[] }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { studyId } = await getRoundHead(trx, place.roundId, 'edition.make');
		const edition = await getEdition(trx, place.roundId, place.editionId);
		if (edition.state !== 'released') throw new Problem('wrong_state');
		await queueFiles(trx, edition, ctx.actor.accountId, formats);
		await withinSystem(trx, () =>
			trx
				.updateTable('edition_files')
				.set({ state: 'queued', error: null, finished_at: null })
				.where('edition_id', '=', edition.id)
				.where('build', '=', edition.build)
				.where('format', 'in', [...formats])
				.where('state', '=', 'failed')
				.execute()
		);
		await recordAudit(trx, ctx.actor, 'edition.make', {
			studyId,
			roundId: place.roundId,
			subjectId: edition.id,
			detail: { formats, build: edition.build }
		});
	});
	ctx.wake('edition');
}
