import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record.ts';
import { authorize } from '../access/authorize.ts';
import type { Verb } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { DatasetFormat, DatasetKind } from '#lib/terms.ts';
import { Problem, notFound } from '../problem.ts';
import { fileName, mediaType } from './fileName.ts';
import { getFrame } from './source.ts';

export interface DatasetRequest {
	roundId: string;
	kind: DatasetKind;
	format: DatasetFormat;
	/** One of the questionnaire's languages. */
	language: string;
}

/** The verb that asking for a dataset of this kind takes (rule R8). */
export function makeVerb(kind: DatasetKind): Verb {
	return kind === 'working' ? 'dataset.make_working' : 'dataset.make';
}

/**
 * Asks for a file; a job makes it. Gives the dataset's id.
 * @throws Problem not_found, or invalid where the questionnaire does not speak the language
 */
export async function requestDataset(ctx: Context, input: DatasetRequest): Promise<string> {
	const { roundId, kind, format, language } = input;
	const id = randomUUID();
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { studyId, definition } = await getFrame(trx, roundId);
		await authorize(trx, makeVerb(kind), { studyId });
		if (!definition.languages.includes(language)) throw new Problem('invalid');
		await trx
			.insertInto('datasets')
			.values({
				id,
				study_id: studyId,
				round_id: roundId,
				kind,
				format,
				language,
				requested_by: ctx.actor.accountId
			})
			.execute();
		await recordAudit(trx, ctx.actor, 'dataset.make', {
			studyId,
			roundId,
			subjectId: id,
			detail: { kind, format, language }
		});
	});
	ctx.wake('dataset');
	return id;
}

export interface DatasetFile {
	stream: ReadableStream<Uint8Array>;
	sha256: string;
	/** Bytes. */
	size: number;
	mediaType: string;
	/** ASCII letters, digits, `-` and `.` only. */
	name: string;
}

/**
 * Opens a finished file for downloading and records who took it.
 * @throws Problem not_found where there is none, or none for this person
 */
export async function openDatasetFile(
	ctx: Context,
	roundId: string,
	datasetId: string
): Promise<DatasetFile> {
	const found = await asActor(ctx.db, ctx.actor, async (trx) => {
		const dataset = await trx
			.selectFrom('datasets as d')
			.innerJoin('rounds as r', 'r.id', 'd.round_id')
			.innerJoin('studies as s', 's.id', 'd.study_id')
			.select(['d.study_id', 'd.kind', 'd.format', 'd.sha256', 'd.size', 'd.finished_at'])
			.select(['s.name as study', 's.is_invented', 'r.name as round'])
			.where('d.id', '=', datasetId)
			.where('d.round_id', '=', roundId)
			.where('d.state', '=', 'done')
			.executeTakeFirst();
		if (!dataset) throw notFound();
		await authorize(trx, 'dataset.list', { studyId: dataset.study_id });
		await recordAudit(trx, ctx.actor, 'dataset.download', {
			studyId: dataset.study_id,
			roundId,
			subjectId: datasetId,
			detail: { kind: dataset.kind, format: dataset.format }
		});
		return dataset;
	});
	const { sha256, size } = found;
	const stream = sha256 === null ? null : await ctx.storage.open(sha256);
	if (!stream || sha256 === null || size === null) throw notFound();
	return {
		stream,
		sha256,
		size: Number(size),
		mediaType: mediaType(found.format),
		name: fileName({ ...found, isInvented: found.is_invented, madeAt: found.finished_at })
	};
}
