import { readText } from '#lib/report/readText.ts';
import { type Sentence, sentences } from '#lib/report/sentences.ts';
import type { ReportProblem } from '#lib/report/reportTypes.ts';
import type { Trx } from '../database/database.ts';
import { type CitedSource, listCitedSources } from './citedSources.ts';
import { findReport } from './reports.ts';
import { hashOf } from './sources/sourceRoom.ts';

export type { ReportProblem } from '#lib/report/reportTypes.ts';

interface Text {
	chapterId: string;
	blockId: string;
	body: string;
}

/**
 * What stands between a report and its edition, in the order of the text; what is waived is listed
 * with its waiver. Nothing where there is no report the actor may see.
 */
export async function checkReport(trx: Trx, roundId: string): Promise<ReportProblem[]> {
	const report = await findReport(trx, roundId);
	if (!report) return [];
	const sources = await listCitedSources(trx, roundId, report.language);
	const byLabel = new Map(sources.map((source) => [source.label, source]));
	const waivers = await listWaivers(trx, roundId);
	return (await listTexts(trx, roundId))
		.flatMap((text) => problemsOf(text, report.language, byLabel))
		.map((problem) => ({
			...problem,
			waiver: waivers.get(`${problem.blockId} ${problem.issue} ${problem.subject}`) ?? null
		}));
}

/** What a waiver of a sentence names. */
export const subjectOfSentence = (words: string): string => hashOf(words);

/** Texts and findings that stand; live blocks cite by themselves. */
async function listTexts(trx: Trx, roundId: string): Promise<Text[]> {
	return await trx
		.selectFrom('blocks as b')
		.innerJoin('chapters as c', 'c.id', 'b.chapter_id')
		.select(['c.id as chapterId', 'b.id as blockId', 'b.body'])
		.where('b.round_id', '=', roundId)
		.where('b.removed_at', 'is', null)
		.where('c.removed_at', 'is', null)
		.where('b.kind', '<>', 'live')
		.where('b.is_generated', '=', false)
		.orderBy('c.position')
		.orderBy('c.id')
		.orderBy('b.position')
		.orderBy('b.id')
		.execute();
}

async function listWaivers(trx: Trx, roundId: string) {
	const rows = await trx
		.selectFrom('waivers as w')
		.leftJoin('accounts as a', 'a.id', 'w.made_by')
		.select(['w.id', 'w.block_id', 'w.issue', 'w.subject', 'w.reason', 'a.name'])
		.where('w.round_id', '=', roundId)
		.where('w.revoked_at', 'is', null)
		.execute();
	return new Map(
		rows.map(({ id, block_id, issue, subject, reason, name }) => [
			`${block_id} ${issue} ${subject}`,
			{ id, reason, by: name ?? '' }
		])
	);
}

type Found = Omit<ReportProblem, 'waiver'>;

function problemsOf(
	{ body, chapterId, blockId }: Text,
	language: string,
	byLabel: ReadonlyMap<string, CitedSource>
): Found[] {
	const at = { chapterId, blockId };
	const said = sentences(body, language);
	const bare = new Map(
		said
			.filter(({ labels }) => labels.length === 0)
			.map(({ words }) => [subjectOfSentence(words), words])
	);
	return [
		...[...bare].map(([subject, words]): Found => ({
			...at,
			...{ issue: 'unsupported', subject, words, label: null }
		})),
		...readText(body).labels.flatMap((label) => {
			const found = ofLabel(label, byLabel.get(label));
			return found ? [{ ...at, ...found, words: firstThatCites(said, label) }] : [];
		})
	];
}

function ofLabel(
	label: string,
	source: CitedSource | undefined
): Pick<Found, 'issue' | 'subject' | 'label'> | undefined {
	if (!source || source.hash === null) return { issue: 'gone', subject: label, label };
	if (source.state === 'fresh') return undefined;
	return { issue: 'stale', subject: `${label} ${source.hash}`, label };
}

const firstThatCites = (said: readonly Sentence[], label: string): string =>
	said.find(({ labels }) => labels.includes(label))?.words ?? '';
