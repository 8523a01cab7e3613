import { type ReadTranscript, TRANSCRIPT_LIMITS } from '../../transcripts/cue.ts';
import type { FileHints } from '../../transcripts/parseText.ts';
import { createTurns, runThread, threadFile } from '../thread.ts';
import type { ReadRequest } from './readWorker.ts';

/** Threads take memory; more than two at a time gain nothing on a small machine. */
const turn = createTurns(2);

/** Far above what a day of talk takes to read. */
const LIMITS = { timeoutMs: 20_000, growthBytes: 768 * 1024 ** 2 };

/**
 * Reads a transcript (WebVTT, SubRip, DOCX, CSV, plain text) in a thread of its own, or says why
 * it is none. Nothing of it is kept. Never throws.
 */
export async function readTranscript(
	bytes: Uint8Array,
	hints: FileHints = {}
): Promise<ReadTranscript> {
	if (bytes.byteLength === 0) return { ok: false, refusal: 'empty' };
	if (bytes.byteLength > TRANSCRIPT_LIMITS.bytes) return { ok: false, refusal: 'too_large' };
	const file = threadFile(import.meta.dirname, 'transcripts', 'readWorker.ts');
	const request: ReadRequest = { bytes, hints };
	const result = await turn(() => runThread<ReadTranscript>(file, request, LIMITS));
	if (result.ok) return result.value;
	return { ok: false, refusal: result.reason === 'failure' ? 'broken' : 'too_slow' };
}
