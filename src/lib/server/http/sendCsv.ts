import { writeCsv } from '../dataset/writeCsv.ts';

/** Answers with a small table as a CSV file; see writeCsv for how spreadsheets are kept from harm. */
export async function sendCsv(
	name: string,
	header: readonly string[],
	rows: readonly (readonly string[])[]
): Promise<Response> {
	async function* blocks() {
		yield rows;
	}
	const chunks: Uint8Array[] = [];
	for await (const chunk of writeCsv({ header, blocks: blocks() })) chunks.push(chunk);
	return new Response(Buffer.concat(chunks) as BodyInit, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}"`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, no-store'
		}
	});
}
