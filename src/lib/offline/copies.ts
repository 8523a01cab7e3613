import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Place } from './outbox.ts';
import { placeName } from './takePending.ts';
import type { Taken, Vault } from './vault.ts';

/** After this a copy is fetched again though nothing is known to have changed, in milliseconds. */
const FRESH = 6 * 60 * 60_000;

const nameOf = (vault: Vault, place: Place) => vault.nameOf(`copy ${placeName(place)}`);

/** The area as this device has it. */
export async function copyOf(vault: Vault, place: Place): Promise<Taken<'copies'> | undefined> {
	return vault.get('copies', await nameOf(vault, place));
}

/** Keeps an area as the server gave it. */
export async function putCopy(vault: Vault, view: AreaView): Promise<void> {
	await vault.put('copies', await nameOf(vault, view), placeName(view), { view });
}

/** JSON from an address of ours; null where there is none now. Never throws. */
async function fetchJson<T>(address: string): Promise<T | null> {
	try {
		const answer = await fetch(address, { headers: { accept: 'application/json' } });
		if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return null;
		return (await answer.json()) as T;
	} catch {
		return null;
	}
}

/** Fetches one area into this device; false where the line or the server did not give it. */
async function fetchCopy(vault: Vault, place: Place): Promise<boolean> {
	const view = await fetchJson<AreaView>(`${placeName(place)}/view`);
	if (view) await putCopy(vault, view);
	return view !== null;
}

/**
 * Fetches the areas of a delegation this device lacks, or has an older state of, one after
 * another. `onKept` is told how many of them it has. Stops where one cannot be had.
 */
export async function fetchAll(
	vault: Vault,
	view: AreaView,
	onKept: (kept: number) => void = () => {}
): Promise<void> {
	let kept = 0;
	for (const link of view.areas) {
		const place = { home: view.home, area: link.name };
		const copy = await copyOf(vault, place);
		if (link.name !== view.area && !isFresh(copy, link) && !(await fetchCopy(vault, place))) return;
		onKept(++kept);
	}
}

function isFresh(
	copy: Taken<'copies'> | undefined,
	{ state, answered, asked }: AreaView['areas'][number]
): boolean {
	if (!copy) return false;
	const { counts, state: before } = copy.content.view;
	const isSame = before === state && counts.answered === answered && counts.asked === asked;
	// An area nobody has begun counts nothing yet on the server.
	return (isSame || state === 'not_started') && copy.at > Date.now() - FRESH;
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
