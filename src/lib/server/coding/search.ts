import { sql } from 'kysely';
import { type Excerpt, excerpt, findWords } from '#lib/passages/excerpt.ts';
import { nearestWord } from '#lib/passages/nearWords.ts';
import type { Span } from '#lib/passages/span.ts';
import { answerText, narrativeParts } from '#lib/passages/answerText.ts';
import type { CodedField } from '#lib/terms.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { type Narrative, listNarratives, recordReading } from './narratives.ts';
import { type Place } from './texts.ts';

/** The most texts one page of results shows. */
export const MOST_RESULTS = 200;
/** The most passages shown of one text. */
const MOST_PASSAGES = 5;

/** The most texts that are looked through for words spelled nearly so. */
const MOST_NEAR = 2000;

/** A text in which the words stand, and where. */
export interface Hit {
	place: Place;
	field: CodedField;
	/** Of a turn: its meeting, pseudonym or role, and when it was said. */
	groupId: string | null;
	groupName: string | null;
	who: string | null;
	startsMs: number | null;
	/** Of an answer: where it stands. */
	narrative: Omit<Narrative, 'value'> | null;
	language: string | null;
	passages: (Excerpt & Span)[];
	/** How often the words stand in it. */
	count: number;
}

export interface SearchPage {
	round: RoundHead;
	definition: Definition;
	hits: Hit[];
	/** There are more texts than MOST_RESULTS. */
	isCut: boolean;
	/** Nothing is written exactly so; these words are near. */
	near: { word: string; count: number }[];
}

/** A pattern for LIKE that finds these words anywhere; signs LIKE knows are taken as they are. */
export function patternOf(words: string): string {
	return `%${words.trim().replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/**
 * Words in the turns and narrative answers of a round the actor may read: any script, whatever
 * the capitals. Where nothing is found, words that are spelled nearly so.
 * @throws Problem not_found
 */
export async function searchRound(
	ctx: Context,
	roundId: string,
	words: string
): Promise<SearchPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'coding.write');
		const definition = await getDefinition(trx, round.versionId);
		if (words.trim() === '') return { round, definition, hits: [], isCut: false, near: [] };
		const narratives = await listNarratives(trx, {
			roundId: round.id,
			definition,
			areas: definition.areas,
			isCoordinator: mayDo('response.review', round.roles)
		});
		const hits = [
			...(await searchTurns(trx, round.id, words)),
			...searchNarratives(narratives, words)
		];
		const read = hits.flatMap(({ narrative }) => narrative ?? []);
		await recordReading(trx, ctx.actor, round, read, { by: 'search' });
		return {
			round,
			definition,
			hits: hits.slice(0, MOST_RESULTS),
			isCut: hits.length > MOST_RESULTS,
			near: hits.length === 0 ? await findNear(trx, round.id, narratives, words) : []
		};
	});
}

interface TurnRow {
	id: string;
	groupId: string;
	groupName: string;
	pseudonym: string | null;
	speaker: string;
	startsMs: number | null;
	language: string | null;
	body: string;
	translation: string | null;
	translationLanguage: string | null;
}

/** What search reads of turns `t`; their policies say which the actor sees. */
const turnsRead = sql`select t.id, t.group_id as "groupId", g.name as "groupName", p.pseudonym, t.speaker,
		t.starts_ms as "startsMs", t.language, t.body, t.translation,
		t.translation_language as "translationLanguage"
	from turns t join focus_groups g on g.id = t.group_id
		left join participants p on p.id = t.participant_id
		left join transcripts x on x.id = t.transcript_id`;

/**
 * Turns in which words stand, as they were said; in original and translation apart. The index is
 * asked through search_turns, which gives ids; whether they may be read the policies of turns say.
 */
export async function searchTurns(
	trx: Trx,
	roundId: string,
	words: string,
	most = MOST_RESULTS + 1
): Promise<Hit[]> {
	const found = await sql<TurnRow>`${turnsRead}
		where t.id in (select search_turns(${roundId}::uuid, lower(normalize(${patternOf(words)}::text))))
			and t.removed_at is null and x.removed_at is null
		order by g.held_on nulls last, g.id, t.transcript_id nulls first, t.ordinal, t.id
		limit ${most}`.execute(trx);
	return found.rows.flatMap((row) =>
		(['body', 'translation'] as const).flatMap((field): Hit[] => {
			const text = row[field] ?? '';
			const spans = findWords(text, words);
			if (spans.length === 0) return [];
			return [
				{
					...passagesOf(text, spans),
					place: { turnId: row.id },
					field,
					groupId: row.groupId,
					groupName: row.groupName,
					who: row.pseudonym ?? row.speaker,
					startsMs: row.startsMs,
					narrative: null,
					language: field === 'body' ? row.language : row.translationLanguage
				}
			];
		})
	);
}

/** The same in answers the actor may read. */
export function searchNarratives(narratives: readonly Narrative[], words: string): Hit[] {
	return narratives.flatMap((narrative): Hit[] => {
		const { value, ...rest } = narrative;
		const { responseId, question, asked } = narrative;
		const text = answerText(value);
		const parts = narrativeParts(asked, value);
		// Codes of choices are part of the text codes count in, but nobody wrote them.
		const spans = parts.flatMap(({ start, end }) =>
			findWords(text.slice(start, end), words).map((span) => ({
				start: span.start + start,
				end: span.end + start
			}))
		);
		if (spans.length === 0) return [];
		return [
			{
				...passagesOf(text, spans),
				place: { responseId, question },
				field: 'value',
				groupId: null,
				groupName: null,
				who: null,
				startsMs: null,
				narrative: rest,
				language: null
			}
		];
	});
}

function passagesOf(text: string, spans: readonly Span[]) {
	return {
		passages: spans.slice(0, MOST_PASSAGES).map((span) => ({ ...excerpt(text, span), ...span })),
		count: spans.length
	};
}

/** Words of the round spelled nearly like these, the most frequent first. */
async function findNear(
	trx: Trx,
	roundId: string,
	narratives: readonly Narrative[],
	words: string
): Promise<{ word: string; count: number }[]> {
	const turns = await sql<TurnRow>`select * from (${turnsRead}
			where t.round_id = ${roundId}::uuid and t.removed_at is null and x.removed_at is null) t
		where word_similarity(lower(normalize(${words}::text)), lower(normalize(body))) > 0.4
			or word_similarity(lower(normalize(${words}::text)), lower(normalize(translation))) > 0.4
		limit ${MOST_NEAR}`.execute(trx);
	const texts = [
		...turns.rows.flatMap(({ body, translation }) => [body, translation ?? '']),
		...narratives.slice(0, MOST_NEAR).map(({ value }) => answerText(value))
	];
	const counts = new Map<string, number>();
	for (const text of texts) {
		const word = nearestWord(text, words);
		if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
	}
	return [...counts]
		.map(([word, count]) => ({ word, count }))
		.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
		.slice(0, 8);
}
