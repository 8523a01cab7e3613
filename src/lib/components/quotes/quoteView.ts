/** A quote as its page shows it, in the reader's words. */
export interface QuoteView {
	/** The turn. */
	id: string;
	body: string;
	language: string | null;
	translation: string | null;
	translationLanguage: string | null;
	/** Who said it, as far as may be told. */
	by: string;
	/** The meeting with its day. */
	meeting: string;
	/** Set where the words are a note-taker's. */
	paraphrase: string;
	/** What the person agreed to beyond it. */
	beyond: string;
	/** The words with their attribution, to be pasted. */
	copy: string;
}
