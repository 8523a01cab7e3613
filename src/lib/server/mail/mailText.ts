import { m } from '#lib/paraglide/messages.js';
import { baseLocale, isLocale } from '#lib/paraglide/runtime.js';
import type { InvitationRole } from '#lib/terms.ts';

export const MAIL_KINDS = [
	'invitation',
	'query_opened',
	'query_reply',
	'area_submitted',
	'area_returned',
	'area_accepted',
	'questionnaire_changed'
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** All a mail may hold: names and a link, never the words of an answer or a query (rule R16). */
export interface MailFacts {
	/** Whole address. */
	link: string;
	study?: string;
	/** Title of the issue area, in the reader's language. */
	area?: string;
	role?: InvitationRole;
}

type Options = { locale: 'en' | 'id' };

/** Takes a kind of mail and the reader's language; gives the mail's words as plain text. */
export function mailText(
	kind: MailKind,
	language: string,
	facts: MailFacts
): { subject: string; body: string } {
	const options: Options = { locale: isLocale(language) ? language : baseLocale };
	// A name someone typed stays within its line, so that it cannot pose as a line of ours.
	const study = oneLine(facts.study ?? m.app_name({}, options));
	const { subject, what, why } = words(kind, study, oneLine(facts.area ?? ''), facts, options);
	const body = [
		m.mail_greeting({}, options),
		what,
		facts.link,
		...(kind === 'invitation' ? [m.mail_invitation_note({}, options)] : []),
		`${m.mail_signature({}, options)}\n${why}`
	].join('\n\n');
	return { subject, body };
}

function words(kind: MailKind, study: string, area: string, facts: MailFacts, options: Options) {
	const named = { study, area };
	const toDelegation = m.mail_why_delegation({ study }, options);
	const toCoordinator = m.mail_why_coordinator({ study }, options);
	switch (kind) {
		case 'invitation':
			return { ...invitationWords(facts, study, options), why: m.mail_why_invitation({}, options) };
		case 'query_opened':
			return {
				subject: m.mail_query_opened_subject(named, options),
				what: m.mail_query_opened(named, options),
				why: toDelegation
			};
		case 'query_reply':
			return {
				subject: m.mail_query_reply_subject(named, options),
				what: m.mail_query_reply(named, options),
				why: toCoordinator
			};
		case 'area_submitted':
			return {
				subject: m.mail_area_submitted_subject(named, options),
				what: m.mail_area_submitted(named, options),
				why: toCoordinator
			};
		case 'area_returned':
			return {
				subject: m.mail_area_returned_subject(named, options),
				what: m.mail_area_returned(named, options),
				why: toDelegation
			};
		case 'area_accepted':
			return {
				subject: m.mail_area_accepted_subject(named, options),
				what: m.mail_area_accepted(named, options),
				why: toDelegation
			};
		case 'questionnaire_changed':
			return {
				subject: m.mail_questionnaire_changed_subject({ study }, options),
				what: m.mail_questionnaire_changed({ study }, options),
				why: toDelegation
			};
	}
}

function invitationWords(facts: MailFacts, study: string, options: Options) {
	if (!facts.study)
		return {
			subject: m.mail_invitation_instance_subject({}, options),
			what: m.mail_invitation_instance({}, options)
		};
	const answers = facts.role === 'focal_point' || facts.role === 'representative';
	return {
		subject: m.mail_invitation_subject({ study }, options),
		what: answers
			? m.mail_invitation_delegation({ study }, options)
			: m.mail_invitation_member({ study }, options)
	};
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}
