import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { SystemContext } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import { type DatasetRequest, makeVerb } from './dataset.ts';
import { datasetBytes } from './datasetBytes.ts';
import { type Read, getFrame } from './source.ts';

export interface ExportedFile {
	sha256: string;
	/** Bytes. */
	size: number;
}

/**
 * Writes a dataset to `path`, for the command line: as the account `as`, held to what it may
 * see, or as the system, held by rules R4 and R8 only. Readable by this user alone; nothing is
 * left at `path` when it fails.
 * @throws Problem not_found where the account may not have it
 */
export async function exportDatasetToFile(
	system: SystemContext,
	input: DatasetRequest & { as: 'system' | { accountId: string } },
	path: string
): Promise<ExportedFile> {
	const { roundId, kind, format, language, as } = input;
	const actor = as === 'system' ? null : as;
	const run: Read = (work) => (actor ? asActor(system.db, actor, work) : asSystem(system.db, work));
	const frame = await run(async (trx) => {
		const found = await getFrame(trx, roundId);
		const { studyId } = found;
		if (actor) await authorize(trx, makeVerb(kind), { studyId });
		await recordAudit(trx, actor, 'dataset.make', {
			studyId,
			roundId,
			detail: { kind, format, language, by: 'command line' }
		});
		return found;
	});
	const read: Read = (work) =>
		run(async (trx) => {
			if (actor) await authorize(trx, makeVerb(kind), { studyId: frame.studyId });
			return work(trx);
		});
	const source = { read, frame, roundId, kind, language, progress: async () => {} };
	const unfinished = `${path}.unfinished`;
	const file = await open(unfinished, 'w', 0o600);
	const hash = createHash('sha256');
	let size = 0;
	try {
		for await (const chunk of datasetBytes(source, format, system.now())) {
			hash.update(chunk);
			size += chunk.byteLength;
			await file.writeFile(chunk);
		}
		await file.sync();
		await file.close();
		await rename(unfinished, path);
	} catch (error) {
		await file.close().catch(() => {});
		await rm(unfinished, { force: true });
		throw error;
	}
	return { sha256: hash.digest('hex'), size };
}
