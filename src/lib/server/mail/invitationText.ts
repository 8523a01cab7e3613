import { m } from '#lib/paraglide/messages.js';
import { baseLocale, isLocale } from '#lib/paraglide/runtime.js';
import type { InvitationRole } from '#lib/terms.ts';

/** All an invitation may hold: names and a link (rule R16). */
export interface InvitationFacts {
	/** Whole address. */
	link: string;
	/** null or absent: to the instance. */
	study?: string;
	role?: InvitationRole;
}

type Options = { locale: 'en' | 'id' };

/** Takes an invitation and the reader's language; gives the mail's words as plain text. */
export function invitationText(
	language: string,
	facts: InvitationFacts
): { subject: string; body: string } {
	const options: Options = { locale: isLocale(language) ? language : baseLocale };
	const { subject, what } = words(facts, options);
	const body = [
		m.mail_greeting({}, options),
		what,
		facts.link,
		m.mail_invitation_note({}, options),
		`${m.mail_signature({}, options)}\n${m.mail_why_invitation({}, options)}`
	].join('\n\n');
	return { subject, body };
}

function words(facts: InvitationFacts, options: Options) {
	if (!facts.study)
		return {
			subject: m.mail_invitation_instance_subject({}, options),
			what: m.mail_invitation_instance({}, options)
		};
	// A name someone typed stays within its line, so that it cannot pose as a line of ours.
	const study = facts.study.replaceAll(/\s+/g, ' ').trim();
	const answers = facts.role === 'focal_point' || facts.role === 'representative';
	return {
		subject: m.mail_invitation_subject({ study }, options),
		what: answers
			? m.mail_invitation_delegation({ study }, options)
			: m.mail_invitation_member({ study }, options)
	};
}
