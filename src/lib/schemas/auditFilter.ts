import * as v from 'valibot';

/** Actions by what they are about: the nouns before the dot of an action. */
export const AUDIT_GROUPS = {
	people: ['invitation', 'member', 'colleague'],
	accounts: ['account', 'outbox', 'device'],
	setup: ['study', 'round', 'delegation', 'questionnaire'],
	answers: ['answer', 'conflict', 'evidence', 'proposal', 'handout', 'comment', 'paper', 'carry'],
	review: ['response', 'query'],
	focus_groups: [
		'group',
		'participant',
		'identity',
		'consent',
		'turn',
		'transcript',
		'replacements',
		'recording',
		'statement'
	],
	coding: ['codebook', 'coding', 'comparison', 'memo', 'quote', 'qda'],
	report: ['treaty', 'report', 'block', 'citation', 'waiver', 'edition'],
	dataset: ['dataset']
} as const;
export type AuditGroup = keyof typeof AUDIT_GROUPS;
export const AUDIT_GROUP_NAMES = Object.keys(AUDIT_GROUPS) as AuditGroup[];

export interface AuditFilter {
	group?: AuditGroup;
	/** Code of a country of the study. */
	country?: string;
	/** Entries older than the one with this id. */
	before?: number;
}

// An address someone mistyped shows everything rather than an error.
const filter = v.object({
	group: v.fallback(v.optional(v.picklist(AUDIT_GROUP_NAMES)), undefined),
	country: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[A-Z0-9-]{2,12}$/))), undefined),
	before: v.fallback(
		v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))),
		undefined
	)
});

/** Takes the query of an address; gives the filter of an audit page. */
export function readAuditFilter(query: URLSearchParams): AuditFilter {
	return v.parse(filter, Object.fromEntries(query));
}
