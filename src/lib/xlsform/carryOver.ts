/**
 * Which answers of a delegation stay answers when its round moves to another version of the
 * questionnaire. Nothing is thrown away: what cannot stay is kept under a key no question
 * has, `name@type`, from where it returns should a later version ask it again.
 */
import { answerKey, readAnswerKey } from './answerKey.ts';
import type { AnswerContent } from './answers.ts';
import { checkContent } from './checkValue.ts';
import type { Definition } from './definition.ts';
import { carriesOver, typesAgree } from './difference.ts';
import { placesOf, repeatsAround } from './places.ts';
import { sameValue } from './sameValue.ts';

/** Why an answer could not stay: not asked any more, another type, moved into or out of a repeat, not on the list. */
export type Loss = 'gone' | 'type' | 'place' | 'value';

export interface Carried {
	/** Key it is kept under, before and after. */
	from: string;
	to: string;
	/** Area of the new version that has the question; null where it is set aside. */
	area: string | null;
	/** There where it is set aside now; one that was set aside before has none. */
	loss?: Loss;
}

const ASIDE = /^(.+)@([a-z_]+)(?:\.\d+)?$/;

/** The question and type of an answer set aside, from its key; null for any other key. */
export function readAsideKey(
	key: string
): { name: string; type: string; entries: string[] } | null {
	const read = readAnswerKey(key);
	const found = read && ASIDE.exec(read.name);
	return found ? { name: found[1]!, type: found[2]!, entries: read.entries } : null;
}

function asideKey(
	name: string,
	type: string,
	entries: readonly string[],
	isTaken: (key: string) => boolean
): string {
	for (let copy = 1; ; copy += 1) {
		const key = answerKey(`${name}@${type}${copy === 1 ? '' : `.${copy}`}`, entries);
		if (!isTaken(key)) return key;
	}
}

/** What a name stands for in a definition: its type (`repeat` for a repeat) and its place. */
function lookUp(definition: Definition, name: string) {
	const { questions, repeats } = placesOf(definition);
	const asked = questions.get(name);
	if (asked)
		return {
			type: asked.question.type as string,
			question: asked.question,
			area: asked.area.name,
			repeats: repeatsAround(asked)
		};
	const repeat = repeats.get(name);
	if (!repeat) return undefined;
	return {
		type: 'repeat',
		question: undefined,
		area: repeat.area.name,
		repeats: repeatsAround(repeat)
	};
}

type Content = Pick<AnswerContent, 'status' | 'value' | 'reason' | 'exposure'>;

function fitsQuestion(
	definition: Definition,
	found: NonNullable<ReturnType<typeof lookUp>>,
	content: Content
): boolean {
	if (!found.question || content.status !== 'answered') return true;
	return checkContent(definition, found.question, content).ok;
}

/**
 * Takes both versions and one delegation's answers, those set aside newest first; gives what
 * becomes of each.
 */
export function planCarryOver(
	before: Definition,
	after: Definition,
	answers: readonly (Content & { key: string })[]
): Carried[] {
	const taken = new Set(answers.map(({ key }) => key));
	const occupied = new Set<string>();
	const carried: Carried[] = [];
	const aside: (Content & { key: string })[] = [];
	for (const answer of answers) {
		if (readAsideKey(answer.key)) aside.push(answer);
		else carried.push(carryLive(before, after, answer, taken, occupied));
	}
	for (const answer of aside) {
		const { name, type, entries } = readAsideKey(answer.key)!;
		const key = answerKey(name, entries);
		const [did, now] = [before, after].map((definition) => {
			const found = lookUp(definition, name);
			const isHome =
				found !== undefined &&
				typesAgree(type, found.type) &&
				found.repeats.length === entries.length &&
				fitsQuestion(definition, found, answer);
			return isHome ? found : undefined;
		});
		// Where it had a home already, it was set aside for another reason.
		const returns = now !== undefined && !did && !occupied.has(key);
		if (returns) occupied.add(key);
		carried.push(
			returns
				? { from: answer.key, to: key, area: now.area }
				: { from: answer.key, to: answer.key, area: null }
		);
	}
	return carried;
}

function carryLive(
	before: Definition,
	after: Definition,
	answer: Content & { key: string },
	taken: Set<string>,
	occupied: Set<string>
): Carried {
	const { name, entries } = readAnswerKey(answer.key) ?? { name: answer.key, entries: [] };
	const [was, now] = [lookUp(before, name), lookUp(after, name)];
	const loss = lossOf(before, after, name, was, now, answer);
	if (!loss && now) {
		occupied.add(answer.key);
		return { from: answer.key, to: answer.key, area: now.area };
	}
	const to = asideKey(name, was?.type ?? 'unknown', entries, (key) => taken.has(key));
	taken.add(to);
	return { from: answer.key, to, area: null, loss: loss ?? 'gone' };
}

function lossOf(
	before: Definition,
	after: Definition,
	name: string,
	was: ReturnType<typeof lookUp>,
	now: ReturnType<typeof lookUp>,
	content: Content
): Loss | undefined {
	if (!was || !now) return 'gone';
	const agrees =
		was.question && now.question ? carriesOver(was.question, now.question) : was.type === now.type;
	if (!agrees) return 'type';
	if (!sameValue(was.repeats, now.repeats)) return 'place';
	// What did not fit before is no worse now; its delegation has been told.
	const fits = fitsQuestion(after, now, content) || !fitsQuestion(before, was, content);
	return fits ? undefined : 'value';
}
