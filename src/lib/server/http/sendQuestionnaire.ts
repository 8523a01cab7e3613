import {
	FILE_FORMATS,
	type FileFormat,
	type QuestionnaireFile
} from '../questionnaires/versionFile.ts';
import { sendBytes } from './sendBytes.ts';

/** Answers with a questionnaire as a file, in the format the address asks for. */
export async function sendQuestionnaire(
	url: URL,
	make: (format: FileFormat) => Promise<QuestionnaireFile>
): Promise<Response> {
	const wanted = url.searchParams.get('format');
	const file = await make(FILE_FORMATS.find((format) => format === wanted) ?? 'xlsx');
	return sendBytes(file);
}
