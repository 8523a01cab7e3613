import { Lucia, TimeSpan } from 'lucia';
import type { Config } from '../config.ts';
import type { Db } from '../database/database.ts';
import { type SessionColumns, type UserColumns, sessionAdapter } from './adapter.ts';

/** A session ends twelve hours after sign-in, whatever is done in it (ASVS 7.3.2). */
export const SESSION_HOURS = 12;

declare module 'lucia' {
	interface Register {
		Lucia: ReturnType<typeof createLucia>;
		DatabaseSessionAttributes: SessionColumns;
		DatabaseUserAttributes: UserColumns;
	}
}

/**
 * Lucia over `db`, which may be a transaction. Lucia's own password hashing and its reader of
 * cookies are not used: the one stops the server for the time of a hash, the other throws on a
 * cookie it cannot decode.
 */
export function createLucia(db: Db, config: Pick<Config, 'origin'>) {
	const isSecure = config.origin?.startsWith('https:') ?? false;
	return new Lucia(sessionAdapter(db), {
		sessionExpiresIn: new TimeSpan(SESSION_HOURS, 'h'),
		sessionCookie: {
			name: sessionCookieName(config),
			attributes: { secure: isSecure, sameSite: 'lax', path: '/' }
		},
		getSessionAttributes: (columns) => columns,
		getUserAttributes: (columns) => columns
	});
}

/** With https no other host or path can set this cookie; browsers refuse that name without. */
export function sessionCookieName(config: Pick<Config, 'origin'>): string {
	return config.origin?.startsWith('https:') ? '__Host-session' : 'session';
}
