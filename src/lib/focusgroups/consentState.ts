import type { WithdrawalScope } from '#lib/terms.ts';

/** How far somebody's consent goes, at a glance; see LEVELS in terms.ts. */
export const CONSENT_STATES = [
	'named',
	'organisation',
	'country',
	'unnamed',
	'background',
	'refused',
	'not_asked',
	'expired',
	'took_back'
] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

export interface Consenting {
	/** See LEVELS. */
	consentLevel: number;
	/** YYYY-MM-DD, the last day it holds. */
	consentUntil: string | null;
	consentedAt: Date | null;
	withdrawnScope: WithdrawalScope | null;
}

const BY_LEVEL: readonly ConsentState[] = [
	'refused',
	'background',
	'unnamed',
	'country',
	'organisation',
	'named'
];

/** What a person has said yes to and not taken back. Takes the day as YYYY-MM-DD. */
export function consentState(person: Consenting, today: string): ConsentState {
	if (person.withdrawnScope) return 'took_back';
	if (!person.consentedAt) return 'not_asked';
	if (person.consentUntil && person.consentUntil < today) return 'expired';
	return BY_LEVEL[person.consentLevel] ?? 'refused';
}

/** How many people stand where, states without anybody left out, in the order of CONSENT_STATES. */
export function countConsents(
	people: readonly Consenting[],
	today: string
): { state: ConsentState; count: number }[] {
	const states = people.map((person) => consentState(person, today));
	return CONSENT_STATES.map((state) => ({
		state,
		count: states.filter((each) => each === state).length
	})).filter(({ count }) => count > 0);
}
