import { randomUUID } from 'node:crypto';
import { normaliseEmail } from '../accounts/accounts.ts';
import { hashToken, newToken } from '../accounts/tokens.ts';
import { authorize, listActorRoles } from '../access/authorize.ts';
import { type Verb, mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { InvitationRole } from '#lib/terms.ts';
import { invitationText } from '../mail/invitationText.ts';
import { publicLink } from '../mail/publicLink.ts';
import { queueMail } from '../mail/queueMail.ts';
import { Problem, notFound } from '../problem.ts';
import { listInvitations } from './invitationQueries.ts';

const HOURS_OPEN = 72;

export interface InvitationInput {
	/** Of the study; not needed with a delegation, absent for roles on the instance. */
	studyId?: string;
	delegationId?: string;
	email: string;
	role: InvitationRole;
	/** A representative who proposes answers and writes none. */
	proposesOnly?: boolean;
	/** In which the mail is written. */
	language: string;
}

/**
 * Invites a person by mail to a study, a delegation or the instance. The link opens for 72
 * hours, once; it is given here and nowhere again, for only its hash is stored.
 * @throws Problem not_found where the actor may not invite to this
 */
export async function invite(
	ctx: Context,
	input: InvitationInput
): Promise<{ link: string; expiresAt: Date }> {
	const token = newToken();
	const email = normaliseEmail(input.email);
	const link = publicLink(ctx.config, `/invitation/${token}`);
	const now = ctx.now();
	const expiresAt = new Date(now.getTime() + HOURS_OPEN * 3_600_000);
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const place = await findPlace(trx, input);
		await authorizeInviting(trx, input.role, place);
		const id = randomUUID();
		await trx
			.insertInto('invitations')
			.values({
				id,
				token_hash: hashToken(token),
				email,
				study_id: place.studyId,
				delegation_id: place.delegationId,
				role: input.role,
				proposes_only: input.proposesOnly ?? false,
				language: input.language,
				invited_by: ctx.actor.accountId,
				created_at: now,
				expires_at: expiresAt
			})
			.execute();
		await recordAudit(trx, ctx.actor, 'invitation.create', {
			studyId: place.studyId,
			roundId: place.roundId,
			delegationId: place.delegationId,
			subjectId: id,
			detail: { role: input.proposesOnly ? 'helper' : input.role }
		});
		await queueMail(trx, {
			recipient: email,
			...invitationText(input.language, { link, study: place.study, role: input.role })
		});
	});
	ctx.wake('mail');
	return { link, expiresAt };
}

interface Place {
	studyId: string | null;
	roundId: string | null;
	delegationId: string | null;
	study: string | undefined;
}

/** Any one of these verbs lets the actor invite to the role, and take the invitation back. */
function invitingVerbs(role: InvitationRole): Verb[] {
	if (role === 'representative') return ['delegation.invite', 'colleague.invite'];
	if (role === 'focal_point') return ['delegation.invite'];
	if (role === 'administrator' || role === 'study_creator') return ['instance.administer'];
	return ['member.invite'];
}

async function authorizeInviting(
	trx: Trx,
	role: InvitationRole,
	scope: { studyId: string | null; delegationId: string | null }
): Promise<void> {
	const held = await listActorRoles(trx, scope);
	if (!invitingVerbs(role).some((verb) => mayDo(verb, held))) throw notFound();
}

/** Where the invitation leads; the study of a delegation is looked up, never taken from a form. */
async function findPlace(trx: Trx, input: InvitationInput): Promise<Place> {
	const nowhere = { studyId: null, roundId: null, delegationId: null, study: undefined };
	if (input.role === 'administrator' || input.role === 'study_creator') return nowhere;
	if (input.role !== 'focal_point' && input.role !== 'representative') {
		const study = await trx
			.selectFrom('studies')
			.select(['id', 'name'])
			.where('id', '=', input.studyId ?? null)
			.executeTakeFirst();
		if (!study) throw notFound();
		return { ...nowhere, studyId: study.id, study: study.name };
	}
	const delegation = await trx
		.selectFrom('delegations as d')
		.innerJoin('studies as s', 's.id', 'd.study_id')
		.select(['d.id as delegationId', 'd.study_id as studyId', 'd.round_id as roundId'])
		.select('s.name as study')
		.where('d.id', '=', input.delegationId ?? null)
		.$if(input.studyId !== undefined, (from) => from.where('d.study_id', '=', input.studyId!))
		.executeTakeFirst();
	if (!delegation) throw notFound();
	return delegation;
}

/**
 * Makes a pending invitation's link stop working.
 * @throws Problem wrong_state once it was accepted or revoked
 */
export async function revokeInvitation(ctx: Context, invitationId: string): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const invitation = await trx
			.selectFrom('invitations')
			.select(['study_id', 'delegation_id', 'role', 'accepted_at', 'revoked_at'])
			.where('id', '=', invitationId)
			.forUpdate()
			.executeTakeFirst();
		if (!invitation) throw notFound();
		const scope = { studyId: invitation.study_id, delegationId: invitation.delegation_id };
		await authorizeInviting(trx, invitation.role, scope);
		if (invitation.accepted_at || invitation.revoked_at) throw new Problem('wrong_state');
		await trx
			.updateTable('invitations')
			.set({ revoked_at: ctx.now() })
			.where('id', '=', invitationId)
			.execute();
		await recordAudit(trx, ctx.actor, 'invitation.revoke', {
			...scope,
			subjectId: invitationId,
			detail: { role: invitation.role }
		});
	});
}

/** Who was invited to the instance itself, for administrators. */
export function listInstanceInvitations(ctx: Context) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'instance.administer', {});
		return listInvitations(trx, null, ctx.now());
	});
}
