import type { Chapter, EditionContent, Piece, Source, TextBlock } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { CHOSEN } from '#lib/server/report/figures/question.ts';
import { listAsked } from '#lib/server/report/figures/tally.ts';
import { drawLive } from '#lib/server/report/live.ts';
import { sampleLiveData } from './liveSample.ts';

const SENTENCE =
	'Sample text: organisations of these countries describe the same obstacle in different words. ';

/** An edition as large as a region makes one, of so many countries with every answer of theirs; all invented. */
export async function largeEdition(count = 11): Promise<EditionContent> {
	const data = sampleLiveData({ count });
	const asked = listAsked(data.definition);
	const draw = (live: Live): Promise<Piece[]> => drawLive(data, live);
	const sources = data.countries.flatMap(({ code, name }) =>
		asked
			.filter((_, at) => at % 5 === 0)
			.map(({ question }): Source => ({
				label: `${code}-${question.number}-v1`,
				kind: 'answer',
				title: `${name}, answer to ${question.number}`,
				words: SENTENCE.repeat(2).trim(),
				...{ translation: '', language: 'en', link: null, quote: null }
			}))
	);
	/** Paragraphs that cite the sources of a question or country, so that all are cited somewhere. */
	const text = (labels: readonly string[]): Piece => ({
		kind: 'text',
		blocks: [0, 1, 2].map((part): TextBlock => ({
			kind: 'paragraph',
			content: [
				{ kind: 'text', text: SENTENCE.repeat(4) },
				...labels
					.filter((_, at) => at % 3 === part)
					.map((label) => ({ kind: 'cite' as const, label }))
			]
		}))
	});
	const chapter = (
		kind: Chapter['kind'],
		key: string,
		title: string,
		pieces: Piece[]
	): Chapter => ({
		...{ slug: key.toLowerCase() || kind, kind, key, title, pieces },
		footnotes: []
	});
	const areas = data.definition.areas.filter(({ kind }) => kind === 'issue');
	const chapters: Chapter[] = [
		chapter('method', '', 'Method and limits', [
			text([]),
			...(await draw({ type: 'respondents' })),
			...(await draw({ type: 'coverage' })),
			...(await draw({ type: 'tiles' }))
		])
	];
	for (const area of areas) {
		const pieces: Piece[] = await draw({ type: 'overview', area: area.name });
		for (const { question } of asked.filter((each) => each.area === area)) {
			const isChosen = CHOSEN.includes(question.type);
			if (!isChosen && question.type !== 'number') continue;
			pieces.push(
				text(sources.flatMap(({ label }) => (label.includes(`-${question.number}-`) ? label : []))),
				...(await draw({ type: 'question', question: question.name }))
			);
		}
		chapters.push(chapter('area', area.name, data.say(area.title), pieces));
	}
	for (const { code, name } of data.countries)
		chapters.push(
			chapter('country', code, name, [
				text(sources.flatMap(({ label }) => (label.startsWith(`${code}-`) ? label : []))),
				...(await draw({ type: 'answers', country: code }))
			])
		);
	chapters.push(
		chapter('questionnaire', '', 'Questionnaire', await draw({ type: 'questionnaire' }))
	);
	return {
		...{ format: 1, language: 'en', study: { name: 'Sample study', isInvented: true } },
		...{ round: { name: '2026' }, title: 'Sample study of a region', subtitle: '' },
		...{ publisher: 'Sample network', chapters, sources, withheld: [] }
	};
}
