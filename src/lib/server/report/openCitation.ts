import { sql } from 'kysely';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import type { Question } from '#lib/xlsform/definition.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { listQuotes } from '../focusgroups/quotes.ts';
import type { CitationRow, SourceRoom } from './sources/sourceRoom.ts';
import { type CitedSource, citedSource, openSources, readStandings } from './citedSources.ts';
import { passageIn } from './citations.ts';
import { type Report, openReport } from './reports.ts';
import type { RoundHead } from '../studies/queries.ts';
import type { Definition } from '#lib/xlsform/definition.ts';

type Said = Pick<AnswerContent, 'status' | 'value' | 'reason'>;

/** A citation with its source as it was and as it is. */
export interface OpenCitation {
	round: RoundHead;
	report: Report;
	definition: Definition;
	cited: CitedSource;
	/** Whether a passage of it is cited, not all. */
	isPassage: boolean;
	madeAt: Date;
	madeBy: string | null;
	/** Of an answer: what was handed in when it was cited, and what stands accepted and public now. */
	answer: { question: Question | null; then: Said | null; now: Said | null } | null;
	/** Where the label stands: blocks that cite it. */
	usedIn: { chapterId: string; chapter: string; blockId: string }[];
}

async function findCitation(trx: Trx, roundId: string, label: string) {
	const row = await trx
		.selectFrom('citations')
		.selectAll()
		.where('round_id', '=', roundId)
		.where('label', '=', label)
		.executeTakeFirst();
	if (!row) throw notFound();
	return row;
}

/**
 * Opens a citation. An answer is shown as it was cited, unless its delegation has closed it since;
 * a quote only as it may be quoted now.
 * @throws Problem not_found
 */
export async function getCitation(
	ctx: Context,
	at: { roundId: string; label: string }
): Promise<OpenCitation> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, report } = await openReport(trx, at.roundId, 'report.read');
		const room = (await openSources(trx, round.id))!;
		const row = await findCitation(trx, round.id, at.label);
		const cited = citedSource(row, (await readStandings(room, [row])).get(row.id));
		const maker = await trx
			.selectFrom('accounts')
			.select('name')
			.where('id', '=', row.made_by)
			.executeTakeFirst();
		const asked = findAskedQuestion(room.definition, row.question ?? '');
		return {
			...{ round, report, definition: room.definition, cited, isPassage: row.starts !== null },
			...{ madeAt: row.made_at, madeBy: maker?.name ?? null },
			answer:
				row.kind === 'answer'
					? { question: asked?.question ?? null, ...(await readAnswer(trx, row)) }
					: null,
			usedIn: await listUses(trx, round.id, row.label)
		};
	});
}

async function readAnswer(
	trx: Trx,
	row: { id: string; response_id: string | null; question: string | null }
): Promise<{ then: Said | null; now: Said | null }> {
	const then =
		await sql<Said>`select status, value, reason from answer_as_cited(${row.id}::uuid)`.execute(
			trx
		);
	const now = await trx
		.selectFrom('submitted_answers as a')
		.innerJoin('responses as r', 'r.id', 'a.response_id')
		.select(['a.status', 'a.value', 'a.reason'])
		.where('a.response_id', '=', row.response_id)
		.where('a.question', '=', row.question)
		.where('a.is_latest', '=', true)
		.where('a.is_accepted', '=', true)
		.where('a.exposure', '=', 'public')
		.where('r.state', '=', 'accepted')
		.executeTakeFirst();
	return { then: then.rows[0] ?? null, now: now ?? null };
}

async function listUses(trx: Trx, roundId: string, label: string) {
	return await trx
		.selectFrom('blocks as b')
		.innerJoin('chapters as c', 'c.id', 'b.chapter_id')
		.select(['c.id as chapterId', 'c.title as chapter', 'b.id as blockId'])
		.where('b.round_id', '=', roundId)
		.where('b.removed_at', 'is', null)
		.where('c.removed_at', 'is', null)
		.where(sql<boolean>`strpos(b.body, ${`[@${label}]`}) > 0`)
		.orderBy('c.position')
		.orderBy('b.position')
		.execute();
}

/**
 * Somebody looked at a source that has changed and says that the sentences still stand: its hash is
 * taken over. `hash` is that of what they saw. A passage of words that were amended is named again
 * (`passage`), or all of them are cited from now on. Twice is once.
 * @throws Problem not_found; text_changed where it is another one by now; not_citable where it is gone
 */
export async function lookAgain(
	ctx: Context,
	input: { roundId: string; label: string; hash: string; passage?: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round } = await openReport(trx, input.roundId, 'report.write', true);
		const room = (await openSources(trx, round.id))!;
		const row = await findCitation(trx, round.id, input.label);
		const standing = (await readStandings(room, [row])).get(row.id);
		if (!standing) throw new Problem('not_citable');
		if (standing.hash === row.source_hash) return;
		if (standing.hash !== input.hash) throw new Problem('text_changed');
		const isPassage = row.turn_id !== null && row.starts !== null;
		const place = isPassage ? await placeIn(room, row, input.passage) : {};
		await trx
			.updateTable('citations')
			.set({ source_hash: standing.hash, ...place })
			.where('id', '=', row.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'citation.look', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: row.id,
			detail: { label: row.label, kind: row.kind }
		});
	});
}

/** Where a passage stands in the words of a turn it was taken from, as they are now. */
async function placeIn(room: SourceRoom, row: CitationRow, passage: string | undefined) {
	const quote = (await listQuotes(room.trx, room.round.id)).find(({ id }) => id === row.turn_id);
	const field = row.field === 'translation' ? 'translation' : 'body';
	const { starts, ends } = passageIn([[field, quote?.[field]]], passage);
	return { starts, ends };
}
