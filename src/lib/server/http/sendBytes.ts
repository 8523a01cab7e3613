/** Answers with a file to keep; `name` holds ASCII letters, digits, `-` and `.` only. */
export function sendBytes(file: { bytes: Uint8Array; mediaType: string; name: string }): Response {
	return new Response(file.bytes as BodyInit, {
		headers: {
			'content-type': file.mediaType,
			'content-length': String(file.bytes.byteLength),
			'content-disposition': `attachment; filename="${file.name}"`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, no-store'
		}
	});
}
