import { randomUUID } from 'node:crypto';
import { subjectOfSentence } from '#lib/server/report/checkReport.ts';
import { addBlock, removeBlock } from '#lib/server/report/blocks.ts';
import { addChapter, removeChapter } from '#lib/server/report/chapters.ts';
import { addCitation } from '#lib/server/report/citations.ts';
import { checkReport } from '#lib/server/report/checkReport.ts';
import { listCitedSources } from '#lib/server/report/citedSources.ts';
import { saveBlock } from '#lib/server/report/saveBlock.ts';
import { giveWaiver } from '#lib/server/report/waivers.ts';
import { addClaim } from '#lib/server/treaties/claims.ts';
import { beginReport, seenBy } from './reportWorld.ts';
import { aClaim } from './treatyWorld.ts';
import type { World } from './world.ts';

const NAMES = ['save', 'move', 'remove', 'removed', 'conflict', 'history', 'waive'] as const;

/** A report with something for each of its forms to be about. */
export interface ReportPrepared {
	reportChapters: Record<'work' | 'move' | 'remove' | 'removed', string>;
	reportBlocks: Record<(typeof NAMES)[number], string>;
	/** Of a citation that has changed, and what its source is now. */
	cited: { label: string; hash: string };
	/** The sentence to be waived, and a waiver to be taken back. */
	waiving: { subject: string; waiverId: string };
}

const START = 'Workers pay fees. Nobody asks them.';

/** Begins the world's report as Edi does. Treaties are known by then. */
export async function prepareReport(world: World): Promise<ReportPrepared> {
	await beginReport(world);
	const edi = world.as('edi');
	const { roundId } = world;
	const chapter = async (title: string) => {
		const id = randomUUID();
		await addChapter(edi, { roundId, id, kind: 'custom', key: '', title });
		return id;
	};
	const reportChapters = {
		work: await chapter('Sample chapter'),
		move: await chapter('To be moved'),
		remove: await chapter('To be taken out'),
		removed: await chapter('Taken out')
	};
	await removeChapter(edi, { roundId, chapterId: reportChapters.removed, isRemoved: true });
	const reportBlocks = {} as ReportPrepared['reportBlocks'];
	for (const name of NAMES) {
		const id = randomUUID();
		await addBlock(edi, {
			...{ roundId, chapterId: reportChapters.work, id, kind: 'text' },
			body: name === 'waive' ? 'Bare sentence. Another one.' : START
		});
		reportBlocks[name] = id;
	}
	await removeBlock(edi, { roundId, blockId: reportBlocks.removed, isRemoved: true });
	for (const [name, base, body] of [
		['history', 1, 'Changed.'],
		['conflict', 1, 'Workers pay high fees. Nobody asks them.'],
		['conflict', 1, 'Workers pay unlawful fees. Nobody asks them.']
	] as const)
		await saveBlock(edi, {
			...{ roundId, blockId: reportBlocks[name], saveId: randomUUID(), base, body }
		});
	return {
		...{ reportChapters, reportBlocks },
		cited: await citeChanged(world),
		waiving: await waive(world, reportBlocks.waive)
	};
}

async function citeChanged(world: World): Promise<ReportPrepared['cited']> {
	const at = { country: 'KH', instrument: 'ICCPR' };
	const label = await addCitation(world.as('edi'), {
		roundId: world.roundId,
		what: { kind: 'treaty', ...at }
	});
	await addClaim(world.as('rina'), { ...aClaim(), studyId: world.studyId, ...at });
	const sources = await seenBy(world, 'edi', (trx) => listCitedSources(trx, world.roundId, 'en'));
	return { label, hash: sources.find((source) => source.label === label)!.hash! };
}

async function waive(world: World, blockId: string): Promise<ReportPrepared['waiving']> {
	const { roundId } = world;
	const issue = { roundId, blockId, issue: 'unsupported', reason: 'Sample reason' };
	const subject = subjectOfSentence('Another one.');
	await giveWaiver(world.as('edi'), { ...issue, subject });
	const problems = await seenBy(world, 'edi', (trx) => checkReport(trx, roundId));
	return {
		subject: subjectOfSentence('Bare sentence.'),
		waiverId: problems.find((problem) => problem.waiver !== null)!.waiver!.id
	};
}
