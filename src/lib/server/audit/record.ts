import type { Actor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';

/** Everything that leaves a mark (rule R13), named noun.verb. */
export const AUDIT_ACTIONS = [
	'account.create',
	'account.disable',
	'account.enable',
	'account.sign_in',
	'account.sign_in_refused',
	'account.sign_out_everywhere',
	'account.password_change',
	'account.password_reset',
	'account.second_factor_on',
	'account.second_factor_off',
	'account.profile_change',
	'outbox.read',
	'account.reset',
	'invitation.create',
	'invitation.accept',
	'invitation.revoke',
	'study.create',
	'member.remove',
	'round.create',
	'round.change',
	'round.close',
	'round.open',
	'round.move',
	'questionnaire.draft_create',
	'questionnaire.draft_change',
	'questionnaire.draft_discard',
	'questionnaire.publish',
	'questionnaire.download',
	'delegation.create',
	'delegation.status',
	'colleague.remove',
	'answer.save',
	'answer.restore',
	'conflict.resolve',
	'handout.give',
	'handout.revoke',
	'handout.link',
	'handout.link_open',
	'handout.link_revoke',
	'proposal.make',
	'proposal.accept',
	'proposal.merge',
	'proposal.decline',
	'proposal.withdraw',
	'comment.write',
	'comment.remove',
	'paper.make',
	'paper.import',
	'carry.mark',
	'device.key',
	'evidence.add',
	'evidence.remove',
	'evidence.download',
	'response.submit',
	'response.mark_ready',
	'response.read',
	'response.accept',
	'response.return',
	'response.reopen',
	'query.open',
	'query.assign',
	'query.reply',
	'query.send_back',
	'query.close',
	'dataset.make',
	'dataset.download',
	'group.create',
	'group.change',
	'group.people',
	'group.guide',
	'group.print',
	'participant.add',
	'participant.change',
	'participant.remove',
	'participant.link',
	'participant.link_revoke',
	'participant.erase',
	'identity.write',
	'identity.read',
	'identity.give',
	'identity.rotate',
	'consent.form',
	'consent.record',
	'consent.give',
	'consent.withdraw',
	'turn.save',
	'turn.remove',
	'turn.amend',
	'turn.check',
	'turn.relate',
	'transcript.import',
	'transcript.remove',
	'replacements.read',
	'recording.add',
	'recording.remove',
	'recording.play',
	'statement.write',
	'statement.vote',
	'codebook.change',
	'codebook.freeze',
	'coding.add',
	'coding.remove',
	'coding.auto',
	'comparison.create',
	'comparison.finish',
	'comparison.decide',
	'comparison.settle',
	'memo.write',
	'quote.download',
	'qda.export',
	'qda.import',
	'study.cell_size'
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditSubject {
	studyId?: string | null;
	roundId?: string | null;
	delegationId?: string | null;
	subjectId?: string | null;
	/** Counts, names of questions and states; never the words of an answer. */
	detail?: Record<string, unknown>;
	reason?: string | null;
}

/** Writes one entry in the caller's transaction: it stands if and only if the change does. */
export async function recordAudit(
	trx: Trx,
	actor: Actor | null,
	action: AuditAction,
	subject: AuditSubject = {}
): Promise<void> {
	await trx
		.insertInto('audit_entries')
		.values({
			actor_id: actor?.accountId ?? null,
			study_id: subject.studyId ?? null,
			round_id: subject.roundId ?? null,
			delegation_id: subject.delegationId ?? null,
			action,
			subject_id: subject.subjectId ?? null,
			detail: json(subject.detail ?? {}) as never,
			reason: subject.reason ?? null
		})
		.execute();
}
