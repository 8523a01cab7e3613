import { isAsked } from '#lib/xlsform/areaState.ts';
import { type Definition, findArea } from '#lib/xlsform/definition.ts';
import { findPlace } from '#lib/xlsform/findAsked.ts';
import type { ChapterKind } from './content.ts';
import type { Live } from './live.ts';

/** What a new chapter begins with. */
export interface DefaultBlock {
	kind: 'text' | 'live';
	live: Live | null;
	/** Sentences drafted from the data. */
	isGenerated: boolean;
}

/** So many questions of an area are drawn where no direction of a scale says which matter. */
const DRAWN = 2;

const text: DefaultBlock = { kind: 'text', live: null, isGenerated: false };
const live = (shown: Live): DefaultBlock => ({
	kind: 'live',
	live: shown,
	isGenerated: shown.type === 'overview'
});

/**
 * The blocks a chapter begins with, by what it is about: `key` is the name of the area or the code
 * of the country. Everything can be moved and removed afterwards.
 */
export function defaultBlocks(
	chapter: { kind: ChapterKind; key: string },
	definition: Definition
): DefaultBlock[] {
	const { kind, key } = chapter;
	switch (kind) {
		case 'method':
			return [text, live({ type: 'respondents' }), live({ type: 'coverage' })];
		case 'area':
			return [
				live({ type: 'overview', area: key }),
				text,
				...drawnQuestions(definition, key).map((question) => live({ type: 'question', question })),
				live({ type: 'change', area: key })
			];
		case 'country':
			return [
				text,
				live({ type: 'answers', country: key }),
				live({ type: 'treaties', country: key }),
				live({ type: 'change', country: key })
			];
		case 'treaties':
			return [text, live({ type: 'treaties' })];
		case 'questionnaire':
			return [live({ type: 'questionnaire' })];
		case 'dataset':
			return [live({ type: 'dataset' })];
		default:
			return [text];
	}
}

/** Questions whose scale has a better end; where there are none, the first with choices. */
function drawnQuestions(definition: Definition, area: string): string[] {
	const countable = (findArea(definition, area)?.questions ?? []).filter(
		(question) =>
			isAsked(question) &&
			question.exposure === 'public' &&
			['select_one', 'select_multiple', 'scale'].includes(question.type) &&
			(findPlace(definition, question.name)?.repeats.length ?? 0) === 0
	);
	const telling = countable.filter(({ better }) => better !== undefined);
	return (telling.length > 0 ? telling : countable.slice(0, DRAWN)).map(({ name }) => name);
}
