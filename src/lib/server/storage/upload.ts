// The shapes that the server and the worker share. It imports nothing, so that the server does
// not load the libraries that read hostile files.

/**
 * Largest upload accepted, in bytes; sound and video too. An upload is held in memory several
 * times over on its way through the form and the cleaning thread, and so is everybody else's.
 */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

/** What an upload can turn out to be; what is served, whatever the browser claimed it was. */
export const CLEANED_TYPES = {
	jpg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	odt: 'application/vnd.oasis.opendocument.text',
	mp4: 'video/mp4',
	m4a: 'audio/mp4',
	mov: 'video/quicktime',
	'3gp': 'video/3gpp',
	mp3: 'audio/mpeg',
	wav: 'audio/wav',
	ogg: 'audio/ogg',
	ogv: 'video/ogg',
	webm: 'video/webm',
	weba: 'audio/webm',
	mkv: 'video/matroska',
	mka: 'audio/matroska',
	txt: 'text/plain'
} as const;

export type CleanedExtension = keyof typeof CLEANED_TYPES;
export type CleanedMediaType = (typeof CLEANED_TYPES)[CleanedExtension];

export type UploadRefusal = 'empty' | 'too_large' | 'type_not_allowed' | 'encrypted' | 'broken';

export type CleanedUpload =
	| { ok: true; bytes: Uint8Array; mediaType: CleanedMediaType; extension: CleanedExtension }
	| { ok: false; code: UploadRefusal };

/** An error that says which refusal it means; every other error means `broken`. */
export function refusal(code: UploadRefusal): Error {
	return new Error(`upload refused: ${code}`, { cause: { refusal: code } });
}

/** The refusal an error stands for. What nobody foresaw is a broken file, never an accepted one. */
export function refusalOf(error: unknown): UploadRefusal {
	const cause = error instanceof Error ? error.cause : undefined;
	if (typeof cause === 'object' && cause !== null && 'refusal' in cause)
		return cause.refusal as UploadRefusal;
	return 'broken';
}
