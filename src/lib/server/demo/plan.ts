import { memberStates } from '#lib/asean.ts';
import type { DelegationStatus } from '#lib/terms.ts';

/**
 * How far one area is in the demo, background first, then areas 1 to 7:
 * `n` not started · `d40` draft, 40 % answered · `s` submitted · `S` submitted again after it
 * was returned · `r` returned · `a` accepted · `A` accepted after it was returned once ·
 * `o` reopened.
 */
export type Stage = 'n' | 's' | 'S' | 'r' | 'a' | 'A' | 'o' | `d${number}`;

export interface PlannedDelegation {
	/** Names the delegation in everything that is made up for it. */
	key: string;
	country: string;
	/** Set for a second delegation of a country. */
	name: string;
	status: DelegationStatus;
	stages: readonly Stage[];
}

export interface PlannedRound {
	name: string;
	year: number;
	countries: readonly { code: string; name: string }[];
	delegations: readonly PlannedDelegation[];
}

export const STUDY_NAME = 'Migrant workers’ rights in ASEAN';
/** The organisation of the second delegation from Malaysia. */
export const SECOND_NAME = 'Sample Household Workers’ Circle (invented)';

const stages = (text: string) => text.split(' ') as Stage[];
const named = (states: typeof memberStates) =>
	states.map(({ code, name }) => ({ code, name: name.en }));

const ABSENT_2018: Record<string, DelegationStatus> = { BN: 'no_respondent', LA: 'declined' };
const then = memberStates.filter((state) => state.since <= 2018);

/** The closed round: everybody who took part was accepted. */
export const ROUND_2018: PlannedRound = {
	name: 'Baseline 2018',
	year: 2018,
	countries: named(then),
	delegations: then.map(({ code }) => ({
		key: code,
		country: code,
		name: '',
		status: ABSENT_2018[code] ?? 'active',
		stages: stages(ABSENT_2018[code] ? 'n n n n n n n n' : 'a a a a a a a a')
	}))
};

const STAGES_2026: readonly (readonly [key: string, stages: string])[] = [
	['BN', 'a d20 n n n n d40 n'],
	['ID', 'a a A a s a a a'],
	['LA', 'a d20 n n n n n n'],
	['MY', 'a a a r a d60 a A'],
	['MY2', 'a s d50 n d25 n n n'],
	['MM', 'a a a a a d20 r a'],
	['PH', 'a a a A a a a a'],
	['SG', 'a a d40 d20 n n a a'],
	['TH', 'a a A s a o S a'],
	['TL', 's d10 n n d70 n n a'],
	['VN', 'a a a A a s r a'],
	// Last, so that Cambodia, which the tour of the demo follows, leads "latest".
	['KH', 'a a s r d30 n n d100']
];

/** The open round, in every state there is. */
export const ROUND_2026: PlannedRound = {
	name: 'Baseline 2026',
	year: 2026,
	countries: named(memberStates),
	delegations: STAGES_2026.map(([key, text]) => ({
		key,
		country: key.slice(0, 2),
		name: key === 'MY2' ? SECOND_NAME : '',
		status: key === 'LA' ? 'withdrawn_for_safety' : 'active',
		stages: stages(text)
	}))
};
