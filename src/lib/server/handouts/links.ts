import { randomUUID } from 'node:crypto';
import { hashToken, newToken } from '../accounts/tokens.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { publicLink } from '../mail/publicLink.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';
import { type Part, auditScope, placeParts } from './handouts.ts';

const DAY = 86_400_000;

/** Where a link stands: `made` until it is opened, `open` while somebody uses it. */
export type LinkState = 'made' | 'open' | 'finished' | 'expired' | 'revoked';

export interface ListedLink {
	id: string;
	label: string;
	state: LinkState;
	madeAt: Date;
	expiresAt: Date;
	openedAt: Date | null;
	lastUsedAt: Date | null;
	/** Proposals sent by it, earlier versions not counted. */
	proposals: number;
}

/**
 * Makes a link that opens once, on one phone, for those areas and questions only. The link is
 * given here and nowhere again. The same id again, before it was opened, gives the same link a
 * new address: whoever sent the form twice holds the one that works.
 * @throws Problem not_found, nothing_chosen, wrong_state once it was opened, and what
 * requireWritable says
 */
export async function makeHelperLink(
	ctx: Context,
	input: { id: string; delegationId: string; label: string; days: number; parts: Part[] }
): Promise<{ link: string; expiresAt: Date; label: string }> {
	const { id, delegationId, label } = input;
	const token = newToken();
	const expiresAt = new Date(ctx.now().getTime() + input.days * DAY);
	const link = publicLink(ctx.config, `/help/${token}`);
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'handout.link', { delegationId });
		const delegation = await getOwnDelegation(trx, delegationId);
		const definition = await getDefinition(trx, delegation.versionId);
		const parts = await placeParts(trx, { delegationId, definition }, input.parts);
		if (await renewed(trx, { id, delegationId, token })) return;
		await trx
			.insertInto('helper_links')
			.values({
				id,
				delegation_id: delegationId,
				label,
				token_hash: hashToken(token),
				made_by: ctx.actor.accountId,
				expires_at: expiresAt
			})
			.execute();
		for (const { area, question, responseId } of parts)
			await trx
				.insertInto('handouts')
				.values({
					id: randomUUID(),
					delegation_id: delegationId,
					response_id: responseId,
					area,
					question,
					link_id: id,
					given_by: ctx.actor.accountId
				})
				.execute();
		await recordAudit(trx, ctx.actor, 'handout.link', {
			...auditScope(delegation),
			subjectId: id,
			detail: { parts: parts.length, days: input.days }
		});
	});
	return { link, expiresAt, label };
}

/** Whether there is a link with this id that nobody has opened; it has the new token then. */
async function renewed(
	trx: Trx,
	{ id, delegationId, token }: { id: string; delegationId: string; token: string }
): Promise<boolean> {
	const found = await trx
		.selectFrom('helper_links')
		.select(['opened_at', 'revoked_at'])
		.where('id', '=', id)
		.where('delegation_id', '=', delegationId)
		.forUpdate()
		.executeTakeFirst();
	if (!found) return false;
	if (found.opened_at || found.revoked_at) throw new Problem('wrong_state');
	await trx
		.updateTable('helper_links')
		.set({ token_hash: hashToken(token) })
		.where('id', '=', id)
		.execute();
	return true;
}

/** Ends a link and whatever was begun by it, at once; again, nothing happens. */
export async function revokeHelperLink(
	ctx: Context,
	input: { delegationId: string; linkId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'handout.link', { delegationId: input.delegationId });
		const delegation = await getOwnDelegation(trx, input.delegationId);
		const link = await trx
			.selectFrom('helper_links')
			.select(['id', 'revoked_at'])
			.where('id', '=', input.linkId)
			.where('delegation_id', '=', input.delegationId)
			.forUpdate()
			.executeTakeFirst();
		if (!link) throw notFound();
		if (link.revoked_at) return;
		await trx
			.updateTable('helper_links')
			.set({ revoked_at: ctx.now() })
			.where('id', '=', link.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'handout.link_revoke', {
			...auditScope(delegation),
			subjectId: link.id
		});
	});
}

/** The links of a delegation, newest first. */
export async function listHelperLinks(
	trx: Trx,
	delegationId: string,
	now: Date
): Promise<ListedLink[]> {
	const rows = await trx
		.selectFrom('helper_links as l')
		.select((eb) => [
			'l.id',
			'l.label',
			'l.made_at as madeAt',
			'l.expires_at as expiresAt',
			'l.opened_at as openedAt',
			'l.last_used_at as lastUsedAt',
			'l.finished_at as finishedAt',
			'l.revoked_at as revokedAt',
			eb
				.selectFrom('proposals as p')
				.select((p) => p.fn.countAll<number>().as('count'))
				.whereRef('p.link_id', '=', 'l.id')
				.where('p.state', '<>', 'replaced')
				.as('proposals')
		])
		.where('l.delegation_id', '=', delegationId)
		.orderBy('l.made_at', 'desc')
		.orderBy('l.id')
		.limit(200)
		.execute();
	return rows.map(({ finishedAt, revokedAt, proposals, ...row }) => ({
		...row,
		proposals: Number(proposals ?? 0),
		state: revokedAt
			? 'revoked'
			: finishedAt
				? 'finished'
				: row.expiresAt <= now
					? 'expired'
					: row.openedAt
						? 'open'
						: 'made'
	}));
}
