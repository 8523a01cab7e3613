import { cleanImage } from './cleanImage.ts';
import { cleanOffice } from './cleanOffice.ts';
import { cleanPdf } from './cleanPdf.ts';
import { cleanText } from './cleanText.ts';
import { cleanMp3 } from './media/cleanMp3.ts';
import { cleanMp4 } from './media/cleanMp4.ts';
import { cleanOgg } from './media/cleanOgg.ts';
import { cleanWav } from './media/cleanWav.ts';
import { cleanWebm } from './media/cleanWebm.ts';
import { sniff } from './sniff.ts';
import {
	CLEANED_TYPES,
	MAX_UPLOAD_BYTES,
	refusal,
	refusalOf,
	type CleanedExtension,
	type CleanedUpload
} from './upload.ts';

/**
 * Rewrites an upload so that nothing in it names the person who made it or runs on the machine of
 * the person who opens it, or says why it cannot. The content decides the type, the name never
 * does. Never throws: what fails is refused. Runs in this thread; `createCleaner` runs it in
 * another one.
 */
export async function cleanUpload(bytes: Uint8Array): Promise<CleanedUpload> {
	if (bytes.byteLength === 0) return { ok: false, code: 'empty' };
	if (bytes.byteLength > MAX_UPLOAD_BYTES) return { ok: false, code: 'too_large' };
	try {
		const cleaned = await cleanByKind(bytes);
		return { ok: true, mediaType: CLEANED_TYPES[cleaned.extension], ...cleaned };
	} catch (error) {
		return { ok: false, code: refusalOf(error) };
	}
}

async function cleanByKind(
	bytes: Uint8Array
): Promise<{ bytes: Uint8Array; extension: CleanedExtension }> {
	const kind = await sniff(bytes);
	switch (kind) {
		case 'jpg':
			return { bytes: await cleanImage(bytes, 'jpeg', { orient: true }), extension: kind };
		case 'png':
		case 'webp':
			return { bytes: await cleanImage(bytes, kind, { orient: true }), extension: kind };
		case 'pdf':
			return { bytes: await cleanPdf(bytes), extension: kind };
		case 'zip':
			return cleanOffice(bytes);
		case 'mp4':
			return cleanMp4(bytes);
		case 'mp3':
			return { bytes: cleanMp3(bytes), extension: kind };
		case 'wav':
			return { bytes: cleanWav(bytes), extension: kind };
		case 'ogg':
			return cleanOgg(bytes);
		case 'webm':
			return cleanWebm(bytes);
		case 'text':
			return { bytes: cleanText(bytes), extension: 'txt' };
		case 'encrypted':
			throw refusal('encrypted');
		case 'other':
			throw refusal('type_not_allowed');
	}
}
