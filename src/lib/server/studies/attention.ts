import type { Definition } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import type { OverviewQuery, OverviewRows } from './overviewRows.ts';
import type { RoundSummary } from './queries.ts';

/** Something only a coordinator can move on; the words are the page's. */
export type Attention =
	| { kind: 'past_closing'; days: number }
	| (AttentionDelegation & { kind: 'not_invited' })
	| (AttentionDelegation & { kind: 'not_joined'; days: number })
	| (AttentionDelegation & { kind: 'invitation_ended' })
	| (AttentionDelegation & { kind: 'untouched'; areas: number; days: number })
	| (AttentionDelegation & AttentionQuestion & { kind: 'replied' })
	| { kind: 'more_replied'; count: number }
	| (AttentionDelegation & AttentionQuestion & { kind: 'waiting'; days: number });

interface AttentionDelegation {
	delegationId: string;
	country: string;
	countryName: string;
	delegationName: string;
}

interface AttentionQuestion {
	responseId: string;
	/** Its name, as an anchor on the page of the response. */
	question: string;
	/** The number people cite. */
	number: string;
}

const DAY = 86_400_000;
/** How many delegations with untouched areas are named; the grid shows them all. */
const MOST_UNTOUCHED = 5;
/** Untouched areas are worth a word when this many days or fewer are left. */
const SOON = 30;
/** An open query is worth a word after this many days. */
const LONG = 3;

/**
 * What waits for a coordinator, the most urgent first. Conflicts inside a delegation are its
 * own business and not in it.
 */
export function listAttention(given: {
	round: RoundSummary;
	definition: Definition;
	read: OverviewRows;
	daysLeft: number;
	now: Date;
}): Attention[] {
	const { round, definition, read, daysLeft, now } = given;
	const isOpen = round.closedAt === null;
	const about = new Map(
		read.delegations.map(({ id, country, countryName, name }) => [
			id,
			{ delegationId: id, country, countryName, delegationName: name }
		])
	);
	const daysSince = (at: string) => Math.floor((now.getTime() - Date.parse(at)) / DAY);
	const onQuestion = (query: OverviewQuery) => {
		const delegation = about.get(query.delegationId);
		const number = findAskedQuestion(definition, query.question)?.question.number ?? '';
		return delegation
			? [{ ...delegation, responseId: query.responseId, question: query.question, number }]
			: [];
	};
	const replied = read.replied
		.flatMap(onQuestion)
		.map((query) => ({ ...query, kind: 'replied' as const }));
	const more = read.repliedCount - replied.length;
	const waiting = read.open
		.filter((query) => daysSince(query.openedAt) >= LONG)
		.flatMap((query) =>
			onQuestion(query).map((found) => ({
				...found,
				kind: 'waiting' as const,
				days: daysSince(query.openedAt)
			}))
		);
	return [
		...(isOpen && daysLeft < 0 ? [{ kind: 'past_closing' as const, days: -daysLeft }] : []),
		...replied,
		...(more > 0 ? [{ kind: 'more_replied' as const, count: more }] : []),
		...(isOpen ? aboutDelegations(read, about, daysLeft, now, daysSince) : []),
		...waiting
	];
}

function aboutDelegations(
	read: OverviewRows,
	about: ReadonlyMap<string, AttentionDelegation>,
	daysLeft: number,
	now: Date,
	daysSince: (at: string) => number
): Attention[] {
	const found = read.delegations
		.filter(({ status }) => status === 'active')
		.flatMap(({ id, members, invitedAt, inviteEnds }): Attention[] => {
			const delegation = about.get(id)!;
			if (members === 0) {
				if (!invitedAt) return [{ ...delegation, kind: 'not_invited' }];
				if (inviteEnds && Date.parse(inviteEnds) <= now.getTime())
					return [{ ...delegation, kind: 'invitation_ended' }];
				return [{ ...delegation, kind: 'not_joined', days: daysSince(invitedAt) }];
			}
			const areas = read.responses.filter(
				(response) => response.delegationId === id && response.state === 'not_started'
			).length;
			if (areas === 0 || daysLeft < 0 || daysLeft > SOON) return [];
			return [{ ...delegation, kind: 'untouched', areas, days: daysLeft }];
		});
	const untouched = found
		.flatMap((item) => (item.kind === 'untouched' ? item : []))
		.sort((a, b) => b.areas - a.areas);
	const others = found.filter((item) => item.kind !== 'untouched');
	return [...others, ...untouched.slice(0, MOST_UNTOUCHED)];
}
