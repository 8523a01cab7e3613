import { sql } from 'kysely';
import { canonicalJson, sha256Of } from '#lib/report/canonical.ts';
import type {
	Chapter,
	EditionContent,
	Figure,
	Inline,
	Piece,
	TextBlock
} from '#lib/report/content.ts';
import { labelsInOrder, mapInlines } from '#lib/report/inlines.ts';
import { readText } from '#lib/report/readText.ts';
import { slugOf, uniqueIn } from '#lib/report/slug.ts';
import type { Trx } from '../database/database.ts';
import type { Withheld } from '../focusgroups/quotesPage.ts';
import { type CitedSource, listCitedSources } from '../report/citedSources.ts';
import { drawLive } from '../report/live.ts';
import { type LiveData, readLiveData } from '../report/liveData.ts';
import { getReport, listBlocks, listChapters } from '../report/reports.ts';

export interface Compiled {
	content: EditionContent;
	/** Canonical JSON of the content. */
	bytes: Uint8Array;
	sha256: string;
	/** What of the round's citations is cited, in the order of first use. */
	cited: CitedSource[];
}

/**
 * The report as it is now, as it would be published: every word of it may be public, no id and no
 * moment is in it, and the same material gives the same bytes, whoever of the team asks. A citation
 * of what may not be public any more leaves no sign.
 * @throws Problem not_found where there is no report, or none for this person
 */
export async function compile(trx: Trx, roundId: string): Promise<Compiled> {
	const report = await getReport(trx, roundId);
	const { language } = report;
	const known = new Map(
		(await listCitedSources(trx, roundId, language)).flatMap((cited) =>
			cited.source ? [[cited.label, cited] as const] : []
		)
	);
	const data = await readLiveData(trx, roundId, language);
	const slugs = new Set<string>();
	const figures = new Set<string>();
	const chapters: Chapter[] = [];
	for (const chapter of await listChapters(trx, roundId)) {
		const { kind, key, title } = chapter;
		const body = await compileBlocks(trx, chapter.id, data, known, figures);
		const name = slugOf(key || (kind === 'custom' ? title : kind)) || kind;
		chapters.push({ slug: uniqueIn(slugs, name), kind, key, title, ...body });
	}
	const cited = labelsInOrder(chapters).map((label) => known.get(label)!);
	const content: EditionContent = {
		format: 1,
		language,
		...(await namesOf(trx, roundId)),
		title: report.title,
		subtitle: report.subtitle,
		publisher: report.publisher,
		chapters,
		sources: cited.map(({ source }) => source!),
		withheld: await withheldOf(trx, roundId)
	};
	const bytes = canonicalJson(content);
	return { content, bytes, sha256: sha256Of(bytes), cited };
}

/** The pieces of a chapter; notes of several texts are numbered on. */
async function compileBlocks(
	trx: Trx,
	chapterId: string,
	data: LiveData,
	known: ReadonlyMap<string, CitedSource>,
	figures: Set<string>
): Promise<Pick<Chapter, 'pieces' | 'footnotes'>> {
	const pieces: Piece[] = [];
	const footnotes: TextBlock[][] = [];
	const settle = (blocks: readonly TextBlock[], notesBefore: number) =>
		mapInlines(blocks, (part): Inline[] => {
			if (part.kind === 'cite') return known.has(part.label) ? [part] : [];
			return part.kind === 'footnote' ? [{ ...part, number: part.number + notesBefore }] : [part];
		});
	for (const block of await listBlocks(trx, chapterId)) {
		if (block.live) {
			for (const piece of await drawLive(data, block.live))
				pieces.push(
					piece.kind === 'figure'
						? { ...piece, figure: nameApart(piece.figure, figures) }
						: { ...piece, blocks: settle(piece.blocks, 0) }
				);
			continue;
		}
		const { blocks, notes } = readText(block.body);
		const before = footnotes.length;
		footnotes.push(...notes.map((note) => settle(note, before)));
		if (blocks.length === 0) continue;
		const settled = settle(blocks, before);
		pieces.push(
			block.kind === 'finding'
				? { kind: 'finding', blocks: settled, strength: block.strength }
				: { kind: 'text', blocks: settled }
		);
	}
	return { pieces, footnotes };
}

/** A picture that stands in several places has a name in each: names are those of files. */
function nameApart(figure: Figure, taken: Set<string>): Figure {
	return { ...figure, name: uniqueIn(taken, figure.name) };
}

async function namesOf(trx: Trx, roundId: string) {
	const found = await trx
		.selectFrom('rounds as r')
		.innerJoin('studies as s', 's.id', 'r.study_id')
		.select(['r.name as round', 's.name as study', 's.is_invented as isInvented'])
		.where('r.id', '=', roundId)
		.executeTakeFirstOrThrow();
	return {
		study: { name: found.study, isInvented: found.isInvented },
		round: { name: found.round }
	};
}

/** Turns whose words stayed in, by reason (rule R10). */
async function withheldOf(trx: Trx, roundId: string) {
	const found = await sql<Withheld>`select * from withheld_quotes(${roundId}::uuid)`.execute(trx);
	return found.rows
		.map(({ reason, withheld, unnamed }) => ({ reason, count: Number(withheld) + Number(unnamed) }))
		.filter(({ count }) => count > 0)
		.sort((a, b) => (a.reason < b.reason ? -1 : 1));
}
