import { randomUUID } from 'node:crypto';
import type { CitationKind } from '#lib/report/content.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { listQuotes } from '../focusgroups/quotes.ts';
import { Problem, notFound } from '../problem.ts';
import { newLabel } from './citationLabel.ts';
import { openSources, readStandings } from './citedSources.ts';
import { openReport } from './reports.ts';
import type { CitationRow, SourceRoom } from './sources/sourceRoom.ts';

/** What is to be cited; `passage` are the words of it that are, '' for all of it. */
export type Citable =
	| { kind: 'answer'; responseId: string; question: string; passage?: string }
	| { kind: 'quote'; turnId: string; passage?: string }
	| { kind: 'evidence'; evidenceId: string }
	| { kind: 'data' | 'change'; question: string }
	| { kind: 'treaty'; country: string; instrument: string };

/**
 * Makes a citation and gives its label; what is cited already in the same way keeps the label it
 * has.
 * @throws Problem not_found for those who may not write; not_citable for whatever may not be
 * public now, and for a passage that does not stand there
 */
export async function addCitation(
	ctx: Context,
	input: { roundId: string; what: Citable }
): Promise<string> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { round } = await openReport(trx, input.roundId, 'report.write', true);
		return cite(ctx, trx, round.id, input.what);
	});
}

/** The same inside a transaction that holds the report and has authorised the actor. */
export async function cite(
	ctx: Context,
	trx: Trx,
	roundId: string,
	what: Citable
): Promise<string> {
	const room = await openSources(trx, roundId);
	if (!room) throw notFound();
	const { row, answer } = await rowOf(ctx, room, what);
	const standing = (await readStandings(room, [row])).get(row.id);
	if (!standing) throw new Problem('not_citable');
	const known = await findSame(trx, row);
	if (known) return known;
	const label = await newLabel(trx, room.definition, row, answer);
	await trx
		.insertInto('citations')
		.values({ ...row, label, source_hash: standing.hash })
		.execute();
	await recordAudit(trx, ctx.actor, 'citation.add', {
		studyId: room.round.studyId,
		roundId,
		subjectId: row.id,
		detail: { label, kind: row.kind }
	});
	return label;
}

type Answer = { country: string; version: number } | null;

async function rowOf(
	ctx: Context,
	room: SourceRoom,
	what: Citable
): Promise<{ row: CitationRow; answer: Answer }> {
	const row: CitationRow = {
		...{ id: randomUUID(), round_id: room.round.id, study_id: room.round.studyId },
		...{ label: '', kind: what.kind as CitationKind, response_id: null, question: null },
		...{ submission_id: null, turn_id: null, evidence_id: null, country: null, instrument: null },
		...{ field: null, starts: null, ends: null, source_hash: '' },
		...{ made_by: ctx.actor.accountId, made_at: ctx.now() }
	};
	switch (what.kind) {
		case 'answer': {
			const found = await findAnswer(room, what);
			const { submission_id, response_id, question, country, version } = found;
			const of = { submission_id, response_id, question };
			const passage = passageIn([['value', found.value]], what.passage);
			return { row: { ...row, ...of, ...passage }, answer: { country, version } };
		}
		case 'quote':
			return {
				row: { ...row, turn_id: what.turnId, ...(await quotePassage(room, what)) },
				answer: null
			};
		case 'evidence': {
			const { trx } = room;
			const found = await trx
				.selectFrom('evidence')
				.select(['id', 'response_id', 'question', 'is_accepted'])
				.where('id', '=', what.evidenceId)
				.where('round_id', '=', room.round.id)
				.executeTakeFirst();
			if (!found?.is_accepted) throw new Problem('not_citable');
			const { response_id, question } = found;
			return { row: { ...row, evidence_id: found.id, response_id, question }, answer: null };
		}
		case 'treaty':
			return {
				row: { ...row, country: what.country, instrument: what.instrument },
				answer: null
			};
		default:
			return { row: { ...row, question: what.question }, answer: null };
	}
}

/** The accepted public answer as it stands. @throws Problem not_citable */
async function findAnswer(room: SourceRoom, what: { responseId: string; question: string }) {
	const found = await room.trx
		.selectFrom('submitted_answers as a')
		.innerJoin('responses as r', 'r.id', 'a.response_id')
		.innerJoin('delegations as d', 'd.id', 'r.delegation_id')
		.select(['a.submission_id', 'a.response_id', 'a.question', 'a.value', 'd.country'])
		.select('r.submission as version')
		.where('a.response_id', '=', what.responseId)
		.where('a.question', '=', what.question)
		.where('a.round_id', '=', room.round.id)
		.where('a.is_latest', '=', true)
		.where('a.is_accepted', '=', true)
		.where('a.exposure', '=', 'public')
		.where('a.status', 'not in', ['empty', 'not_safe'])
		.where('r.state', '=', 'accepted')
		.executeTakeFirst();
	if (!found) throw new Problem('not_citable');
	return found;
}

export type Passage = Pick<CitationRow, 'field' | 'starts' | 'ends'>;
type Fields = readonly (readonly [NonNullable<CitationRow['field']>, unknown])[];

/** Where a passage stands in the first of these texts that has it. @throws Problem not_citable */
export function passageIn(fields: Fields, passage: string | undefined): Passage {
	const words = passage?.replace(/\r\n?/g, '\n').normalize('NFC').trim() ?? '';
	if (words === '') return { field: null, starts: null, ends: null };
	for (const [field, text] of fields) {
		const starts = typeof text === 'string' ? text.indexOf(words) : -1;
		if (starts >= 0) return { field, starts, ends: starts + words.length };
	}
	throw new Problem('not_citable');
}

/** The same of a turn, among the words that may be quoted. */
export async function quotePassage(
	room: SourceRoom,
	what: { turnId: string; passage?: string }
): Promise<Passage> {
	const quote = (await listQuotes(room.trx, room.round.id)).find(({ id }) => id === what.turnId);
	if (!quote) throw new Problem('not_citable');
	const fields = [
		['body', quote.body],
		['translation', quote.translation]
	] as const;
	return passageIn(fields, what.passage);
}

/** The label of a citation of the very same thing. */
async function findSame(trx: Trx, row: CitationRow): Promise<string | undefined> {
	const columns = [
		...(['kind', 'response_id', 'question', 'submission_id', 'turn_id', 'evidence_id'] as const),
		...(['country', 'instrument', 'field', 'starts', 'ends'] as const)
	];
	const found = await trx
		.selectFrom('citations')
		.select('label')
		.where('round_id', '=', row.round_id)
		.where((eb) => eb.and(columns.map((column) => eb(column, 'is not distinct from', row[column]))))
		.executeTakeFirst();
	return found?.label;
}
