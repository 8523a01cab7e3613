/** With which chapters the reports of a study begin, where it does not keep to the usual ones. */
import { type Definition, findArea } from '#lib/xlsform/definition.ts';
import { findPlace } from '#lib/xlsform/findAsked.ts';
import type { ChapterKind } from './content.ts';
import { type DefaultBlock, defaultBlocks } from './defaultBlocks.ts';

export interface TemplateChapter {
	kind: ChapterKind;
	/** Name of the area, code of the country; '' for the others. */
	key: string;
	title: string;
	blocks: DefaultBlock[];
}

/** A chapter of a report as it stands, as far as a template looks at it. */
interface StandingChapter extends Omit<TemplateChapter, 'blocks'> {
	blocks: { kind: 'text' | 'finding' | 'live'; live: DefaultBlock['live']; isGenerated: boolean }[];
}

const TEXT: DefaultBlock = { kind: 'text', live: null, isGenerated: false };

/**
 * What is kept of a report: its chapters in their order with their titles, the live blocks in them,
 * and where people wrote. No word of a text or a finding is kept: another round says other things.
 */
export function templateOf(chapters: readonly StandingChapter[]): TemplateChapter[] {
	return chapters.map(({ kind, key, title, blocks }) => ({
		...{ kind, key, title },
		blocks: blocks
			.map(({ live, isGenerated }): DefaultBlock =>
				live ? { kind: 'live', live, isGenerated } : TEXT
			)
			// Ten paragraphs one after the other are one place to write.
			.filter(({ live }, at, all) => live !== null || at === 0 || all[at - 1]!.live !== null)
	}));
}

/**
 * The chapters a report begins with by a template. `usual` are those every report of its round has:
 * areas and countries the round does not ask are left out, those the template does not know come
 * behind the last of their kind, made like its first. Titles are the template's where `keepsTitles`,
 * else the usual ones; the editors' own chapters keep theirs.
 */
export function fromTemplate(
	template: readonly TemplateChapter[],
	usual: readonly Omit<TemplateChapter, 'blocks'>[],
	definition: Definition,
	keepsTitles: boolean
): TemplateChapter[] {
	const countries = new Set(usual.flatMap(({ kind, key }) => (kind === 'country' ? [key] : [])));
	const isShown = ({ live }: DefaultBlock) =>
		live === null ||
		((!live.area || findArea(definition, live.area) !== undefined) &&
			(!live.question || findPlace(definition, live.question) !== undefined) &&
			(!live.country || countries.has(live.country)));
	const chapters = template.flatMap((chapter): TemplateChapter[] => {
		const blocks = chapter.blocks.filter(isShown);
		if (chapter.kind === 'custom') return [{ ...chapter, blocks }];
		const own = usual.find(({ kind, key }) => kind === chapter.kind && key === chapter.key);
		return own ? [{ ...chapter, title: keepsTitles ? chapter.title : own.title, blocks }] : [];
	});
	for (const kind of ['area', 'country'] as const) {
		const first = template.find((chapter) => chapter.kind === kind);
		// A study that took all of them out wants none.
		if (!first) continue;
		const added = usual
			.filter((each) => each.kind === kind)
			.filter(
				({ key }) => !template.some((chapter) => chapter.kind === kind && chapter.key === key)
			)
			.map((each) => ({ ...each, blocks: likeFirst(first, each.key, definition) }));
		chapters.splice(placeOf(chapters, template, kind), 0, ...added);
	}
	return chapters;
}

/** What the first of its kind shows of its own area or country, of another; without its questions. */
function likeFirst(first: TemplateChapter, key: string, definition: Definition): DefaultBlock[] {
	const { kind, blocks } = first;
	const about = kind === 'area' ? 'area' : 'country';
	const hasQuestions = blocks.some(({ live }) => live?.question);
	const made = blocks
		.filter(({ live }) => !live?.question)
		.map((block) =>
			block.live?.[about] === first.key
				? { ...block, live: { ...block.live, [about]: key } }
				: block
		);
	const drawn = hasQuestions
		? defaultBlocks({ kind, key }, definition).filter(({ live }) => live?.question)
		: [];
	return [...made, ...drawn];
}

/** Behind the last of a kind, or where the template has its first. */
function placeOf(
	chapters: readonly TemplateChapter[],
	template: readonly TemplateChapter[],
	kind: ChapterKind
): number {
	const last = chapters.findLastIndex((chapter) => chapter.kind === kind);
	if (last >= 0) return last + 1;
	const before = template.slice(
		0,
		template.findIndex((chapter) => chapter.kind === kind)
	);
	return chapters.filter((chapter) =>
		before.some(({ kind: of, key, title }) =>
			of === 'custom' ? chapter.title === title : of === chapter.kind && key === chapter.key
		)
	).length;
}
