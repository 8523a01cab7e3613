import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { asActor } from '../database/asActor.ts';
import type { Context } from '../context.ts';

/** What the actor proposed for an answer last. */
export interface OwnProposal {
	content: AnswerContent;
	/** Revision of the official answer that was shown with it. */
	basedOn: number;
	isOpen: boolean;
	/** null where it was not declined. */
	declineReason: string | null;
}

/** The actor's last proposal for an answer; undefined where there is none or it was withdrawn. */
export async function findOwnProposal(
	ctx: Context,
	responseId: string,
	question: string
): Promise<OwnProposal | undefined> {
	const row = await asActor(ctx.db, ctx.actor, (trx) =>
		trx
			.selectFrom('proposals')
			.select(['status', 'value', 'reason', 'exposure', 'state'])
			.select(['based_on as basedOn', 'decline_reason as declineReason'])
			.where('response_id', '=', responseId)
			.where('question', '=', question)
			.where('author_id', '=', ctx.actor.accountId)
			.where('state', '<>', 'replaced')
			.orderBy('made_at', 'desc')
			.orderBy('id')
			.executeTakeFirst()
	);
	if (!row || row.state === 'withdrawn') return undefined;
	const { status, value, reason, exposure, basedOn, declineReason } = row;
	const content = { status, value, reason, exposure };
	return { content, basedOn, isOpen: row.state === 'open', declineReason };
}
