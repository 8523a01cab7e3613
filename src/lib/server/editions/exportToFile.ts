import { open, rename, rm } from 'node:fs/promises';
import { sha256Of } from '#lib/report/canonical.ts';
import { recordAudit } from '../audit/record.ts';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { EditionFormat } from '../database/reportTables.ts';
import { fileHead } from './files.ts';
import { keepPictures } from './keepPictures.ts';
import { makeFile } from './makeFile.ts';
import { editionsFrom, readContent, readFacts } from './queries.ts';

/** A released edition as the command line names it. */
export interface NamedEdition {
	id: string;
	study: string;
	round: string;
	number: number;
}

/** Every released edition, for whoever has the machine; by study, round and number. */
export function listNamedEditions(system: SystemContext): Promise<NamedEdition[]> {
	return asSystem(system.db, async (trx) => {
		const rows = await trx
			.selectFrom('editions as e')
			.innerJoin('rounds as r', 'r.id', 'e.round_id')
			.innerJoin('studies as s', 's.id', 'e.study_id')
			.select(['e.id', 's.name as study', 'r.name as round', 'e.number'])
			.where('e.state', '=', 'released')
			.orderBy('s.name')
			.orderBy('r.opens_on')
			.orderBy('e.number')
			.execute();
		return rows.map((row) => ({ ...row, number: row.number! }));
	});
}

/**
 * Writes a file of an edition to `path`, without what was taken out of it since. Readable by this user
 * alone; nothing is left at `path` when it fails.
 * @throws Problem no_browser for a PDF where there is no Chromium
 */
export async function exportEditionToFile(
	system: SystemContext,
	input: { id: string; format: EditionFormat; chromium: string | undefined },
	path: string
): Promise<{ sha256: string; size: number }> {
	const { edition, facts } = await asSystem(system.db, async (trx) => {
		const found = await editionsFrom(trx).where('e.id', '=', input.id).executeTakeFirstOrThrow();
		await recordAudit(trx, null, 'edition.make', {
			studyId: found.studyId,
			roundId: found.roundId,
			subjectId: found.id,
			detail: { formats: [input.format], by: 'command line' }
		});
		return { edition: found, facts: await readFacts(trx, found, system.config.origin) };
	});
	const content = await readContent(system.storage, edition.contentSha256);
	const bytes = await makeFile(input.format, content, facts, {
		pictures: await keepPictures(system, edition),
		chromium: input.chromium,
		folder: fileHead(edition, input.format).name.replace(/\.\w+$/, ''),
		progress: async () => {}
	});
	const unfinished = `${path}.unfinished`;
	try {
		const file = await open(unfinished, 'w', 0o600);
		try {
			await file.writeFile(bytes);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(unfinished, path);
	} catch (error) {
		await rm(unfinished, { force: true });
		throw error;
	}
	return { sha256: sha256Of(bytes), size: bytes.byteLength };
}
