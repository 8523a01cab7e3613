import * as v from 'valibot';
import { DELEGATION_STATUSES } from '#lib/terms.ts';
import { m } from '#lib/paraglide/messages.js';
import { language } from './account.ts';
import { COUNTRY_CODE } from './round.ts';
import { email } from './signIn.ts';

const delegationId = v.pipe(
	v.string(),
	v.uuid(() => m.studies_delegation_missing())
);

/** A country of the list, or a code and a name of the study's own. */
export const countrySchema = v.pipe(
	v.object({
		listed: v.optional(v.string(), ''),
		code: v.pipe(
			v.optional(v.string(), ''),
			v.trim(),
			v.toUpperCase(),
			v.check(
				(code) => code === '' || COUNTRY_CODE.test(code),
				() => m.studies_country_code_wrong()
			)
		),
		ownName: v.pipe(
			v.optional(v.string(), ''),
			v.trim(),
			v.maxLength(120, () => m.studies_name_long())
		)
	}),
	v.forward(
		v.partialCheck(
			[['listed'], ['code'], ['ownName']],
			(input) => input.listed !== '' || (input.code !== '' && input.ownName !== ''),
			() => m.studies_country_missing()
		),
		['listed']
	)
);

/** A further delegation of a country that is asked already. */
export const delegationSchema = v.object({
	country: v.pipe(
		v.string(),
		v.minLength(1, () => m.studies_country_missing())
	),
	delegationName: v.pipe(
		v.string(),
		v.trim(),
		v.minLength(1, () => m.studies_delegation_name_missing()),
		v.maxLength(200, () => m.studies_name_long())
	)
});

/** Whether a delegation takes part, and why. */
export const delegationStatusSchema = v.pipe(
	v.object({
		status: v.picklist(DELEGATION_STATUSES, () => m.studies_status_missing()),
		reason: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(2000))
	}),
	v.forward(
		v.partialCheck(
			[['status'], ['reason']],
			({ status, reason }) => status === 'withdrawn_for_safety' || reason !== '',
			() => m.studies_reason_missing()
		),
		['reason']
	)
);

/** The first person of a delegation. */
export const focalPointSchema = v.object({
	delegationId,
	email: v.optional(email, ''),
	language: v.optional(language, 'en')
});
