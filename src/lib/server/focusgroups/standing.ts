import { LEVELS, type Level, type WithdrawalScope } from '#lib/terms.ts';
import type { ParticipantHead } from './getParticipant.ts';

/** What keeps the words of a participant at their level. */
export type Hold =
	/** Nothing was agreed to yet. */
	| 'none_given'
	/** What they agreed to has run out. */
	| 'expired'
	/** They took something back. */
	| 'withdrawn'
	/** They said no to the next step. */
	| 'consent'
	/** The meeting follows the Chatham House rule. */
	| 'rule'
	/** Few came from their country. */
	| 'small_cell';

/** How far the words of a participant may go, and what holds them there; none at the highest level. */
export interface Standing {
	level: Level;
	holds: Hold[];
}

/** The highest level that is left after each withdrawal. */
export const CAPS: Record<WithdrawalScope, number> = {
	identity: 2,
	quotes: 1,
	future_use: 0,
	all: 0
};

/**
 * The level a quotable turn of this participant has, as migrations/20261128-23 counts it; the mark on a turn
 * and what the person made of it when checking can only lower it. `today` is YYYY-MM-DD.
 */
export function standingOf(
	p: Pick<
		ParticipantHead,
		| 'consentLevel'
		| 'consentUntil'
		| 'consentedAt'
		| 'withdrawnScope'
		| 'rule'
		| 'country'
		| 'fromCountry'
		| 'cellSize'
	>,
	today: string
): Standing {
	const isExpired = p.consentUntil !== null && p.consentUntil < today;
	const consent = isExpired ? 0 : p.consentLevel;
	const rule = p.rule === 'open' ? 5 : 2;
	const isNamed = p.consentLevel >= 4 || (p.country !== null && p.fromCountry >= p.cellSize);
	const cell = isNamed ? 5 : 2;
	const level = LEVELS[Math.min(consent, rule, cell)] ?? 0;
	const holds: Hold[] = [];
	if (consent === level && level < 5)
		holds.push(
			isExpired
				? 'expired'
				: p.withdrawnScope && level === CAPS[p.withdrawnScope]
					? 'withdrawn'
					: p.consentedAt
						? 'consent'
						: 'none_given'
		);
	if (rule === level) holds.push('rule');
	if (cell === level) holds.push('small_cell');
	return { level, holds: level === 5 ? [] : holds };
}
