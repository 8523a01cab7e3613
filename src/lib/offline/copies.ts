import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import { isJson } from '#lib/client/delay.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Place } from './outbox.ts';
import { placeName } from './takePending.ts';
import type { AreaCopy, Taken, Vault } from './vault.ts';

/**
 * The shape of what is kept of an area. Raise it whenever AreaView, or what it is made of,
 * becomes something else: an older copy is fetched again, and never opened.
 */
export const COPY_FORMAT = 2;
/** After this a copy is fetched again though nothing is known to have changed, in milliseconds. */
const FRESH = 6 * 60 * 60_000;

const nameOf = (vault: Vault, place: Place) => vault.nameOf(`copy ${placeName(place)}`);

/** The copy of an area. */
export type TakenArea = Taken<'copies'> & { content: AreaCopy };
/** Whether a copy is one of an area, in whatever format. */
export const isArea = (copy: Taken<'copies'>): copy is TakenArea => copy.content.kind === undefined;
/** Whether this version of the program can open the copy of an area. */
export const isReadable = ({ content }: TakenArea) => content.format === COPY_FORMAT;

/** Where a copy belongs, in whatever format it is: the first ones named only their view. */
export function placeOf({ home, area, view }: AreaCopy): Place {
	return { home: home ?? view?.home ?? '', area: area ?? view?.area ?? '' };
}

/** The area as this device has it; undefined too where an earlier version of the program kept it. */
export async function copyOf(vault: Vault, place: Place): Promise<TakenArea | undefined> {
	const copy = await vault.get('copies', await nameOf(vault, place));
	return copy && isArea(copy) && isReadable(copy) ? copy : undefined;
}

/** Keeps an area as the server gave it to this account; gives whether it is kept. */
export async function putCopy(vault: Vault, view: AreaView): Promise<boolean> {
	// Somebody else may have signed in since: what they see is not for this key.
	if (view.me !== vault.account) return false;
	const { home, area } = view;
	const content = { home, area, format: COPY_FORMAT, view };
	return vault.put('copies', await nameOf(vault, view), placeName(view), content);
}

/** JSON from an address of ours; null where there is none now. Never throws. */
async function fetchJson<T>(address: string): Promise<T | null> {
	try {
		const answer = await fetch(address, { headers: { accept: 'application/json' } });
		if (!answer.ok || !isJson(answer)) return null;
		return (await answer.json()) as T;
	} catch {
		return null;
	}
}

/** Fetches one area into this device; false where it could not be had or kept. */
async function fetchCopy(vault: Vault, place: Place): Promise<boolean> {
	const view = await fetchJson<AreaView>(`${placeName(place)}/view`);
	return view !== null && putCopy(vault, view);
}

/** A delegation's areas, with how far each is where that is known. */
export interface Round {
	home: string;
	areas: readonly (Pick<AreaView['areas'][number], 'name'> & Partial<Standing>)[];
}
type Standing = Pick<AreaView['areas'][number], 'state' | 'answered' | 'asked'>;

/**
 * Fetches the areas of a delegation this device lacks, or has an older state of, one after
 * another; `but` names one that it has. Stops where one cannot be had. Gives how many it has then.
 */
export async function fetchAll(vault: Vault, round: Round, but?: string): Promise<number> {
	let kept = 0;
	for (const { name: area, ...standing } of round.areas) {
		const place = { home: round.home, area };
		const isThere = area === but || isFresh(await copyOf(vault, place), standing);
		if (!isThere && !(await fetchCopy(vault, place))) return kept;
		kept += 1;
	}
	return kept;
}

function isFresh(
	copy: TakenArea | undefined,
	{ state, answered, asked }: Partial<Standing>
): boolean {
	if (!copy || copy.at < Date.now() - FRESH) return false;
	const { counts, state: before } = copy.content.view;
	const isSame = before === state && counts.answered === answered && counts.asked === asked;
	// An area nobody has begun counts nothing yet on the server.
	return isSame || state === undefined || state === 'not_started';
}

type Given = Record<string, AnswerContent & { revision: number }>;

/** Puts answers into a kept copy, as they were saved. */
async function patchCopy(vault: Vault, place: Place, given: Given, change?: number): Promise<void> {
	const copy = await copyOf(vault, place);
	if (!copy) return;
	const { view } = copy.content;
	const answers = { ...view.answers, ...given };
	await putCopy(vault, { ...view, answers, change: change ?? view.change });
}

/**
 * Keeps a copy in step with what this page has just saved: at once with the words, then with
 * what the server made of them.
 */
export async function followSaves(
	vault: Vault,
	place: Place,
	sent: Record<string, AnswerContent>
): Promise<void> {
	const copy = await copyOf(vault, place);
	if (!copy) return;
	const { answers, change } = copy.content.view;
	const own = Object.entries(sent).map(([key, content]) => {
		return [key, { ...content, revision: answers[key]?.revision ?? 0 }] as const;
	});
	await patchCopy(vault, place, Object.fromEntries(own));
	const address = `${placeName(place)}/changes?after=${change}`;
	const said = await fetchJson<{
		change: number;
		answers: (AnswerContent & { question: string; revision: number })[];
	}>(address);
	if (!said) return;
	const theirs = said.answers.map(({ question, status, value, reason, exposure, revision }) => {
		return [question, { status, value, reason, exposure, revision }] as const;
	});
	await patchCopy(vault, place, Object.fromEntries(theirs), said.change);
}
