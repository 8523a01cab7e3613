import { loadPage } from '#lib/server/http/guard.ts';
import { sendBytes } from '#lib/server/http/sendBytes.ts';
import { notFound } from '#lib/server/problem.ts';
import {
	NOTES_FILE,
	type QdaExport,
	bundleOf,
	codebookOf,
	exportQda,
	packageOf
} from '#lib/server/qda/exportQda.ts';
import { readExport } from '../readExport.server.ts';
import type { RequestHandler } from './$types';

const files = {
	zip: (made: QdaExport) => ({
		bytes: bundleOf(made),
		mediaType: 'application/zip',
		name: `${made.name}-refi-qda.zip`
	}),
	qdpx: (made: QdaExport) => ({
		bytes: packageOf(made),
		mediaType: 'application/octet-stream',
		name: `${made.name}.qdpx`
	}),
	qdc: (made: QdaExport) => ({
		bytes: codebookOf(made),
		mediaType: 'application/xml',
		name: `${made.name}.qdc`
	}),
	txt: (made: QdaExport) => ({
		bytes: new TextEncoder().encode(made.notes),
		mediaType: 'text/plain; charset=utf-8',
		name: NOTES_FILE
	})
};

/** An export, made anew and recorded. */
export const GET: RequestHandler = (event) =>
	loadPage(event, async (ctx) => {
		const { chosen, request } = readExport(event.params.study, event.url.searchParams);
		const { bytes, mediaType, name } = files[chosen.format](await exportQda(ctx, request));
		if (!bytes) throw notFound();
		return sendBytes({ bytes, mediaType, name });
	});
