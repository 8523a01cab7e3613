import { sql } from 'kysely';
import { countryName } from '#lib/asean.ts';
import { labelWords } from '#lib/components/review/labelWords.ts';
import { type FrameLocale, frameLocale } from '#lib/report/html/words.ts';
import type { DelegationStatus } from '#lib/terms.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { type Definition, type Text, textIn } from '#lib/xlsform/definition.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';

export interface LiveCountry {
	code: string;
	/** In the language of the report. */
	name: string;
}

export interface LiveDelegation {
	id: string;
	country: string;
	status: DelegationStatus;
	/** Areas that are accepted; none of a delegation that withdrew for its safety. */
	accepted: ReadonlySet<string>;
}

/** An accepted public answer. */
export interface LiveAnswer extends Pick<AnswerContent, 'status' | 'value'> {
	delegationId: string;
	country: string;
	/** Its answer key, and the name of the question in it. */
	key: string;
	question: string;
}

/** What live blocks of one round are drawn from, in one language: nothing that is not public. */
export interface LiveData {
	trx: Trx;
	round: { id: string; name: string; studyId: string };
	/** BCP 47, of the report. */
	language: string;
	/** Of the words that are ours. */
	locale: FrameLocale;
	definition: Definition;
	/** Of the round, by name. */
	countries: LiveCountry[];
	delegations: LiveDelegation[];
	answers: LiveAnswer[];
	/** A label of the questionnaire in words, without markup. */
	say(text: Text | undefined): string;
}

/**
 * Reads what the live blocks of a round are drawn from. Rules R4 and R8 stand in the queries, so
 * that a coordinator gets what everybody gets. For the team of the study and the system.
 * @throws Problem not_found for all others
 */
export async function readLiveData(trx: Trx, roundId: string, language: string): Promise<LiveData> {
	const round = await getRound(trx, roundId);
	const definition = await getDefinition(trx, round.versionId);
	const locale = frameLocale(language);
	const named = await trx
		.selectFrom('round_countries')
		.select(['country as code', 'name'])
		.where('round_id', '=', roundId)
		.execute();
	const delegations = await listLiveDelegations(trx, { roundId });
	return {
		...{ trx, language, locale, definition, delegations },
		round: { id: round.id, name: round.name, studyId: round.studyId },
		countries: inOrder(
			named.map(({ code, name }) => ({ code, name: countryName(code, name, language) })),
			locale
		),
		answers: await listLiveAnswers(trx, delegations),
		say: (text) => labelWords(textIn(text, language, definition.default_language))
	};
}

/** Countries by their names, and by their codes where those are the same. */
export function inOrder<T extends LiveCountry>(countries: readonly T[], locale: FrameLocale): T[] {
	const byCode = (a: T, b: T) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
	return [...countries].sort((a, b) => a.name.localeCompare(b.name, locale) || byCode(a, b));
}

async function getRound(trx: Trx, roundId: string) {
	const { rows } = await sql<{ id: string; name: string; studyId: string; versionId: string }>`
		select r.id, r.name, r.study_id as "studyId", r.questionnaire_version_id as "versionId" from rounds r
		where r.id = ${roundId}::uuid and (current_setting('role') = 'mufakat_system'
			or actor_roles(r.study_id, null) && '{coordinator,editor,note_taker,reader}'::text[])`.execute(trx);
	if (!rows[0]) throw notFound();
	return rows[0];
}

/** The delegations of a round, or these, with their accepted areas, by country. */
export async function listLiveDelegations(
	trx: Trx,
	of: { roundId: string } | { ids: readonly string[] }
): Promise<LiveDelegation[]> {
	const rows = await trx
		.selectFrom('delegations as d')
		.leftJoin('responses as r', (join) =>
			join
				.onRef('r.delegation_id', '=', 'd.id')
				.on('r.state', '=', 'accepted')
				.on('d.status', '<>', 'withdrawn_for_safety')
		)
		.select(['d.id', 'd.country', 'd.status', 'r.area'])
		.where(
			'roundId' in of
				? sql<boolean>`d.round_id = ${of.roundId}::uuid`
				: sql<boolean>`d.id = any (${[...of.ids]}::uuid[])`
		)
		.orderBy(sql`d.country collate "C", d.name collate "C", d.id, r.area collate "C"`)
		.execute();
	return [...Map.groupBy(rows, ({ id }) => id).values()].map((own) => ({
		...{ id: own[0]!.id, country: own[0]!.country, status: own[0]!.status },
		accepted: new Set(own.flatMap(({ area }) => area ?? []))
	}));
}

/** The accepted public answers of delegations. */
export async function listLiveAnswers(
	trx: Trx,
	delegations: readonly Pick<LiveDelegation, 'id'>[]
): Promise<LiveAnswer[]> {
	const rows = await trx
		.selectFrom('submitted_answers as a')
		.innerJoin('responses as r', 'r.id', 'a.response_id')
		.innerJoin('delegations as d', 'd.id', 'a.delegation_id')
		.select(['a.delegation_id as delegationId', 'd.country', 'a.question as key'])
		.select(['a.status', 'a.value'])
		.where(sql<boolean>`a.delegation_id = any (${delegations.map(({ id }) => id)}::uuid[])`)
		.where('d.status', '<>', 'withdrawn_for_safety')
		.where('r.state', '=', 'accepted')
		.where('a.is_latest', '=', true)
		.where('a.is_accepted', '=', true)
		.where('a.exposure', '=', 'public')
		.where('a.status', '<>', 'empty')
		.orderBy(sql`d.country collate "C", d.name collate "C", d.id, a.question collate "C"`)
		.execute();
	return rows.map((row) => ({ ...row, question: readAnswerKey(row.key)?.name ?? row.key }));
}
