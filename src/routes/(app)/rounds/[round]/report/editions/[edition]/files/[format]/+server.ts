import { fileFormat } from '#lib/schemas/edition.ts';
import { openEditionFile } from '#lib/server/editions/files.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendEditionFile } from '#lib/server/http/sendEditionFile.ts';
import { notFound } from '#lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** A file of an edition, or its dataset, for the team. */
export const GET: RequestHandler = async (event) => {
	const { round: roundId, edition: editionId, format: named } = event.params;
	const file = await loadPage(event, async (ctx) => {
		const format = fileFormat(named);
		if (!format) throw notFound();
		return openEditionFile(ctx, { roundId, editionId }, format);
	});
	return sendEditionFile(file, 'private, no-store');
};
