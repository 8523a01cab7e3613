import type { Relation, TurnMark, Vote } from '#lib/terms.ts';

/** Somebody in the meeting of the demo; invented as everything in it. */
export interface PlannedParticipant {
	pseudonym: string;
	country: string;
	kind: string;
	language: string;
	/** How far their words may go; null for somebody nobody has asked yet. */
	agrees: 'country' | 'quotes' | 'notes' | null;
}

export const PARTICIPANTS: readonly PlannedParticipant[] = [
	{
		pseudonym: 'P01',
		country: 'KH',
		kind: 'returnees’ association',
		language: 'km',
		agrees: 'country'
	},
	{
		pseudonym: 'P02',
		country: 'ID',
		kind: 'domestic workers’ union',
		language: 'id',
		agrees: 'country'
	},
	{ pseudonym: 'P03', country: 'PH', kind: 'legal aid office', language: 'en', agrees: 'country' },
	{ pseudonym: 'P04', country: 'TH', kind: 'shelter', language: 'en', agrees: 'quotes' },
	{ pseudonym: 'P05', country: 'MM', kind: 'workers’ group', language: 'en', agrees: 'notes' },
	{ pseudonym: 'P06', country: 'VN', kind: 'parish office', language: 'en', agrees: null }
];

/** What the codes are called; those under a folder follow it. */
export const CODES = {
	barriers: { name: 'What keeps people from complaining', definition: '', folder: true },
	fear: {
		name: 'fear of losing papers',
		definition: 'People do not complain because a permit or a passport depends on the employer.',
		folder: false
	},
	cost: {
		name: 'cost and distance',
		definition: 'Fares, days without pay, fees of offices and agents.',
		folder: false
	},
	language: {
		name: 'language of the office',
		definition: 'Forms and officers speak another language than whoever complains.',
		folder: false
	},
	practice: {
		name: 'what works',
		definition: 'A practice somebody would keep or copy.',
		folder: false
	}
} as const;
export type DemoCode = keyof typeof CODES;

/** What was said, in its order: who, what, how far it may go, and the words codes lie on. */
export interface PlannedTurn {
	/** null for the facilitator. */
	who: string | null;
	mark?: TurnMark;
	body: string;
	/** The words the first and the second coder put a code on. */
	first?: readonly [DemoCode, string][];
	second?: readonly [DemoCode, string][];
	/** How it stands to the answer of the speaker's country to a question. */
	relation?: Relation;
}

/** The question of the questionnaire the meeting talks about. */
export const QUESTION = 'q3_4_stoppers';
export const AREA = 'access_to_justice';

export const TURNS: readonly PlannedTurn[] = [
	{
		who: null,
		body: 'Sample: what keeps a worker from going to the labour office when wages are not paid?'
	},
	{
		who: 'P01',
		body: 'Sample: the permit names one employer. Whoever complains loses the permit first, and the wages after.',
		first: [['fear', 'Whoever complains loses the permit first']],
		second: [['fear', 'the permit names one employer']],
		relation: 'confirms'
	},
	{
		who: 'P02',
		body: 'Sample: the office is a day away by bus, and the day is not paid. Most ask us to telephone instead.',
		first: [['cost', 'a day away by bus, and the day is not paid']],
		second: [
			['cost', 'a day away by bus'],
			['practice', 'Most ask us to telephone instead']
		],
		relation: 'extends'
	},
	{
		who: 'P03',
		body: 'Sample: with us a complaint can be made in the embassy before the journey home, in one’s own language.',
		first: [['practice', 'a complaint can be made in the embassy before the journey home']],
		second: [
			['practice', 'a complaint can be made in the embassy before the journey home'],
			['language', 'in one’s own language']
		],
		relation: 'contradicts'
	},
	{
		who: 'P04',
		body: 'Sample: the form has eleven pages and is in the language of the country only.',
		first: [['language', 'in the language of the country only']],
		second: [['language', 'in the language of the country only']],
		relation: 'confirms'
	},
	{
		who: 'P05',
		mark: 'background',
		body: 'Sample: some officers send people away without writing anything down. I say this for the room.',
		first: [['fear', 'send people away without writing anything down']]
	},
	{
		who: null,
		body: 'Sample: who has seen a case that ended with the wages being paid?'
	},
	{
		who: 'P02',
		body: 'Sample: two, both after a letter from the union. Neither of them went alone.',
		first: [['practice', 'a letter from the union']],
		second: [['practice', 'both after a letter from the union']]
	},
	{
		who: 'P01',
		mark: 'off_record',
		body: 'Sample: the name of that officer should not leave this room.'
	},
	{
		who: 'P04',
		body: 'Sample: three workers stayed in the shelter until their cases were heard; the shelter paid the fares.',
		first: [['cost', 'the shelter paid the fares']],
		second: [['practice', 'stayed in the shelter until their cases were heard']]
	}
];

export const STATEMENTS: readonly { body: string; votes: Readonly<Record<string, Vote>> }[] = [
	{
		body: 'Sample: a worker who complains keeps the permit until the case is heard.',
		votes: { P01: 'agree', P02: 'agree', P03: 'agree', P04: 'agree' }
	},
	{
		body: 'Sample: complaints should be heard in the country of origin as well.',
		votes: { P01: 'agree', P02: 'disagree', P03: 'agree', P04: 'abstain' }
	}
];
