import { randomUUID } from 'node:crypto';
import { asActor, asSystem } from '../database/asActor.ts';
import { releaseEdition } from '../editions/decide.ts';
import { proposeEdition } from '../editions/propose.ts';
import { listQuotes } from '../focusgroups/quotes.ts';
import { addBlock } from '../report/blocks.ts';
import { type Citable, cite } from '../report/citations.ts';
import {
	type ReportChapter,
	changeReport,
	createReport,
	listBlocks,
	listChapters,
	openReport
} from '../report/reports.ts';
import { saveBlock } from '../report/saveBlock.ts';
import { REPORT_TEXTS, findingOf } from './reportWords.ts';
import { type Demo, type DemoRound, as } from './stage.ts';

const DAY = 86_400_000;
const RELEASED = new Date(Date.UTC(2019, 2, 14, 9));

/** The report of the closed round, and the edition that was released of it the year after. */
export async function publish(demo: Demo, round: DemoRound): Promise<void> {
	await write(demo, round, 'Sample baseline study 2018');
	const place = { roundId: round.id, editionId: randomUUID() };
	const note = 'Sample note: those who answered have read the chapters on their countries.';
	await proposeEdition(as(demo, 'editor'), { ...place, id: place.editionId, note });
	await asSystem(demo.system.db, (trx) =>
		trx
			.updateTable('editions')
			.set({ proposed_at: new Date(RELEASED.getTime() - DAY) })
			.where('id', '=', place.editionId)
			.execute()
	);
	// Few files, so that the server that starts has little to make.
	const coordinator = { ...as(demo, 'coordinator'), now: () => RELEASED };
	await releaseEdition(coordinator, { ...place, formats: ['html', 'site'] });
}

/** The report of the open round as far as it is: with words from the meeting, and a gap. */
export async function draft(demo: Demo, round: DemoRound): Promise<void> {
	const chapters = await write(demo, round, 'Sample baseline study 2026');
	const idOf = (name: string) =>
		chapters.find(({ kind, key }) => kind === name || key === name)!.id;
	const quotes = await asActor(demo.system.db, as(demo, 'editor').actor, (trx) =>
		listQuotes(trx, round.id)
	);
	if (quotes[0]) {
		const [label] = await citeAll(demo, round.id, [{ kind: 'quote', turnId: quotes[0].id }]);
		await addFinding(demo, round.id, idOf('access_to_justice'), REPORT_TEXTS.heard(label!));
	}
	await addBlock(as(demo, 'editor'), {
		...{ roundId: round.id, chapterId: idOf('foreword'), id: randomUUID(), kind: 'text' },
		body: REPORT_TEXTS.gap
	});
}

/** Every chapter of areas and countries has a finding, and no sentence is without a source. */
async function write(demo: Demo, round: DemoRound, title: string): Promise<ReportChapter[]> {
	const editor = as(demo, 'editor');
	await createReport(editor, round.id);
	await changeReport(editor, {
		...{ roundId: round.id, revision: 1, title, language: 'en' },
		subtitle: 'Migrant workers’ rights in the member states of ASEAN',
		publisher: 'Sample Regional Network (invented)'
	});
	const chapters = await asActor(demo.system.db, editor.actor, (trx) =>
		listChapters(trx, round.id)
	);
	const said = await listSaid(demo, round.id);
	const found = chapters.flatMap((chapter) => {
		const one = said.find((each) => each[chapter.kind as 'area' | 'country'] === chapter.key);
		return one ? [{ chapter, one }] : [];
	});
	const sides: Citable = { kind: 'data', question: 'q0_1_side' };
	const [spread, ...labels] = await citeAll(demo, round.id, [
		sides,
		...found.map(({ one }): Citable => ({ kind: 'answer', ...one }))
	]);
	for (const [at, { chapter }] of found.entries())
		await addFinding(demo, round.id, chapter.id, findingOf(chapter, labels[at]!));
	for (const { kind, id } of chapters)
		if (kind === 'foreword' || kind === 'method' || kind === 'recommendations')
			await fillText(demo, round.id, id, REPORT_TEXTS[kind](spread!));
	return chapters;
}

/** Accepted public answers of each country's only or first delegation, those in words before others. */
async function listSaid(demo: Demo, roundId: string) {
	const rows = await asSystem(demo.system.db, (trx) =>
		trx
			.selectFrom('submitted_answers as a')
			.innerJoin('responses as r', 'r.id', 'a.response_id')
			.innerJoin('delegations as d', 'd.id', 'r.delegation_id')
			.select(['a.response_id as responseId', 'a.question', 'a.value', 'r.area', 'd.country'])
			.where('a.round_id', '=', roundId)
			.where('a.is_latest', '=', true)
			.where('a.is_accepted', '=', true)
			.where('a.exposure', '=', 'public')
			.where('a.status', '=', 'answered')
			.where('r.state', '=', 'accepted')
			.where('r.area', '<>', 'background')
			.where('d.name', '=', '')
			.where('d.status', '=', 'active')
			.orderBy('d.country')
			.orderBy('a.question')
			.execute()
	);
	const isWords = ({ value }: (typeof rows)[number]) =>
		typeof value === 'string' && /\s/.test(value);
	return [...rows.filter(isWords), ...rows.filter((row) => !isWords(row))].map(
		({ responseId, question, area, country }) => ({ responseId, question, area, country })
	);
}

/** Gives the labels of what is cited, in its order. */
function citeAll(demo: Demo, roundId: string, what: readonly Citable[]): Promise<string[]> {
	const editor = as(demo, 'editor');
	return asActor(demo.system.db, editor.actor, async (trx) => {
		await openReport(trx, roundId, 'report.write', true);
		const labels: string[] = [];
		for (const each of what) labels.push(await cite(editor, trx, roundId, each));
		return labels;
	});
}

async function addFinding(demo: Demo, roundId: string, chapterId: string, body: string) {
	await addBlock(as(demo, 'editor'), {
		...{ roundId, chapterId, id: randomUUID(), kind: 'finding', place: 0 },
		...{ body, strength: 'some_support' }
	});
}

/** Into the empty text a chapter begins with. */
async function fillText(demo: Demo, roundId: string, chapterId: string, body: string) {
	const editor = as(demo, 'editor');
	const blocks = await asActor(demo.system.db, editor.actor, (trx) => listBlocks(trx, chapterId));
	const text = blocks.find(({ kind }) => kind === 'text')!;
	await saveBlock(editor, {
		...{ roundId, blockId: text.id, saveId: randomUUID(), base: text.revision, body }
	});
}
