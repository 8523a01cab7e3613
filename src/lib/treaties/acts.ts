/** What a state can do with a treaty. `none`: no action was known on the day of the source. */
export const TREATY_ACTS = [
	'signed',
	'ratified',
	'acceded',
	'succeeded',
	'denounced',
	'reservation',
	'declaration',
	'withdrew_reservation',
	'entry_into_force',
	'none'
] as const;
export type TreatyAct = (typeof TREATY_ACTS)[number];
