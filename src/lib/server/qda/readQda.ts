import { createTurns, runThread, threadFile } from '../thread.ts';
import { QDA_LIMITS, type QdaLimits } from './limits.ts';
import type { QdaFile } from './model.ts';
import { qdaProblem } from './qdaProblem.ts';
import type { QdaRequest, QdaResult } from './readWorker.ts';

/** Threads take memory; more than one at a time would gain little on a small machine. */
const turn = createTurns(1);

const FAILURES = { time: 'time', memory: 'bomb', failure: 'broken' } as const;

/**
 * What a REFI-QDA file holds (`.qdpx`, `.qde`, `.qdc`), read in a thread of its own. Touches no
 * database.
 * @throws Problem qda_unreadable (422), whose detail says why
 */
export async function readQda(
	bytes: Uint8Array,
	limits: Readonly<QdaLimits> = QDA_LIMITS
): Promise<QdaFile> {
	if (bytes.byteLength > limits.bytes)
		throw qdaProblem({
			code: 'too_large',
			values: { most: `${Math.floor(limits.bytes / 1024 ** 2)} MB` }
		});
	const file = threadFile(import.meta.dirname, 'qda', 'readWorker.ts');
	const result = await turn(() =>
		runThread<QdaResult>(file, { bytes, limits } satisfies QdaRequest, {
			...limits,
			heapMb: 2048
		})
	);
	if (!result.ok) throw qdaProblem({ code: FAILURES[result.reason], values: {} });
	if (!result.value.ok) throw qdaProblem(result.value.refusal);
	return result.value.file;
}
