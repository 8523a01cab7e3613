import { m } from '#lib/paraglide/messages.js';
import { canonicalJson } from './canonical.ts';
import type { Chapter, EditionContent } from './content.ts';
import { frameLocale } from './html/words.ts';

interface Version {
	content: EditionContent;
	datasetSha256: string | null;
}

const bare = (value: unknown) => new TextDecoder().decode(canonicalJson(value));

/**
 * What differs between an edition and the one before it, in sentences of the report's language: chapters
 * by their titles, sources by their numbers of each. Takes what may be published of both.
 */
export function whatChanged(before: Version, after: Version): string[] {
	const locale = frameLocale(after.content.language);
	const say = <T>(words: (given: T, options: { locale: 'en' | 'id' }) => string, given: T) =>
		words(given, { locale });
	const list = (chapters: readonly Chapter[]) =>
		new Intl.ListFormat(locale, { type: 'conjunction' }).format(
			chapters.map(({ title }) => `“${title}”`)
		);
	const [old, now] = [chaptersOf(before.content), chaptersOf(after.content)];
	const added = [...now].filter(([key]) => !old.has(key)).map(([, chapter]) => chapter);
	const gone = [...old].filter(([key]) => !now.has(key)).map(([, chapter]) => chapter);
	const changed = [...now].flatMap(([key, chapter]) => {
		const then = old.get(key);
		return then && bare(then) !== bare(chapter) ? [chapter] : [];
	});
	const sources = changedSources(before.content, after.content);
	const titles = (['title', 'subtitle', 'publisher'] as const).some(
		(field) => before.content[field] !== after.content[field]
	);
	const isOtherDataset = before.datasetSha256 !== after.datasetSha256;
	const sentences = [
		titles ? say(m.editions_changed_title, {}) : '',
		added.length > 0 ? say(m.editions_changed_added, { chapters: list(added) }) : '',
		gone.length > 0 ? say(m.editions_changed_gone, { chapters: list(gone) }) : '',
		changed.length > 0 ? say(m.editions_changed_words, { chapters: list(changed) }) : '',
		sources.added > 0 ? say(m.editions_changed_sources_added, { count: sources.added }) : '',
		sources.gone > 0 ? say(m.editions_changed_sources_gone, { count: sources.gone }) : '',
		sources.changed > 0 ? say(m.editions_changed_sources_other, { count: sources.changed }) : '',
		isOtherDataset ? say(m.editions_changed_dataset, {}) : ''
	].filter((sentence) => sentence !== '');
	return sentences.length > 0 ? sentences : [say(m.editions_changed_nothing, {})];
}

/** By what a chapter is about: a title may change. The editors' own are known by their page. */
function chaptersOf({ chapters }: EditionContent): Map<string, Chapter> {
	return new Map(
		chapters.map((chapter) => [
			chapter.kind === 'custom' ? chapter.slug : `${chapter.kind} ${chapter.key}`,
			chapter
		])
	);
}

function changedSources(before: EditionContent, after: EditionContent) {
	const old = new Map(before.sources.map((source) => [source.label, bare(source)]));
	const now = new Map(after.sources.map((source) => [source.label, bare(source)]));
	return {
		added: [...now.keys()].filter((label) => !old.has(label)).length,
		gone: [...old.keys()].filter((label) => !now.has(label)).length,
		changed: [...now].filter(([label, source]) => old.has(label) && old.get(label) !== source)
			.length
	};
}
