import { zipSync } from 'fflate';
import type { Trx } from '../database/database.ts';
import { codebookColumns, codebookRows } from '../dataset/codebook.ts';
import { datasetBytes } from '../dataset/datasetBytes.ts';
import { type Source, getFrame } from '../dataset/source.ts';
import { writeCsv } from '../dataset/writeCsv.ts';

/** The oldest moment the format knows: the same answers are the same bytes, whenever packed. */
const MOMENT = new Date(1980, 0, 1);

/**
 * The public dataset that goes with an edition, as a zip: accepted public answers in long and in
 * wide form, and the codebook. Takes the report's language, or the questionnaire's first where
 * that does not speak it.
 * @throws Problem not_found where the actor of `trx` does not see the round
 */
export async function publicDataset(
	trx: Trx,
	roundId: string,
	wanted: string
): Promise<Uint8Array> {
	const frame = await getFrame(trx, roundId);
	const { definition } = frame;
	const language = definition.languages.includes(wanted) ? wanted : definition.languages[0]!;
	const source: Source = {
		read: (work) => work(trx),
		frame,
		roundId,
		kind: 'public',
		language,
		progress: async () => {}
	};
	async function* codebook() {
		yield codebookRows(definition, language);
	}
	const files = {
		'answers-long.csv': await gather(datasetBytes(source, 'csv_long', MOMENT)),
		'answers-wide.csv': await gather(datasetBytes(source, 'csv_wide', MOMENT)),
		'codebook.csv': await gather(
			writeCsv({ header: codebookColumns(definition), blocks: codebook() })
		)
	};
	return zipSync(files, { level: 6, mtime: MOMENT });
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks) parts.push(chunk);
	return new Uint8Array(Buffer.concat(parts));
}
