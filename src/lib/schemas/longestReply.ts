/** The longest message in a query's thread; the database refuses more. */
export const LONGEST_REPLY = 5000;
