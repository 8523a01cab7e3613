/**
 * In whose name something is written. A page stays open while somebody else signs in in another
 * tab, and a device sends hours later: what is sent names its writer, and the server takes it
 * from no other session.
 */

/** Where a script says whose words it sends: the id of the account. */
export const WRITER_HEADER = 'x-mufakat-writer';
/** Where a form without script says it. */
export const WRITER_FIELD = 'writer';

/** What every request of a script carries that sends something written. */
export function writtenBy(account: string): Record<string, string> {
	return { [WRITER_HEADER]: account, accept: 'application/json' };
}
