import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

const day = v.pipe(
	v.string(),
	v.isoDate(() => m.studies_day_missing())
);

const fields = {
	name: v.pipe(
		v.string(),
		v.trim(),
		v.minLength(1, () => m.studies_name_missing()),
		v.maxLength(200, () => m.studies_name_long())
	),
	opensOn: day,
	closesOn: day
};

/** Name and days of a round that is there already. */
export const roundSchema = v.pipe(
	v.object(fields),
	v.forward(
		v.partialCheck(
			[['opensOn'], ['closesOn']],
			(input) => input.closesOn >= input.opensOn,
			() => m.studies_days_order()
		),
		['closesOn']
	)
);

/** ISO 3166-1 alpha-2, or a code of the study's own in the same letters. */
export const COUNTRY_CODE = /^[A-Z0-9-]{2,12}$/;

/**
 * Takes lines of a code and a name, `HK Hong Kong`; gives the countries, or undefined where a
 * line is neither empty nor that.
 */
export function readOwnCountries(text: string): { code: string; name: string }[] | undefined {
	const countries = [];
	for (const line of text.split('\n')) {
		if (!line.trim()) continue;
		const [, code, name] = /^\s*(\S+)[\s,;]+(\S.*?)\s*$/.exec(line.replace(/[,;]/, ' ')) ?? [];
		if (!code || !name || name.length > 120 || !COUNTRY_CODE.test(code.toUpperCase()))
			return undefined;
		countries.push({ code: code.toUpperCase(), name });
	}
	return countries;
}

/** A round to be made: `countries` are codes of the list, `ownCountries` lines beside it. */
export const newRoundSchema = v.pipe(
	v.object({
		...fields,
		questionnaireVersionId: v.pipe(
			v.string(),
			v.uuid(() => m.studies_questionnaire_missing())
		),
		countries: v.optional(v.array(v.string()), []),
		ownCountries: v.pipe(
			v.optional(v.string(), ''),
			v.check(
				(text) => readOwnCountries(text) !== undefined,
				() => m.studies_own_countries_unread()
			)
		)
	}),
	v.forward(
		v.partialCheck(
			[['opensOn'], ['closesOn']],
			(input) => input.closesOn >= input.opensOn,
			() => m.studies_days_order()
		),
		['closesOn']
	),
	v.forward(
		v.partialCheck(
			[['countries'], ['ownCountries']],
			({ countries, ownCountries }) =>
				countries.length + (readOwnCountries(ownCountries)?.length ?? 1) > 0,
			() => m.studies_countries_missing()
		),
		['ownCountries']
	)
);
