import { createHash } from 'node:crypto';
import pg from 'pg';

// Statements with lists of changing length have many texts; those past this are not prepared.
const MOST_NAMES = 400;
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
	const known = names.get(text);
	if (known || names.size >= MOST_NAMES) return known;
	const name = createHash('sha256').update(text).digest('base64url').slice(0, 40);
	names.set(text, name);
	return name;
}

/**
 * A client that prepares each statement once per connection. With policies in them our
 * statements take PostgreSQL longer to plan than to run.
 */
export class PreparedClient extends pg.Client {
	// The overloads of pg's query cannot be written again here; what is passed on is unchanged.
	override query(...args: never[]): never {
		const [text, values, ...rest] = args as unknown as [unknown, unknown, ...unknown[]];
		const name =
			typeof text === 'string' && Array.isArray(values) && values.length > 0
				? nameOf(text)
				: undefined;
		const passed = name ? [{ name, text, values }, ...rest] : args;
		return (super.query as (...passed: unknown[]) => never)(...passed);
	}
}
