import { sql } from 'kysely';
import { type TextPart, answerText, narrativeParts } from '#lib/passages/answerText.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { findArea } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import type { RoundHead } from '../studies/queries.ts';
import { type Coding, listCodings } from './listCodings.ts';
import { type ListedMemo, listMemosAt } from './memoQueries.ts';
import { type Narrative, listNarratives, recordReading } from './narratives.ts';
import { placeKey } from './texts.ts';
import type { Which } from './turnWindow.ts';

/** As they stand in the address; empty or unknown ones narrow nothing. */
export interface AnswerFilter {
	/** A question's name. */
	question?: string;
	country?: string;
	code?: string;
	show?: string;
	comparison?: string;
}

/** A narrative answer with the codes and memos on it. */
export interface CodedAnswer extends Omit<Narrative, 'value'> {
	/** Where it stands among those the filter leaves, from 0. */
	place: number;
	/** Its words; offsets of codes count in it. */
	text: string;
	/** What of the text is shown, cell by cell. */
	parts: TextPart[];
	/** The first of its question in this order. */
	beginsQuestion: boolean;
	codings: Coding[];
	memos: ListedMemo[];
}

export interface AnswerWindow {
	total: number;
	answers: CodedAnswer[];
}

/**
 * Narrative answers of an area the actor may read, with what lies on them. Reading answers that
 * were given to coordinators alone leaves an entry (rule R13). `which` names answers by placeKey.
 * @throws Problem not_found for an area the questionnaire does not have
 */
export async function listAnswerWindow(
	trx: Trx,
	ctx: Context,
	about: { round: RoundHead; definition: Definition; area: string },
	filter: AnswerFilter,
	which: Which
): Promise<AnswerWindow> {
	const { round, definition } = about;
	const area = findArea(definition, about.area);
	if (!area) throw notFound();
	const isCoordinator = mayDo('response.review', round.roles);
	const scope = { roundId: round.id, definition, areas: [area], isCoordinator };
	const all = await listNarratives(trx, scope);
	const left = await narrow(trx, round, all, filter);
	const shown = choose(left, which);
	const responseIds = [...new Set(shown.map(({ narrative }) => narrative.responseId))];
	const read = shown.map(({ narrative }) => narrative);
	await recordReading(trx, ctx.actor, round, read, { area: area.name });
	const on = { roundId: round.id, responseIds };
	const codings = Map.groupBy(shown.length > 0 ? await listCodings(trx, on) : [], ({ place }) =>
		placeKey(place)
	);
	const memos = Map.groupBy(
		await listMemosAt(trx, { responseIds }),
		({ responseId, question }) => `${responseId}:${question}`
	);
	return {
		total: left.length,
		answers: shown.map(({ narrative, place }) => {
			const { value, ...rest } = narrative;
			const key = placeKey(narrative);
			return {
				...rest,
				place,
				text: answerText(value),
				parts: narrativeParts(narrative.asked, value),
				beginsQuestion: left[place - 1]?.asked.name !== narrative.asked.name,
				codings: codings.get(key) ?? [],
				memos: memos.get(key) ?? []
			};
		})
	};
}

async function narrow(
	trx: Trx,
	round: RoundHead,
	all: readonly Narrative[],
	filter: AnswerFilter
): Promise<Narrative[]> {
	const { question, country, code, show, comparison } = filter;
	let left = all.filter(
		(answer) =>
			(!question || answer.asked.name === question) && (!country || answer.country === country)
	);
	if (code || show === 'coded' || show === 'uncoded') {
		const codings = await listCodings(trx, { roundId: round.id, responseIds: responsesOf(left) });
		const coded = new Set(
			codings.filter(({ codeId }) => !code || codeId === code).map(({ place }) => placeKey(place))
		);
		left = left.filter((answer) => coded.has(placeKey(answer)) === (show !== 'uncoded'));
	}
	if (comparison) {
		const units = await sql<{ key: string }>`select response_id || ':' || question as key
			from comparison_units u join comparisons c on c.id = u.comparison_id
			where c.id::text = ${comparison} and c.round_id = ${round.id}::uuid
				and u.response_id is not null`.execute(trx);
		const keys = new Set(units.rows.map(({ key }) => key));
		left = left.filter((answer) => keys.has(placeKey(answer)));
	}
	return left;
}

const responsesOf = (answers: readonly Narrative[]) => [
	...new Set(answers.map(({ responseId }) => responseId))
];

function choose(left: readonly Narrative[], which: Which) {
	const placed = left.map((narrative, place) => ({ narrative, place }));
	if ('ids' in which)
		return placed.filter(({ narrative }) => which.ids.includes(placeKey(narrative)));
	if ('from' in which) return placed.slice(which.from, which.from + which.count);
	const at = left.findIndex((narrative) => placeKey(narrative) === which.at);
	const from = Math.max(0, at - (at % which.count));
	return placed.slice(from, from + which.count);
}
