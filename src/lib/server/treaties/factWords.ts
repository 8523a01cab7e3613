/** What stands in the study about treaties, in the words in which a question shows it. */
import type { TreatyFact } from '#lib/components/questionnaire/treatyFact.ts';
import { paperLocale } from '#lib/paper/paper.ts';
import { m } from '#lib/paraglide/messages.js';
import { actWords } from '#lib/treaties/actWords.ts';
import {
	type ConflictKind,
	type Standing,
	deriveStanding,
	listCounting
} from '#lib/treaties/status.ts';
import { STATUS, isOpen, whenIn } from '#lib/treaties/statusWords.ts';
import type { ShownClaim } from './shownClaims.ts';

const CONFLICTS: Record<ConflictKind, typeof m.treaties_conflict_date> = {
	date: m.treaties_conflict_date,
	act: m.treaties_conflict_act,
	none: m.treaties_conflict_none,
	order: m.treaties_conflict_order
};

/**
 * Takes claims a delegation may see; gives by treaty those that count, and before them what
 * follows where there are several. Nothing of a treaty of which nothing counts.
 */
export function factsOf(
	claims: readonly ShownClaim[],
	language: string
): Record<string, TreatyFact[]> {
	const treaties = Object.entries(Object.groupBy(claims, ({ instrument }) => instrument));
	return Object.fromEntries(
		treaties.flatMap(([instrument, all = []]) => {
			const counting = listCounting(all);
			if (counting.length === 0) return [];
			const standing = deriveStanding(all);
			const { disputed, kinds } = conflictsIn(standing);
			const facts = counting.map((claim) => sayClaim(claim, disputed.has(claim.id), language));
			const sum = counting.length > 1 ? [sayStanding(standing, kinds, language)] : [];
			return [[instrument, [...sum, ...facts]]];
		})
	);
}

/** Of the whole country and of its parts. */
function conflictsIn(standing: Standing) {
	const conflicts = [standing, ...standing.parts].flatMap((part) => part.conflicts);
	return {
		disputed: new Set(conflicts.flatMap((conflict) => conflict.claims)),
		kinds: [...new Set(conflicts.map(({ kind }) => kind))]
	};
}

function sayStanding(standing: Standing, kinds: readonly ConflictKind[], language: string) {
	const options = { locale: paperLocale(language) };
	const { sign, word } = STATUS[standing.status];
	const { reservations, asOf } = standing;
	return {
		text: [
			`${sign} ${word({}, options)}`,
			reservations === 'made' && m.treaties_reservation({}, options),
			reservations === 'withdrawn' && m.treaties_reservation_back({}, options)
		]
			.filter(Boolean)
			.join('; '),
		mark: [
			kinds.length > 0 &&
				standing.status !== 'disputed' &&
				`≠ ${m.treaties_conflict_title({}, options)}.`,
			...kinds.map((kind) => CONFLICTS[kind]({}, options)),
			isOpen(standing) && `? ${m.questionnaire_treaty_unverified({}, options)}`
		]
			.filter(Boolean)
			.join(' '),
		from: asOf ? m.treaties_as_of({ date: whenIn(asOf, language) }, options) : ''
	};
}

function sayClaim(claim: ShownClaim, isDisputed: boolean, language: string): TreatyFact {
	const options = { locale: paperLocale(language) };
	const { action, happenedOn, territory, note, source } = claim;
	const act = actWords[action]({}, options);
	const said =
		action === 'none'
			? act
			: happenedOn
				? m.treaties_act_on({ act, date: whenIn(happenedOn, language) }, options)
				: m.treaties_act_undated({ act }, options);
	const date = whenIn(claim.asOf, language);
	return {
		text: [territory ? `${said} (${territory})` : said, note].filter(Boolean).join('. '),
		mark: [
			isDisputed && `≠ ${m.treaties_conflict_short({}, options)}`,
			!claim.isVerified && `? ${m.questionnaire_treaty_unverified({}, options)}`,
			claim.isWaiting && `… ${m.treaties_own_waits({}, options)}`
		]
			.filter(Boolean)
			.join(' · '),
		from: source
			? m.questionnaire_treaty_source({ source, date }, options)
			: `${m.treaties_source_none({}, options)} · ${m.treaties_as_of({ date }, options)}`
	};
}
