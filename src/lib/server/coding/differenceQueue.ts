import { sql } from 'kysely';
import { answerText } from '#lib/passages/answerText.ts';
import type { CodedField } from '#lib/terms.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import type { RoundHead } from '../studies/queries.ts';
import { type Placed } from '#lib/codes/tree.ts';
import { type Code, listAllCodes } from './codebook.ts';
import { type Comparison, getComparison } from './comparisons.ts';
import {
	type Difference,
	differencesOf,
	isDecided,
	listDecided,
	listMarks
} from './differences.ts';
import type { ComparisonPlace } from './finishCoding.ts';
import { listCodings } from './listCodings.ts';
import { listNarratives, recordReading } from './narratives.ts';
import { placeKey } from './texts.ts';

/** How many units one page of the queue shows. */
export const QUEUE_PAGE = 20;

/** The words of a unit and who said them. */
export interface QueuedWords {
	/** Of a turn: pseudonym or role, and the meeting. */
	who: string | null;
	groupName: string | null;
	/** Of an answer. */
	country: string | null;
	countryName: string | null;
	asked: Question | null;
	texts: { field: CodedField; language: string | null; text: string }[];
}

/** A unit at which the two differ. */
export interface QueuedUnit {
	id: string;
	/** null where the actor may not read them. */
	words: QueuedWords | null;
	differences: (Difference & {
		/** Where the code lies; none where it was taken off since. */
		passages: { id: string; field: CodedField; start: number; end: number }[];
	})[];
}

export interface QueuePage {
	round: RoundHead;
	definition: Definition;
	comparison: Comparison;
	codes: Placed<Code>[];
	mayDecide: boolean;
	mayCompare: boolean;
	differences: number;
	undecided: number;
	/** Units the filter leaves, and those of this page. */
	total: number;
	from: number;
	units: QueuedUnit[];
}

/**
 * The units at which two coders differ, in the order they were said; `show` 'open' only those with
 * something undecided.
 * @throws Problem not_found
 */
export async function getQueuePage(
	ctx: Context,
	place: ComparisonPlace,
	filter: { show: string; from: number }
): Promise<QueuePage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, comparison } = await getComparison(trx, place, 'coding.write');
		const definition = await getDefinition(trx, round.versionId);
		const decided = await listDecided(trx, comparison.id);
		const all = differencesOf(await listMarks(trx, comparison.id), decided);
		const byUnit = Map.groupBy(all, ({ unitId }) => unitId);
		const left = (await unitsInOrder(trx, comparison.id)).filter(({ id }) => {
			const on = byUnit.get(id);
			return on && (filter.show !== 'open' || !on.every(isDecided));
		});
		const from = filter.from < left.length ? filter.from : 0;
		const shown = left.slice(from, from + QUEUE_PAGE);
		const mayCompare = mayDo('coding.compare', round.roles);
		return {
			round,
			definition,
			comparison,
			codes: await listAllCodes(trx, round.studyId),
			mayDecide: mayCompare || comparison.coders.some(({ isActor }) => isActor),
			mayCompare,
			differences: all.length,
			undecided: all.filter((each) => !isDecided(each)).length,
			total: left.length,
			from,
			units: await withWords(trx, ctx, { round, definition, comparison }, shown, byUnit)
		};
	});
}

interface UnitRow {
	id: string;
	turnId: string | null;
	responseId: string | null;
	question: string | null;
}

async function unitsInOrder(trx: Trx, comparisonId: string): Promise<UnitRow[]> {
	const found = await sql<UnitRow>`select u.id, u.turn_id as "turnId",
			u.response_id as "responseId", u.question
		from comparison_units u left join turns t on t.id = u.turn_id
			left join focus_groups g on g.id = t.group_id
		where u.comparison_id = ${comparisonId}::uuid
		order by u.turn_id is null, g.held_on nulls last, g.id, t.transcript_id nulls first, t.ordinal,
			u.question, u.response_id, u.id`.execute(trx);
	return found.rows;
}

async function withWords(
	trx: Trx,
	ctx: Context,
	about: { round: RoundHead; definition: Definition; comparison: Comparison },
	units: readonly UnitRow[],
	byUnit: ReadonlyMap<string, Difference[]>
): Promise<QueuedUnit[]> {
	const turnIds = units.flatMap(({ turnId }) => turnId ?? []);
	const responseIds = [...new Set(units.flatMap(({ responseId }) => responseId ?? []))];
	const words = new Map([
		...(await wordsOfTurns(trx, turnIds)),
		...(await wordsOfAnswers(trx, ctx, about, units))
	]);
	const roundId = about.round.id;
	const codings = [
		...(turnIds.length > 0 ? await listCodings(trx, { roundId, turnIds }) : []),
		...(responseIds.length > 0 ? await listCodings(trx, { roundId, responseIds }) : [])
	];
	const on = Map.groupBy(codings, ({ place }) => placeKey(place));
	return units.map((unit) => {
		const key = unit.turnId ?? `${unit.responseId}:${unit.question}`;
		const differences = byUnit.get(unit.id) ?? [];
		return {
			id: unit.id,
			words: words.get(key) ?? null,
			differences: differences.map((each) => ({
				...each,
				passages: (on.get(key) ?? [])
					.filter(({ codeId, coderId }) => codeId === each.codeId && coderId === each.coderId)
					.map(({ id, field, start, end }) => ({ id, field, start, end }))
			}))
		};
	});
}

async function wordsOfTurns(
	trx: Trx,
	turnIds: readonly string[]
): Promise<[string, QueuedWords][]> {
	const found = await sql<{
		id: string;
		who: string;
		groupName: string;
		body: string;
		language: string | null;
		translation: string | null;
		translationLanguage: string | null;
	}>`select t.id, coalesce(p.pseudonym, t.speaker) as who, g.name as "groupName", t.body, t.language,
			t.translation, t.translation_language as "translationLanguage"
		from turns t join focus_groups g on g.id = t.group_id
			left join participants p on p.id = t.participant_id
		where t.id = any (${[...turnIds]}::uuid[]) and t.removed_at is null`.execute(trx);
	return found.rows.map(({ id, who, groupName, ...turn }) => {
		const texts: QueuedWords['texts'] = [
			{ field: 'body', language: turn.language, text: turn.body }
		];
		if (turn.translation !== null)
			texts.push({
				field: 'translation',
				language: turn.translationLanguage,
				text: turn.translation
			});
		return [id, { who, groupName, country: null, countryName: null, asked: null, texts }];
	});
}

async function wordsOfAnswers(
	trx: Trx,
	ctx: Context,
	{ round, definition }: { round: RoundHead; definition: Definition },
	units: readonly UnitRow[]
): Promise<[string, QueuedWords][]> {
	const keys = new Set(
		units.flatMap(({ responseId, question }) => (responseId ? [`${responseId}:${question}`] : []))
	);
	if (keys.size === 0) return [];
	const isCoordinator = mayDo('response.review', round.roles);
	const scope = { roundId: round.id, definition, areas: definition.areas, isCoordinator };
	const answers = (await listNarratives(trx, scope)).filter((each) => keys.has(placeKey(each)));
	await recordReading(trx, ctx.actor, round, answers, { by: 'comparison' });
	return answers.map((answer) => [
		placeKey(answer),
		{
			who: null,
			groupName: null,
			country: answer.country,
			countryName: answer.countryName,
			asked: answer.asked,
			texts: [{ field: 'value', language: null, text: answerText(answer.value) }]
		}
	]);
}
