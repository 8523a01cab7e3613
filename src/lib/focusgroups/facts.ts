import type { SessionRule, TurnMark } from '#lib/terms.ts';

/** What is said of a meeting before it begins. Days as YYYY-MM-DD, languages as BCP 47 tags. */
export interface GroupFacts {
	name: string;
	purpose: string;
	heldOn: string | null;
	endsOn: string | null;
	/** As people write them: `09:00–16:30`. */
	hours: string;
	place: string;
	isOnline: boolean;
	languages: string[];
	rooms: string[];
	rule: SessionRule;
	/** The mark a new turn begins with. */
	turnMark: Exclude<TurnMark, 'off_record'>;
	groundRules: string;
	/** The last day on which participants may change their turns. */
	validationUntil: string | null;
}

/** What holds where nobody has said anything else: the narrower rule and mark. */
export const PLAIN_FACTS: GroupFacts = {
	name: '',
	purpose: '',
	heldOn: null,
	endsOn: null,
	hours: '',
	place: '',
	isOnline: false,
	languages: [],
	rooms: [],
	rule: 'chatham_house',
	turnMark: 'background',
	groundRules: '',
	validationUntil: null
};

/** Texts of which two people may change different words. */
export const LONG_FACTS = ['purpose', 'groundRules'] as const;

/** The facts alone of something that has them. */
export function factsOf(group: GroupFacts): GroupFacts {
	const names = Object.keys(PLAIN_FACTS) as (keyof GroupFacts)[];
	return Object.fromEntries(names.map((name) => [name, group[name]])) as unknown as GroupFacts;
}

/** What can be said of somebody who takes part without saying who they are. */
export interface ParticipantFacts {
	pseudonym: string;
	/** A country of the round; null where somebody speaks for none. */
	country: string | null;
	/** A kind, never a name: "domestic workers' union". */
	organisationKind: string | null;
	language: string;
	room: string | null;
}

/** The facts alone of a participant. */
export function participantFactsOf(participant: ParticipantFacts): ParticipantFacts {
	const { pseudonym, country, organisationKind, language, room } = participant;
	return { pseudonym, country, organisationKind, language, room };
}

/** What a block of a guide says; its seeds are kept beside it. */
export interface BlockFacts {
	title: string;
	/** Name of an issue area. */
	area: string | null;
	/** Names of questions. */
	questions: string[];
	minutes: number | null;
	mainQuestion: string;
	probes: string[];
}

/** Texts of a block of which two people may change different words. */
export const LONG_BLOCK_FACTS = ['mainQuestion'] as const;

/** The facts alone of a block. */
export function blockFactsOf(block: BlockFacts): BlockFacts {
	const { title, area, questions, minutes, mainQuestion, probes } = block;
	return { title, area, questions, minutes, mainQuestion, probes };
}
