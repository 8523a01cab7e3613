import { STUDY_ROLES } from '#lib/terms.ts';
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { language, personName } from './account.ts';
import { givenPassword, newPassword } from './password.ts';
import { email } from './signIn.ts';

/** Roles a member of a study can be invited to. */
export const MEMBER_ROLES = STUDY_ROLES;
/** Roles in a delegation. */
export const DELEGATE_ROLES = ['focal_point', 'representative'] as const;
/** What a person can be invited to on the instance itself. */
export const INSTANCE_ROLES = ['study_creator', 'administrator'] as const;

const organisation = v.optional(
	v.pipe(
		v.string(),
		v.trim(),
		v.maxLength(200, () => m.invitation_too_long())
	),
	''
);

const givenLanguage = v.optional(language, 'en');
const id = v.pipe(v.string(), v.uuid());

/** A coordinator invites to the study or to one of its delegations. */
export const inviteToStudySchema = v.pipe(
	v.object({
		email: v.optional(email, ''),
		role: v.picklist([...MEMBER_ROLES, ...DELEGATE_ROLES], () => m.invitation_role_missing()),
		delegation: v.optional(v.union([v.literal(''), id]), ''),
		language: givenLanguage
	}),
	v.forward(
		v.check(
			(input) =>
				input.delegation !== '' || !(DELEGATE_ROLES as readonly string[]).includes(input.role),
			() => m.invitation_delegation_missing()
		),
		['delegation']
	)
);

/** A focal point invites a colleague; the delegation is in the address. */
export const inviteColleagueSchema = v.object({
	email: v.optional(email, ''),
	language: givenLanguage,
	proposesOnly: v.optional(v.boolean(), false)
});

/** An administrator invites to the instance. */
export const inviteToInstanceSchema = v.object({
	email: v.optional(email, ''),
	role: v.picklist(INSTANCE_ROLES, () => m.invitation_role_missing()),
	language: givenLanguage
});

export const revokeInvitationSchema = v.object({ invitation: id });

/** Accepting without an account yet. */
export const joinSchema = v.object({
	name: v.optional(personName, ''),
	organisation,
	password: v.optional(newPassword, ''),
	language: givenLanguage
});

/** Accepting with an account one is not signed in to. */
export const joinWithPasswordSchema = v.object({
	organisation,
	password: v.optional(givenPassword, '')
});

/** Accepting while signed in. */
export const joinSignedInSchema = v.object({ organisation });

/** The first account of an instance. */
export const setupSchema = v.object({
	email: v.optional(email, ''),
	name: v.optional(personName, ''),
	password: v.optional(newPassword, ''),
	language: givenLanguage
});

export const removeMemberSchema = v.object({ account: id, role: v.picklist(MEMBER_ROLES) });
export const removeRepresentativeSchema = v.object({ account: id, delegation: id });
export const accountSchema = v.object({ account: id });
