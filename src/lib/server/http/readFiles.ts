import { MAX_UPLOAD_BYTES } from '../storage/upload.ts';
import { Problem } from '../problem.ts';
import { readLimited } from './readUpload.ts';

/** Room for the other fields of a form and what separates them. */
const FIELDS_BYTES = 64 * 1024;

export interface FormFile {
	name: string;
	bytes: Uint8Array;
}

/**
 * A form with several files, all together no larger than one upload may be: its fields, and
 * the chosen files by field. A field where nothing was chosen has none.
 * @throws Problem too_large, invalid where the body is no form
 */
export async function readFiles(
	request: Request
): Promise<{ fields: FormData; files: (field: string) => Promise<FormFile[]> }> {
	const body = await readLimited(request, MAX_UPLOAD_BYTES + FIELDS_BYTES);
	const type = request.headers.get('content-type') ?? '';
	let fields: FormData;
	try {
		fields = await new Response(body as BodyInit, { headers: { 'content-type': type } }).formData();
	} catch {
		throw new Problem('invalid');
	}
	return {
		fields,
		files: async (field) => {
			const chosen = fields
				.getAll(field)
				.filter((file) => file instanceof File)
				.filter((file) => file.size > 0 || file.name !== '');
			return Promise.all(
				chosen.map(async (file) => ({
					name: baseName(file.name),
					bytes: new Uint8Array(await file.arrayBuffer())
				}))
			);
		}
	};
}

/** Some browsers send a whole path; and a name is only ever shown and compared. */
function baseName(name: string): string {
	return (
		name
			.split(/[\\/]/)
			.at(-1)!
			.replaceAll(/\p{Cc}/gu, '')
			.slice(0, 200) || 'file'
	);
}
