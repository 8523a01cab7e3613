/**
 * What is known of a state and a treaty, derived from the claims and never typed (rule R15).
 * Claims that contradict each other are not weighed: they stay side by side until one is ruled
 * to stand or the others are set aside. Pure.
 */
import type { TreatyAct } from './acts.ts';
import { earliest, latest, mayBeSame } from './partialDate.ts';

export interface Claim {
	id: string;
	/** A part of the state; '' for all of it. */
	territory: string;
	action: TreatyAct;
	/** As exact as the source; null where it gives none. */
	happenedOn: string | null;
	asOf: string;
	isVerified: boolean;
	ruling: 'stands' | 'set_aside' | null;
	isWithdrawn: boolean;
}

/** `disputed`: claims say yes and no. `part`: only a part of the state is bound. */
export const TREATY_STATUSES = [
	'party',
	'part',
	'signed',
	'denounced',
	'none',
	'disputed',
	'unknown'
] as const;
export type TreatyStatus = (typeof TREATY_STATUSES)[number];

/** `date`: another day for one act. `act`: another act. `none`: something and nothing. `order`: signed after. */
export type ConflictKind = 'date' | 'act' | 'none' | 'order';

export interface Conflict {
	kind: ConflictKind;
	/** Ids of the claims that contradict each other. */
	claims: string[];
}

/** What stands for the whole of a state, or for one part of it. */
export interface PartStanding {
	territory: string;
	status: TreatyStatus;
	/** The act the status rests on; null where it rests on none. */
	act: TreatyAct | null;
	/** Every date claimed for that act, the most exact of those that may be one day; several contradict. */
	dates: string[];
	/** Day of the newest source that says so. */
	asOf: string | null;
	/** Whether a verified claim says so. */
	isVerified: boolean;
	/** `withdrawn`: each one known was taken back later, in whole or in part. */
	reservations: 'none_known' | 'made' | 'withdrawn';
	conflicts: Conflict[];
}

export interface Standing extends PartStanding {
	/** Parts of the state that acted for themselves. */
	parts: PartStanding[];
}

const BINDING: readonly TreatyAct[] = ['ratified', 'acceded', 'succeeded'];
const isBinding = ({ action }: Claim) => BINDING.includes(action);
const after = (one: Claim, other: Claim) =>
	one.happenedOn !== null &&
	other.happenedOn !== null &&
	earliest(one.happenedOn) > latest(other.happenedOn);

/** Takes the claims about one state and one treaty, in any order; gives what stands. */
export function deriveStanding(claims: readonly Claim[]): Standing {
	const live = listCounting(claims);
	const territories = [...new Set(live.map(({ territory }) => territory))].filter(Boolean).sort();
	const whole = deriveOne('', live);
	const parts = territories.map((territory) => deriveOne(territory, live));
	const isPart =
		['unknown', 'none', 'signed'].includes(whole.status) &&
		parts.some(({ status }) => status === 'party');
	return { ...whole, ...(isPart ? partOf(parts) : {}), parts };
}

/**
 * Takes the claims about one state and one treaty; gives those that count, in the same order: not
 * withdrawn, not set aside, and not contradicted by one that was ruled to stand.
 */
export function listCounting<T extends Claim>(claims: readonly T[]): T[] {
	const live = claims.filter((claim) => !claim.isWithdrawn && claim.ruling !== 'set_aside');
	return live.filter((claim) => {
		if (claim.ruling === 'stands') return true;
		const own = live.filter(({ territory }) => territory === claim.territory);
		return !own.some((other) => other.ruling === 'stands' && contradiction(claim, other, own));
	});
}

function partOf(parts: readonly PartStanding[]) {
	const bound = parts.filter(({ status }) => status === 'party');
	const first = bound[0]!;
	return {
		status: 'part' as const,
		act: first.act,
		dates: bound.length === 1 ? first.dates : [],
		asOf: first.asOf,
		isVerified: bound.every(({ isVerified }) => isVerified)
	};
}

function deriveOne(territory: string, all: readonly Claim[]): PartStanding {
	const remaining = all.filter((claim) => claim.territory === territory);
	const conflicts = conflictsOf(remaining);
	const { status, basis } = statusOf(remaining, conflicts);
	return {
		territory,
		status,
		act: basis[0]?.action ?? null,
		dates: datesOf(basis),
		asOf:
			basis
				.map(({ asOf }) => asOf)
				.sort()
				.at(-1) ?? null,
		isVerified: basis.some(({ isVerified }) => isVerified),
		reservations: reservationsOf(remaining),
		conflicts
	};
}

/** Why two claims cannot both be true; undefined where they can. */
function contradiction(a: Claim, b: Claim, among: readonly Claim[]): ConflictKind | undefined {
	if (a.action === 'none' || b.action === 'none') {
		const [none, act] = a.action === 'none' ? [a, b] : [b, a];
		if (act.action === 'none') return undefined;
		// An older “nothing known” says nothing of what came later. Without a date the act was there
		// when its source was read.
		const known = latest(act.happenedOn ?? act.asOf);
		return known <= earliest(none.asOf) ? 'none' : undefined;
	}
	if (isBinding(a) && isBinding(b)) {
		if (leftBetween(a, b, among)) return undefined;
		if (a.action !== b.action) return 'act';
		return differ(a, b) ? 'date' : undefined;
	}
	if (a.action === b.action && ['signed', 'entry_into_force'].includes(a.action))
		return differ(a, b) ? 'date' : undefined;
	const [signed, bound] = a.action === 'signed' ? [a, b] : [b, a];
	if (signed.action === 'signed' && isBinding(bound) && after(signed, bound)) return 'order';
	return undefined;
}

const differ = (a: Claim, b: Claim) =>
	a.happenedOn !== null && b.happenedOn !== null && !mayBeSame(a.happenedOn, b.happenedOn);

/** Whether the state left the treaty after one of the two and before the other. */
function leftBetween(a: Claim, b: Claim, among: readonly Claim[]): boolean {
	const [first, second] = after(a, b) ? [b, a] : [a, b];
	return among.some(
		(claim) => claim.action === 'denounced' && after(claim, first) && after(second, claim)
	);
}

function conflictsOf(claims: readonly Claim[]): Conflict[] {
	const found = new Map<ConflictKind, Set<string>>();
	for (const [at, one] of claims.entries())
		for (const other of claims.slice(at + 1)) {
			const kind = contradiction(one, other, claims);
			if (!kind) continue;
			const ids = found.get(kind) ?? new Set();
			found.set(kind, ids.add(one.id).add(other.id));
		}
	return [...found].map(([kind, ids]) => ({ kind, claims: [...ids] }));
}

function statusOf(claims: readonly Claim[], conflicts: readonly Conflict[]) {
	const binding = claims.filter(isBinding);
	const left = claims.filter(({ action }) => action === 'denounced');
	const inForce = claims.filter(({ action }) => action === 'entry_into_force');
	const signed = claims.filter(({ action }) => action === 'signed');
	const none = claims.filter(({ action }) => action === 'none');
	if (conflicts.some(({ kind }) => kind === 'none'))
		return { status: 'disputed' as const, basis: [] };
	const back = binding.filter((claim) => left.every((gone) => after(claim, gone)));
	if (left.length > 0 && back.length === 0) return { status: 'denounced' as const, basis: left };
	if (back.length > 0) return { status: 'party' as const, basis: back };
	if (inForce.length > 0) return { status: 'party' as const, basis: inForce };
	if (signed.length > 0) return { status: 'signed' as const, basis: signed };
	if (none.length > 0) return { status: 'none' as const, basis: none };
	return { status: 'unknown' as const, basis: [] };
}

function datesOf(basis: readonly Claim[]): string[] {
	const dates = [...new Set(basis.flatMap(({ happenedOn }) => happenedOn ?? []))];
	return dates
		.filter((date) => !dates.some((other) => other !== date && other.startsWith(date)))
		.sort();
}

function reservationsOf(claims: readonly Claim[]): PartStanding['reservations'] {
	const made = claims.filter(({ action }) => action === 'reservation');
	const back = claims.filter(({ action }) => action === 'withdrew_reservation');
	if (made.length === 0) return back.length > 0 ? 'withdrawn' : 'none_known';
	const isBack = made.every((claim) => back.some((later) => !after(claim, later)));
	return isBack ? 'withdrawn' : 'made';
}
