/** One recorded fact about a country and an instrument, with where it comes from (rule R15). */
export interface TreatyFact {
	/** In the language of the page, for example "Ratified on 31 May 2012". */
	text: string;
	source: string;
	/** As people read it: a day or a year. */
	asOf: string;
	verified: boolean;
}
