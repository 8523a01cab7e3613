import { type RawBuilder, sql } from 'kysely';

/** Takes any JSON value; gives it as a jsonb parameter. Drivers differ over bare arrays and strings. */
export function json<T>(value: T): RawBuilder<T> {
	return sql<T>`cast(${value === null ? null : JSON.stringify(value)} as jsonb)`;
}
