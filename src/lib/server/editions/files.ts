import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { slugOf } from '#lib/report/slug.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { EDITION_FORMATS, type EditionFormat } from '../database/reportTables.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem, notFound } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';
import type { EditionPlace } from './decide.ts';
import { type EditionRow, getEdition } from './queries.ts';

const ENDINGS: Record<EditionFormat | 'dataset', [ending: string, mediaType: string]> = {
	html: ['.html', 'text/html; charset=utf-8'],
	site: ['-site.zip', 'application/zip'],
	docx: ['.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	pdf: ['.pdf', 'application/pdf'],
	one_pagers: ['-countries.zip', 'application/zip'],
	figures: ['-pictures.zip', 'application/zip'],
	dataset: ['-dataset.zip', 'application/zip']
};

/** A file of an edition, open for reading. */
export interface EditionFile {
	stream: ReadableStream<Uint8Array>;
	sha256: string;
	/** Bytes. */
	size: number;
	mediaType: string;
	/** ASCII letters, digits, `-` and `.` only. */
	name: string;
}

/** What a file is called and what it is. */
export function fileHead(
	edition: Pick<EditionRow, 'slug' | 'title' | 'number'>,
	format: EditionFormat | 'dataset'
) {
	const [ending, mediaType] = ENDINGS[format];
	const title = edition.slug ?? (slugOf(edition.title) || 'study');
	return { name: `${title}-${edition.number ?? 'draft'}${ending}`, mediaType };
}

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

/** What there is of a file of an edition as it is now: never one of an earlier build. */
export async function findFile(trx: Trx, edition: EditionRow, format: EditionFormat | 'dataset') {
	if (format === 'dataset') return findDataset(trx, edition);
	const row = await trx
		.selectFrom('edition_files')
		.select(['state', 'sha256', 'size'])
		.where('edition_id', '=', edition.id)
		.where('build', '=', edition.build)
		.where('format', '=', format)
		.executeTakeFirst();
	if (row?.state === 'done' && row.sha256 && row.size !== null)
		return { sha256: row.sha256, size: row.size };
	if (row && row.state !== 'failed') throw new Problem('edition_rebuilding');
	const earlier = await trx
		.selectFrom('edition_files')
		.select('id')
		.where('edition_id', '=', edition.id)
		.where('build', '<', edition.build)
		.where('format', '=', format)
		.executeTakeFirst();
	throw row || !earlier ? notFound() : new Problem('edition_rebuilding');
}

/** The frozen dataset, unless an answer was taken out of the edition: then nobody gets it any more. */
async function findDataset(trx: Trx, { id, datasetSha256, datasetSize }: EditionRow) {
	const taken = await trx
		.selectFrom('edition_removals as x')
		.innerJoin('edition_citations as c', (join) =>
			join.onRef('c.edition_id', '=', 'x.edition_id').onRef('c.label', '=', 'x.label')
		)
		.select('x.id')
		.where('x.edition_id', '=', id)
		.where('x.level', '<', 2)
		.where('c.kind', 'in', ['answer', 'evidence', 'data', 'change'])
		.executeTakeFirst();
	if (taken || !datasetSha256 || datasetSize === null) throw notFound();
	return { sha256: datasetSha256, size: datasetSize };
}

/**
 * Opens a finished file for somebody of the team.
 * @throws Problem not_found, edition_rebuilding while it is being made
 */
export async function openEditionFile(
	ctx: Context,
	place: EditionPlace,
	format: EditionFormat | 'dataset'
): Promise<EditionFile> {
	const { edition, file } = await asActor(ctx.db, ctx.actor, async (trx) => {
		await getRoundHead(trx, place.roundId, 'report.read');
		const edition = await getEdition(trx, place.roundId, place.editionId);
		return { edition, file: await findFile(trx, edition, format) };
	});
	const stream = await ctx.storage.open(file.sha256);
	if (!stream) throw notFound();
	return { ...fileHead(edition, format), ...file, stream };
}
