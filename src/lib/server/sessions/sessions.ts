import type { Cookie } from 'lucia';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { TOKEN_SHAPE, hashToken, newToken } from '../accounts/tokens.ts';
import { createLucia } from './lucia.ts';
import { isOver, needsSecondFactor } from './rules.ts';

/** Who is signed in, as every request knows them. */
export interface SignedIn {
	/** SHA-256 of the session's token, as stored. */
	sessionId: string;
	account: {
		id: string;
		email: string;
		name: string;
		language: string;
		isAdministrator: boolean;
		mayCreateStudies: boolean;
		hasSecondFactor: boolean;
	};
	/** true when this account must enrol or pass a second factor before anything else. */
	secondFactorDue: boolean;
	/** true while only the password was given; such a session opens nothing but the code's page. */
	codeDue: boolean;
}

/** How a session begins. */
export interface Beginning {
	/** From `deviceOf`. */
	device: string;
	/** When the second factor was passed; null where it was not. */
	secondFactorAt?: Date | null;
}

const SEEN_EVERY_MS = 60_000;

/** Starts a session in the caller's transaction of the system; gives its cookie. */
export async function insertSession(
	trx: Trx,
	system: Pick<SystemContext, 'config' | 'now'>,
	accountId: string,
	beginning: Beginning
): Promise<Cookie> {
	const lucia = createLucia(trx, system.config);
	const now = system.now();
	await lucia.deleteExpiredSessions();
	const session = await lucia.createSession(
		accountId,
		{
			createdAt: now,
			lastSeenAt: now,
			secondFactorAt: beginning.secondFactorAt ?? null,
			device: beginning.device
		},
		{ sessionId: newToken() }
	);
	return lucia.createSessionCookie(session.id);
}

/**
 * Starts a session for an account, as after accepting an invitation; gives its cookie, for
 * `setSessionCookie`. Where the account has a second factor, its code is asked next.
 */
export function startSession(
	system: SystemContext,
	accountId: string,
	beginning: Beginning
): Promise<Cookie> {
	return asSystem(system.db, (trx) => insertSession(trx, system, accountId, beginning));
}

/**
 * Takes the token of a cookie; gives who is signed in with it, or null. One query; the time
 * last seen is written at most once a minute, and not for what a page asks `byItself`: a page
 * that follows its colleagues would keep a session alive at which nobody sits. Any text may be given.
 */
export async function readSession(
	system: SystemContext,
	token: string,
	{ byItself = false } = {}
): Promise<SignedIn | null> {
	if (!TOKEN_SHAPE.test(token)) return null;
	const lucia = createLucia(system.db, system.config);
	const { session, user } = await lucia.validateSession(token);
	if (!session) return null;
	const now = system.now();
	const codeDue = user.hasSecondFactor && session.secondFactorAt === null;
	if (isOver({ ...session, codeDue }, user, now)) {
		await lucia.invalidateSession(token);
		return null;
	}
	const sessionId = hashToken(token);
	const lastSeen = new Date(now.getTime() - SEEN_EVERY_MS);
	if (!byItself && session.lastSeenAt <= lastSeen)
		await system.db
			.updateTable('sessions')
			.set({ last_seen_at: now })
			.where('id', '=', sessionId)
			.where('last_seen_at', '<=', lastSeen)
			.execute();
	const { id, email, name, language, isAdministrator, mayCreateStudies, hasSecondFactor } = user;
	return {
		sessionId,
		account: { id, email, name, language, isAdministrator, mayCreateStudies, hasSecondFactor },
		secondFactorDue:
			codeDue || (!hasSecondFactor && !system.config.demo && needsSecondFactor(user)),
		codeDue
	};
}

/** Ends one session, by the hash that names it. */
export async function endSession(
	system: Pick<SystemContext, 'db'>,
	sessionId: string
): Promise<void> {
	await system.db.deleteFrom('sessions').where('id', '=', sessionId).execute();
}

/** One line of the list of devices. */
export interface OpenSession {
	/** Empty where the browser did not say. */
	device: string;
	since: Date;
	lastSeen: Date;
	isThis: boolean;
}

/** Where an account is signed in, latest first; `sessionId` is the one that asks. */
export async function listSessions(
	system: SystemContext,
	accountId: string,
	sessionId: string
): Promise<OpenSession[]> {
	const sessions = await createLucia(system.db, system.config).getUserSessions(accountId);
	return sessions.map((session) => ({
		device: session.device,
		since: session.createdAt,
		lastSeen: session.lastSeenAt,
		isThis: session.id === sessionId
	}));
}
