import * as v from 'valibot';
import { isDay, lastBegunDay } from '#lib/consent/days.ts';
import type { ConsentAnswers } from '#lib/consent/form.ts';
import { m } from '#lib/paraglide/messages.js';
import { CONSENT_ITEMS, type ConsentItem, WITHDRAWAL_SCOPES } from '#lib/terms.ts';

const id = v.pipe(v.string(), v.uuid());
const number = v.pipe(v.number(), v.integer(), v.minValue(0));
const tag = v.pipe(
	v.string(),
	v.trim(),
	v.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, () => m.consent_form_language_wrong())
);
const text = (most: number) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.transform((words) => words.replaceAll('\r\n', '\n').trim()),
		v.maxLength(most, () => m.consent_too_long({ most }))
	);

type ByItem<K extends string, S> = { [I in ConsentItem as `${K}_${I}`]: S };
const byItem = <K extends string, S>(prefix: K, schema: S) =>
	Object.fromEntries(CONSENT_ITEMS.map((item) => [`${prefix}_${item}`, schema])) as ByItem<K, S>;

const answer = v.optional(v.picklist(['yes', 'no']));
/** Yes or no to each item; which ones are asked the form of the study says. */
const answers = byItem('item', answer);
type AnswerFields = Partial<ByItem<'item', 'yes' | 'no' | undefined>>;

/** Takes the fields of a sent form; gives what was said yes or no to. */
export const answersOf = (fields: AnswerFields): ConsentAnswers =>
	Object.fromEntries(
		CONSENT_ITEMS.flatMap((item) => {
			const said = fields[`item_${item}`];
			return said ? [[item, said === 'yes']] : [];
		})
	);

/** The same as they were chosen, for showing the form again. */
export const chosenOf = (
	fields: AnswerFields
): Partial<Record<ConsentItem, 'yes' | 'no' | undefined>> =>
	Object.fromEntries(CONSENT_ITEMS.map((item) => [item, fields[`item_${item}`]]));

/** What a participant says by their link. `id` is made by the page. */
export const giveConsentSchema = v.object({ id, form: id, language: tag, ...answers });

/** The same as staff record it: on this screen, from paper or as it was said. */
export const recordConsentSchema = v.pipe(
	v.object({
		id,
		form: id,
		language: tag,
		mode: v.picklist(['screen', 'paper', 'oral']),
		seen: number,
		...answers,
		givenOn: v.pipe(
			v.optional(v.string(), ''),
			v.check(
				(day) => day === '' || (isDay(day) && day <= lastBegunDay(new Date())),
				() => m.consent_given_on_wrong()
			)
		),
		expiresOn: v.pipe(
			v.optional(v.string(), ''),
			v.check(
				(day) => day === '' || isDay(day),
				() => m.consent_expires_on_wrong()
			)
		),
		isAfterWithdrawal: v.optional(v.boolean(), false)
	}),
	v.forward(
		v.partialCheck(
			[['mode'], ['givenOn']],
			({ mode, givenOn }) => mode === 'screen' || givenOn !== '',
			() => m.consent_given_on_wrong()
		),
		['givenOn']
	),
	v.forward(
		v.partialCheck(
			[['givenOn'], ['expiresOn']],
			({ givenOn, expiresOn }) => expiresOn === '' || expiresOn > givenOn,
			() => m.consent_expires_on_wrong()
		),
		['expiresOn']
	)
);

/** Taking back; `id` is made by the page. */
export const withdrawSchema = v.object({
	id,
	scope: v.picklist(WITHDRAWAL_SCOPES, () => m.consent_scope_missing())
});

const LONGEST_NAME = 300;
/** Who somebody is; any of it may be left out, not all of it. */
export const identitySchema = v.pipe(
	v.object({ name: text(LONGEST_NAME), organisation: text(LONGEST_NAME), contact: text(1000) }),
	v.forward(
		v.check(
			({ name, organisation, contact }) => Boolean(name || organisation || contact),
			() => m.consent_identity_missing()
		),
		['name']
	)
);

/** How many days a link may work. */
export const PARTICIPANT_LINK_DAYS = [7, 14, 30, 60, 90] as const;
const days = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90)), 30);
export const makeLinkSchema = v.object({ id, days });
export const makeLinksSchema = v.object({
	id,
	days,
	whom: v.optional(v.picklist(['missing', 'all']), 'missing')
});
export const revokeParticipantLinkSchema = v.object({ link: id });

/** A participant's own words; `base` is the revision they saw. */
const turn = { turn: id, base: v.pipe(number, v.minValue(1)) };
export const amendSchema = v.object({
	...turn,
	id,
	body: v.pipe(
		text(20_000),
		v.minLength(1, () => m.consent_amend_missing())
	)
});
export const strikeSchema = v.object({ ...turn, struck: v.picklist(['yes', 'no']) });
/** Empty: as far as they agreed. */
export const lowerSchema = v.object({ ...turn, level: v.picklist(['', '0', '1', '2', '3', '4']) });
export const confirmSchema = v.object({ seen: v.pipe(v.string(), v.regex(/^\d+-\d+$/)) });

export const eraseSchema = v.object({
	pseudonym: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.minLength(1, () => m.consent_erase_missing())
	)
});

/** The consent form of a study, in one language. */
export const consentFormSchema = v.object({
	seen: number,
	language: tag,
	ask: v.optional(v.array(v.picklist(CONSENT_ITEMS)), []),
	title: text(200),
	intro: text(12_000),
	...byItem('text', text(1000)),
	closing: text(3000),
	yes: text(40),
	no: text(40)
});

/** Taking a language out of it. */
export const dropLanguageSchema = v.object({ seen: number, language: tag });
