import {
	FILE_FORMATS,
	type FileFormat,
	type QuestionnaireFile
} from '../questionnaires/versionFile.ts';

/** Answers with a questionnaire as a file, in the format the address asks for. */
export async function sendQuestionnaire(
	url: URL,
	make: (format: FileFormat) => Promise<QuestionnaireFile>
): Promise<Response> {
	const wanted = url.searchParams.get('format');
	const file = await make(FILE_FORMATS.find((format) => format === wanted) ?? 'xlsx');
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
