import { slugOf } from '#lib/report/slug.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { EditionFormat } from '../database/reportTables.ts';
import { Problem, notFound } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';
import type { EditionPlace } from './decide.ts';
import { type EditionRow, findDatasetRemoval, getEdition } from './queries.ts';

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
	const taken = await findDatasetRemoval(trx, id);
	if (taken || !datasetSha256 || datasetSize === null) throw notFound();
	return { sha256: datasetSha256, size: datasetSize };
}

/** A file that is to be made again is made at once when somebody wants it. */
export function wakeAndThrow({ wake }: Pick<Context, 'wake'>, thrown: unknown): never {
	if (thrown instanceof Problem && thrown.code === 'edition_rebuilding') wake('edition');
	throw thrown;
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
	}).catch((thrown) => wakeAndThrow(ctx, thrown));
	const stream = await ctx.storage.open(file.sha256);
	if (!stream) throw notFound();
	return { ...fileHead(edition, format), ...file, stream };
}
