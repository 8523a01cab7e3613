import { sql } from 'kysely';
import { v5 as uuidOf } from 'uuid';
import { hashToken, newToken } from '../accounts/tokens.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { publicLink } from '../mail/publicLink.ts';
import { Problem, notFound } from '../problem.ts';
import { getGroup } from './queries.ts';
import { type ParticipantPlace, aboutParticipant, lockParticipant } from './getParticipant.ts';

const DAY = 86_400_000;
/** The most days a link may work. */
export const MOST_DAYS = 90;

/** Where a link stands: `made` until somebody opens it, `open` from then on. */
export type LinkState = 'made' | 'open' | 'expired' | 'revoked';

export interface ListedLink {
	id: string;
	state: LinkState;
	madeAt: Date;
	expiresAt: Date;
	openedAt: Date | null;
	lastUsedAt: Date | null;
}

/** A link as it is shown once; only the hash of its token is kept. */
export interface MadeLink {
	participantId: string;
	pseudonym: string;
	/** The language its holder reads, for the words beside it. */
	language: string;
	link: string;
	expiresAt: Date;
}

/**
 * Makes a participant's own way in, without an account, in the place of the one they had. The link
 * is given here and nowhere again. The same id again gives the same link a new address: whoever sent the
 * form twice holds the one that works.
 * @throws Problem wrong_state for somebody whose words were erased, and where that link was
 * switched off since; not_found
 */
export async function makeParticipantLink(
	ctx: Context,
	input: ParticipantPlace & { id: string; days: number }
): Promise<MadeLink> {
	return asActor(ctx.db, ctx.actor, (trx) => makeLink(ctx, trx, input));
}

/** The same inside a transaction, for one link or for those of everybody. */
async function makeLink(
	ctx: Context,
	trx: Trx,
	input: ParticipantPlace & { id: string; days: number }
): Promise<MadeLink> {
	const head = await lockParticipant(trx, input, 'participant.write');
	if (head.erasedAt) throw new Problem('wrong_state');
	const token = newToken();
	const days = Math.min(Math.max(Math.trunc(input.days), 1), MOST_DAYS);
	const expiresAt = new Date(ctx.now().getTime() + days * DAY);
	const known = await trx
		.selectFrom('participant_links')
		.select(['id', 'revoked_at'])
		.where('participant_id', '=', head.id)
		.where('id', '=', input.id)
		.forUpdate()
		.executeTakeFirst();
	if (known?.revoked_at) throw new Problem('wrong_state');
	if (known)
		await trx
			.updateTable('participant_links')
			.set({ token_hash: hashToken(token), expires_at: expiresAt })
			.where('id', '=', known.id)
			.execute();
	else {
		await trx
			.updateTable('participant_links')
			.set({ revoked_at: ctx.now() })
			.where('participant_id', '=', head.id)
			.where('revoked_at', 'is', null)
			.execute();
		await trx
			.insertInto('participant_links')
			.values({
				id: input.id,
				participant_id: head.id,
				group_id: head.groupId,
				study_id: head.studyId,
				token_hash: hashToken(token),
				made_by: ctx.actor.accountId,
				expires_at: expiresAt
			})
			.execute();
		await recordAudit(trx, ctx.actor, 'participant.link', {
			...aboutParticipant(head),
			detail: { days }
		});
	}
	const link = publicLink(ctx.config, `/part/${token}`);
	const { pseudonym, language } = head;
	return { participantId: head.id, pseudonym, language, link, expiresAt };
}

/**
 * Makes links for a whole meeting at once: for everybody who has none that works, or anew for
 * everybody. Who took everything back gets none. `id` is made by the page, as for one link.
 * @throws Problem not_found
 */
export async function makeLinks(
	ctx: Context,
	input: { roundId: string; groupId: string; id: string; days: number; anew: boolean }
): Promise<MadeLink[]> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { roundId, groupId, id, days, anew } = input;
		await getGroup(trx, groupId, 'participant.write');
		const found = await sql<{ id: string; linkId: string | null }>`select p.id,
				(select l.id from participant_links l where l.participant_id = p.id
					and l.revoked_at is null and l.expires_at > ${ctx.now()}) as "linkId"
			from participants p where p.group_id = ${groupId}::uuid and p.round_id = ${roundId}::uuid
				and p.removed_at is null and p.erased_at is null and p.withdrawn_scope is distinct from 'all'
			order by length(p.pseudonym), p.pseudonym`.execute(trx);
		const made: MadeLink[] = [];
		for (const { id: participantId, linkId } of found.rows) {
			const own = uuidOf(participantId, id);
			// Sent twice, the links of the first time are made over, not left out.
			if (!anew && linkId && linkId !== own) continue;
			if (await isRevoked(trx, own)) continue;
			made.push(await makeLink(ctx, trx, { roundId, groupId, participantId, id: own, days }));
		}
		return made;
	});
}

async function isRevoked(trx: Trx, linkId: string): Promise<boolean> {
	const found = await trx
		.selectFrom('participant_links')
		.select('id')
		.where('id', '=', linkId)
		.where('revoked_at', 'is not', null)
		.executeTakeFirst();
	return found !== undefined;
}

/** Ends a link at once; again, nothing happens. */
export async function revokeParticipantLink(
	ctx: Context,
	input: ParticipantPlace & { linkId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const head = await lockParticipant(trx, input, 'participant.write');
		const link = await trx
			.selectFrom('participant_links')
			.select(['id', 'revoked_at'])
			.where('id', '=', input.linkId)
			.where('participant_id', '=', head.id)
			.executeTakeFirst();
		if (!link) throw notFound();
		if (link.revoked_at) return;
		await trx
			.updateTable('participant_links')
			.set({ revoked_at: ctx.now() })
			.where('id', '=', link.id)
			.execute();
		await recordAudit(trx, ctx.actor, 'participant.link_revoke', aboutParticipant(head));
	});
}

/** The links of a participant, the newest first; at most one of them works. */
export async function listLinks(trx: Trx, participantId: string, now: Date): Promise<ListedLink[]> {
	const rows = await trx
		.selectFrom('participant_links')
		.select(['id', 'made_at as madeAt', 'expires_at as expiresAt', 'opened_at as openedAt'])
		.select(['last_used_at as lastUsedAt', 'revoked_at as revokedAt'])
		.where('participant_id', '=', participantId)
		.orderBy('made_at', 'desc')
		.orderBy('id')
		.limit(50)
		.execute();
	return rows.map(({ revokedAt, ...row }) => ({
		...row,
		state: stateOf({ revokedAt, ...row }, now)
	}));
}

export function stateOf(
	link: { revokedAt: Date | null; expiresAt: Date; openedAt: Date | null },
	now: Date
): LinkState {
	if (link.revokedAt) return 'revoked';
	if (link.expiresAt <= now) return 'expired';
	return link.openedAt ? 'open' : 'made';
}
