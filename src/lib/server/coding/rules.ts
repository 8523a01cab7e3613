import { sql } from 'kysely';
import { type Excerpt, excerpt, findWords } from '#lib/passages/excerpt.ts';
import { answerText, narrativeParts } from '#lib/passages/answerText.ts';
import type { Span } from '#lib/passages/span.ts';
import { type CodedField, SPEAKERS } from '#lib/terms.ts';
import type { Definition, Exposure } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import type { Trx } from '../database/database.ts';
import type { RoundHead } from '../studies/queries.ts';
import { listNarratives } from './narratives.ts';
import { patternOf } from './search.ts';
import type { Place } from './texts.ts';

export const RULE_KINDS = ['block', 'question', 'speaker', 'country', 'kind', 'words'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** What is coded by a rule: all that belongs to a block, a question, a speaker …, or certain words. */
export interface Rule {
	by: RuleKind;
	/** Id of a block or participant, a role, name of a question, code of a country, a kind, or words. */
	value: string;
	/** Turns of one meeting alone; no answers then. */
	groupId?: string;
	/** Where it looks. */
	among: 'all' | 'turns' | 'answers';
}

/** A passage a rule finds. */
export interface Found extends Span {
	place: Place;
	field: CodedField;
	textRevision: number;
	groupId: string | null;
	/** Of an answer. */
	exposure: Exposure | null;
	/** For a preview: the passage itself with the words around it. */
	text: string;
}

export const previewOf = ({ text, start, end }: Found): Excerpt =>
	excerpt(text, { start, end }, 40);

const UUID = /^[0-9a-f-]{36}$/i;

/** All passages of a round a rule finds, as far as the actor reads them. */
export async function findByRule(
	trx: Trx,
	round: RoundHead,
	definition: Definition,
	rule: Rule
): Promise<Found[]> {
	if (rule.value.trim() === '') return [];
	const turns = rule.among === 'answers' ? [] : await findTurns(trx, round.id, rule);
	const answers =
		rule.among === 'turns' || rule.groupId ? [] : await findAnswers(trx, round, definition, rule);
	return [...turns, ...answers];
}

function turnsOf({ by, value }: Rule, roundId: string) {
	const id = UUID.test(value) ? value : null;
	switch (by) {
		case 'block':
			return sql`t.block_id = ${id}::uuid`;
		case 'question':
			return sql`${value} = any (b.questions)`;
		case 'speaker':
			return SPEAKERS.some((role) => role === value)
				? sql`t.speaker = ${value}`
				: sql`t.participant_id = ${id}::uuid`;
		case 'country':
			return sql`p.country = ${value}`;
		case 'kind':
			return sql`p.organisation_kind = ${value}`;
		case 'words':
			return sql`t.id in (select search_turns(${roundId}::uuid,
				lower(normalize(${patternOf(value)}::text))))`;
	}
}

async function findTurns(trx: Trx, roundId: string, rule: Rule): Promise<Found[]> {
	const found = await sql<{
		id: string;
		groupId: string;
		revision: number;
		body: string;
		translation: string | null;
	}>`select t.id, t.group_id as "groupId", t.revision, t.body, t.translation
		from turns t join focus_groups g on g.id = t.group_id
			left join guide_blocks b on b.id = t.block_id
			left join participants p on p.id = t.participant_id
			left join transcripts x on x.id = t.transcript_id
		where t.round_id = ${roundId}::uuid and t.removed_at is null and x.removed_at is null
			${rule.groupId ? sql`and t.group_id::text = ${rule.groupId}` : sql``}
			and ${turnsOf(rule, roundId)}
		order by g.held_on nulls last, g.id, t.transcript_id nulls first, t.ordinal, t.id`.execute(trx);
	return found.rows.flatMap(({ id, groupId, revision, body, translation }) => {
		const of = (field: CodedField, text: string, spans: readonly Span[]) =>
			spans.map((span): Found => ({
				...span,
				place: { turnId: id },
				field,
				textRevision: revision,
				groupId,
				exposure: null,
				text
			}));
		if (rule.by !== 'words')
			return body.trim() === '' ? [] : of('body', body, [{ start: 0, end: body.length }]);
		return [
			...of('body', body, findWords(body, rule.value)),
			...of('translation', translation ?? '', findWords(translation ?? '', rule.value))
		];
	});
}

async function findAnswers(
	trx: Trx,
	round: RoundHead,
	definition: Definition,
	rule: Rule
): Promise<Found[]> {
	if (!['question', 'country', 'words'].includes(rule.by)) return [];
	const narratives = await listNarratives(trx, {
		roundId: round.id,
		definition,
		areas: definition.areas,
		isCoordinator: mayDo('response.review', round.roles)
	});
	return narratives.flatMap((narrative) => {
		const { responseId, question, asked, country, revision, exposure, value } = narrative;
		if (rule.by === 'question' && asked.name !== rule.value) return [];
		if (rule.by === 'country' && country !== rule.value) return [];
		const text = answerText(value);
		const parts = narrativeParts(asked, value);
		const spans =
			rule.by === 'words'
				? parts.flatMap((part) =>
						findWords(text.slice(part.start, part.end), rule.value).map(({ start, end }) => ({
							start: part.start + start,
							end: part.start + end
						}))
					)
				: parts;
		return spans.map(({ start, end }): Found => ({
			start,
			end,
			place: { responseId, question },
			field: 'value',
			textRevision: revision,
			groupId: null,
			exposure,
			text
		}));
	});
}
