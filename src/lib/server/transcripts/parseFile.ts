import { type ReadTranscript, type Refusal, TRANSCRIPT_LIMITS } from '../../transcripts/cue.ts';
import { cuesOfBlocks } from '../../transcripts/documentBlocks.ts';
import { type FileHints, parseText } from '../../transcripts/parseText.ts';
import { refusalOf } from '../workbooks/refusal.ts';
import { isDocx, readDocx } from './readDocx.ts';

const refused = (refusal: Refusal): ReadTranscript => ({ ok: false, refusal });

/**
 * Reads a transcript in any format that is read here, told by its content. Never throws. Runs in
 * this thread; `readTranscript` runs it in another one.
 */
export async function parseFile(bytes: Uint8Array, hints: FileHints): Promise<ReadTranscript> {
	if (bytes.byteLength > TRANSCRIPT_LIMITS.bytes) return refused('too_large');
	if (isEncrypted(bytes)) return refused('encrypted');
	const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
	if (!isZip) return parseText(bytes, hints);
	if (!isDocx(bytes)) return refused('not_text');
	try {
		const { cues, warnings } = cuesOfBlocks(await readDocx(bytes));
		if (cues.length > TRANSCRIPT_LIMITS.cues) return refused('too_many_cues');
		if (cues.every(({ text }) => text.trim() === '')) return refused('no_words');
		return {
			ok: true,
			// Its parts are XML, which is read as UTF-8.
			transcript: { format: 'docx', encoding: 'utf-8', isGuessed: false, cues, warnings }
		};
	} catch (error) {
		const { code } = refusalOf(error);
		return refused(code === 'workbook_encrypted' ? 'encrypted' : 'broken');
	}
}

/** Word wraps a document with a password into an OLE file with a stream of this name. */
function isEncrypted(bytes: Uint8Array): boolean {
	if (bytes[0] !== 0xd0 || bytes[1] !== 0xcf) return false;
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
		Buffer.from('EncryptedPackage', 'utf16le')
	);
}
