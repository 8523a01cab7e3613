import * as v from 'valibot';
import { Problem } from '../problem.ts';
import { readLimited } from './readUpload.ts';

/**
 * The body of a request as JSON of this shape, at most `most` bytes of it.
 * @throws Problem not_json, too_large, invalid
 */
export async function readJson<S extends v.GenericSchema>(
	request: Request,
	schema: S,
	most: number
): Promise<v.InferOutput<S>> {
	// A form of another site can post text/plain, but not this without being asked.
	const type = request.headers.get('content-type')?.split(';')[0]?.trim();
	if (type !== 'application/json') throw new Problem('not_json');
	const body = await readLimited(request, most);
	let given: unknown;
	try {
		given = JSON.parse(new TextDecoder().decode(body));
	} catch {
		throw new Problem('invalid');
	}
	const checked = v.safeParse(schema, given);
	if (!checked.success) throw new Problem('invalid');
	return checked.output;
}
