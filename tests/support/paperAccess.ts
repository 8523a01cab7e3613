/** Filled-in files for the walk through every route: one to send, and three that wait. */
import { randomUUID } from 'node:crypto';
import { drawBody, drawPaper } from '#lib/paper/html.ts';
import { getPaperPreview, stagePaper } from '#lib/server/paper/imports.ts';
import { makePaper } from '#lib/server/paper/makePaper.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { findArea } from '#lib/xlsform/definition.ts';
import { assets, openFile } from './paperFile.ts';
import type { World } from './world.ts';

export interface PaperPrepared {
	/** Waits to be taken over. */
	paperImportId: string;
	/** What the page of that one says of its one answer. */
	paperTake: string;
	/** Wait to be thrown away, each from another page. */
	paperDiscards: [string, string];
}

/** The file the walk sends, once there is a delegation it is for. */
export const paperUpload = { field: 'file', name: 'return-filled.html', text: '' };

export async function preparePaper(world: World): Promise<PaperPrepared> {
	const sokha = world.as('sokha');
	const at = { delegationId: world.delegations.KH, area: 'return' };
	const { paper, seal } = await makePaper(sokha, { ...at, language: 'en', format: 'html' });
	const body = drawBody(paper);
	const blank = drawPaper(paper, { body, payload: seal(body), name: 'filled.html', assets });
	const file = openFile(blank);
	file.fill(questionOf(findArea(world.definition, 'return')!, 'how')!, 'how', {
		status: 'answered',
		value: 'By a desk at the airport.',
		reason: null,
		exposure: 'coordinators'
	});
	paperUpload.text = file.saved();
	const stage = () =>
		stagePaper(sokha, {
			...at,
			key: randomUUID(),
			file: new TextEncoder().encode(paperUpload.text)
		});
	const paperImportId = await stage();
	const found = await getPaperPreview(sokha, { ...at, importId: paperImportId });
	const [answer] = found.isTaken ? [] : found.plan.answers;
	return {
		paperImportId,
		paperTake: `how:${answer?.mark}`,
		paperDiscards: [await stage(), await stage()]
	};
}
