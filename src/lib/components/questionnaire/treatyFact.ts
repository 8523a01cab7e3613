/** One recorded fact about a country and an instrument, worded where the page is made (rule R15). */
export interface TreatyFact {
	/** For example “Ratified: 31 May 2012”. */
	text: string;
	/** What is open about it, each with its sign: “? Not verified”. Empty where nothing is. */
	mark: string;
	/** Where it says so, and how old that is. */
	from: string;
}
