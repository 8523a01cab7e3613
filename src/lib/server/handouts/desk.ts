import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Area, Definition, Question, Text } from '#lib/xlsform/definition.ts';
import type { ProposalState, ResponseState } from '#lib/terms.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { mergeAnswerText } from '#lib/xlsform/mergeText.ts';
import { mayDo } from '../access/verbs.ts';
import { listActorRoles } from '../access/authorize.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { answersOf } from '../responses/answer.ts';
import { lookAt } from '../responses/look.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';
import { type StoredAnswer, findRevision, listAnswers } from '../responses/queries.ts';
import { emptyContent } from '../responses/saving.ts';

/** A proposal as the desk shows it. */
export interface DeskProposal {
	id: string;
	/** The author's name, or the label of the link it came by. */
	who: string;
	isMine: boolean;
	isByLink: boolean;
	madeAt: Date;
	state: ProposalState;
	content: AnswerContent;
	/** Both texts joined, to be edited; null where there is nothing to join. */
	joined: { text: string; isConflict: boolean } | null;
	/** Whether the official answer is another than the one its author saw. */
	isOutdated: boolean;
	decidedAt: Date | null;
	decidedBy: string | null;
	declineReason: string | null;
}

/** One answer with what is proposed for it, in the questionnaire's order. */
export interface DeskQuestion {
	key: string;
	/** null where the questionnaire asks it no more. */
	question: Question | null;
	/** What other answers put into its words; undefined where nothing. */
	label: string | undefined;
	official: (AnswerContent & { revision: number }) | null;
	proposals: DeskProposal[];
}

export interface DeskArea {
	area: string;
	number: number;
	title: Text;
	state: ResponseState;
	questions: DeskQuestion[];
}

const MOST_SETTLED = 50;

/**
 * What is proposed in a delegation and waits, and what was settled last: all of it for those
 * who write answers, for others what they proposed themselves.
 * @throws Problem not_found
 */
export async function getProposalDesk(ctx: Context, delegationId: string, language: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		const definition = await getDefinition(trx, delegation.versionId);
		const roles = await listActorRoles(trx, { delegationId });
		const stored = await listAnswers(trx, { delegationId });
		const look = lookAt(definition, answersOf(stored), {
			now: ctx.now(),
			seed: delegationId,
			language
		});
		const at = { ctx, trx, definition, stored, delegationId };
		const open = await listProposals(at, 'open');
		const settled = await listProposals(at, 'settled');
		const place = (rows: Row[]) =>
			placeProposals(at, rows, (area) => look.see(area).questions ?? {});
		return {
			delegation,
			definition,
			maySettle: mayDo('proposal.settle', roles),
			open: await place(open),
			settled: await place(settled)
		};
	});
}

interface At {
	ctx: Context;
	trx: Trx;
	definition: Definition;
	stored: StoredAnswer[];
	delegationId: string;
}

async function listProposals({ trx, ctx, delegationId }: At, which: 'open' | 'settled') {
	const isOpen = which === 'open';
	const rows = await trx
		.selectFrom('proposals as p')
		.innerJoin('responses as r', 'r.id', 'p.response_id')
		.leftJoin('accounts as a', 'a.id', 'p.author_id')
		.leftJoin('helper_links as l', 'l.id', 'p.link_id')
		.leftJoin('accounts as d', 'd.id', 'p.decided_by')
		.select(['p.id', 'p.question', 'p.based_on as basedOn', 'p.made_at as madeAt', 'p.state'])
		.select(['p.status', 'p.value', 'p.reason', 'p.exposure', 'p.author_id as authorId'])
		.select(['p.decided_at as decidedAt', 'p.decline_reason as declineReason'])
		.select(['r.area', 'r.state as responseState', 'a.name', 'l.label', 'd.name as decidedBy'])
		.where('p.delegation_id', '=', delegationId)
		.$call((from) =>
			isOpen
				? from.where('p.state', '=', 'open').orderBy('p.made_at')
				: from
						.where('p.state', 'in', ['accepted', 'merged', 'declined', 'withdrawn'])
						.orderBy('p.decided_at', 'desc')
						.limit(MOST_SETTLED)
		)
		.execute();
	return rows.map((row) => ({ ...row, isMine: row.authorId === ctx.actor.accountId }));
}
type Row = Awaited<ReturnType<typeof listProposals>>[number];

/** Proposals under their questions and areas. */
async function placeProposals(
	at: At,
	rows: Row[],
	see: (area: Area) => Record<string, { label?: string }>
): Promise<DeskArea[]> {
	const areas: DeskArea[] = [];
	for (const area of at.definition.areas) {
		const here = rows.filter((row) => row.area === area.name);
		if (here.length === 0) continue;
		const labels = see(area);
		const order = Object.keys(labels);
		const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
		const keys = [...new Set(here.map(({ question }) => question))].sort(
			(left, right) => place(left) - place(right)
		);
		const questions: DeskQuestion[] = [];
		for (const key of keys) {
			const official = at.stored.find((one) => one.question === key && one.area === area.name);
			const question = findAskedQuestion(at.definition, key)?.question ?? null;
			const mine = here.filter((row) => row.question === key);
			questions.push({
				key,
				question,
				label: labels[key]?.label,
				official: official ?? null,
				proposals: await Promise.all(mine.map((row) => asShown(at, row, question, official)))
			});
		}
		const { name, number, title } = area;
		areas.push({ area: name, number, title, state: here[0]!.responseState, questions });
	}
	return areas;
}

async function asShown(
	{ trx }: At,
	row: Row,
	question: Question | null,
	official: StoredAnswer | undefined
): Promise<DeskProposal> {
	const { id, madeAt, state, decidedAt, decidedBy, declineReason, isMine } = row;
	const { status, value, reason, exposure } = row;
	const content = { status, value, reason, exposure };
	const isOpen = state === 'open';
	return {
		id,
		who: row.name ?? row.label ?? '',
		isMine,
		isByLink: row.authorId === null,
		madeAt,
		state,
		content,
		joined: isOpen && question ? await join(trx, row, question, official) : null,
		isOutdated: isOpen && row.basedOn > 0 && row.basedOn !== (official?.revision ?? 0),
		decidedAt,
		decidedBy,
		declineReason
	};
}

const textOf = (content: Pick<AnswerContent, 'value'> | undefined) =>
	typeof content?.value === 'string' ? content.value : '';

/**
 * The official text and the proposed one as one text, by what each changed since the author
 * saw it; one under the other where they touch the same words.
 */
async function join(
	trx: Trx,
	row: Row,
	question: Question,
	official: StoredAnswer | undefined
): Promise<DeskProposal['joined']> {
	const isText = question.type === 'text' || question.type === 'long_text';
	const [mine, theirs] = [textOf(row), textOf(official)];
	if (!isText || !official || mine === '' || theirs === '' || mine === theirs) return null;
	const seen = row.basedOn > 0 ? await findRevision(trx, official.id, row.basedOn) : undefined;
	const base = textOf(seen ?? emptyContent(question.exposure));
	const merge = mergeAnswerText(base, mine, theirs);
	const both = question.type === 'text' ? `${theirs} ${mine}` : `${theirs}\n\n${mine}`;
	return merge.conflict
		? { text: both, isConflict: true }
		: { text: merge.merged, isConflict: false };
}
