import type { UserColumns } from './adapter.ts';
import { SESSION_HOURS } from './lucia.ts';

const MINUTE = 60_000;
/** Without a click for so long, people who see many countries' answers are signed out (ASVS 7.3.1). */
const IDLE_MINUTES = 30;
/** So long may someone look for their authenticator. */
const CODE_MINUTES = 10;

type Standing = Pick<UserColumns, 'isAdministrator' | 'mayCreateStudies' | 'roles'>;

/** true for everybody with a part in a study beyond a delegation of their own, and administrators. */
function seesManyCountries(user: Standing): boolean {
	return user.isAdministrator || user.roles.length > 0;
}

/** true for those who may not work without a second factor. */
export function needsSecondFactor(user: Standing): boolean {
	return (
		user.isAdministrator ||
		user.mayCreateStudies ||
		user.roles.some((role) => role === 'coordinator' || role === 'editor')
	);
}

/** true once a session has ended by its age, its idleness, or for want of its second factor. */
export function isOver(
	session: { createdAt: Date; lastSeenAt: Date; codeDue: boolean },
	user: Standing,
	now: Date
): boolean {
	const age = now.getTime() - session.createdAt.getTime();
	const idle = now.getTime() - session.lastSeenAt.getTime();
	return (
		age >= SESSION_HOURS * 60 * MINUTE ||
		(session.codeDue && age >= CODE_MINUTES * MINUTE) ||
		(seesManyCountries(user) && idle >= IDLE_MINUTES * MINUTE)
	);
}
