/**
 * International instruments and what is known of each state's part in them. A fact is a
 * claim by one source at one time; claims that contradict each other stand side by side
 * until a coordinator rules (rule R15), so nothing here is merged into a "status".
 */
import data from './treaties.json' with { type: 'json' };
import type { Text } from '#lib/xlsform/definition.ts';

export interface Instrument {
	/** Also the choice name in the list `instruments` of the questionnaire. */
	code: string;
	name: Text;
	/** For table heads. */
	short: string;
}

export const TREATY_ACTIONS = ['ratified', 'acceded', 'signed', 'none'] as const;
export type TreatyAction = (typeof TREATY_ACTIONS)[number];

export interface TreatyFact {
	/** `none`: no action known on the day `asOf`. */
	action: TreatyAction;
	/** YYYY or YYYY-MM-DD, as exact as the source is. */
	date?: string;
	/** The part of the state the action is about; the whole state when absent. */
	territory?: string;
	/** Empty when no source was found. */
	source: string;
	/** YYYY, YYYY-MM or YYYY-MM-DD: the day of the source, or the day it was read. */
	asOf: string;
	/** false: no source, or one that a better source contradicts. Show it as unverified. */
	verified: boolean;
	note?: Text;
}

/** In the order of the treaty table: UN, ASEAN, ILO by number. */
export const instruments: readonly Instrument[] = data.instruments;

// JSON modules widen `action` to string; tests/unit/aseanBaseline.test.ts asserts the values.
const facts = data.facts as readonly (TreatyFact & { country: string; instrument: string })[];

/**
 * Every claim about `country` (ISO 3166-1 alpha-2, upper case) and `instrument` (a code of
 * `instruments`), verified claims first. Empty when nothing is known.
 */
export function treatyFacts(country: string, instrument: string): TreatyFact[] {
	return facts
		.filter((fact) => fact.country === country && fact.instrument === instrument)
		.sort((a, b) => Number(b.verified) - Number(a.verified))
		.map(({ country: _country, instrument: _instrument, ...fact }) => fact);
}
