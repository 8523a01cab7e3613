import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { placesIn } from '#lib/xlsform/placedAnswers.ts';
import { CHANGE_KINDS, type CarryMark, type ChangeKind } from '#lib/terms.ts';
import { type Match, type WhyShown, isCounted, matchEarlier, saysTheSame } from './carryMatch.ts';

type Given = AnswerContent & { question: string };

/** One answer of two rounds, with what became of it. */
export interface ChangedAnswer {
	key: string;
	/** Its area now; that of then where it is not asked any more. */
	area: string;
	/** As it is asked now, or else as it was. */
	question: Question;
	/** Its entry, `2` or `2.1`; '' outside repeats. */
	place: string;
	kind: ChangeKind;
	/** Why the two cannot be compared. */
	why: WhyShown | null;
	/** What the delegation said of it. */
	mark: CarryMark | null;
	/** Then, with the question as it was asked. */
	before: { question: Question; content: AnswerContent } | null;
	now: AnswerContent | null;
}

function kindOf(
	match: Match | undefined,
	before: AnswerContent | undefined,
	now: AnswerContent | undefined,
	mark: CarryMark | undefined
): ChangeKind {
	if (!before || !match) return 'new';
	if (match.why) return 'not_comparable';
	if (!now) return 'not_answered';
	if (now.status === 'dont_know' && before.status !== 'dont_know') return 'no_longer_known';
	// A draft may be marked as changed before it is: submitting asks for the change.
	return saysTheSame(before, now) && mark !== 'changed' ? 'still_true' : 'changed';
}

function placeOf(places: ReturnType<typeof placesIn>, key: string): string {
	return (places.get(key)?.steps ?? []).map(({ position }) => position).join('.');
}

/**
 * What became of each answer of a delegation since the round before, in the order of the
 * questionnaire of now, and behind it what is not asked any more. Takes what is there to be
 * compared; nothing that is not given counts (rule R12).
 */
export function compareRounds(
	definitions: { before: Definition; now: Definition },
	answers: { before: readonly Given[]; now: readonly Given[] },
	marks: ReadonlyMap<string, { mark: CarryMark }>
): ChangedAnswer[] {
	const then = new Map(answers.before.map((answer) => [answer.question, answer]));
	const today = new Map(
		answers.now
			.filter(({ status }) => status !== 'empty')
			.map((answer) => [answer.question, answer])
	);
	const places = {
		before: placesIn(definitions.before, answers.before),
		now: placesIn(definitions.now, answers.now)
	};
	const found: ChangedAnswer[] = [];
	for (const key of new Set([...then.keys(), ...today.keys()])) {
		const [before, now] = [then.get(key), today.get(key)];
		const match = before && matchEarlier(definitions.before, definitions.now, before);
		const asked = findAskedQuestion(definitions.now, key) ?? match?.was;
		if (!asked || !isCounted(asked.question) || (!match && !now)) continue;
		const mark = marks.get(key)?.mark;
		found.push({
			key,
			area: asked.area.name,
			question: asked.question,
			place: placeOf(now ? places.now : places.before, key),
			kind: kindOf(match, before, now, mark),
			why: match?.why ?? null,
			mark: mark ?? null,
			before: before && match ? { question: match.was.question, content: before } : null,
			now: now ?? null
		});
	}
	return inOrder(definitions, found);
}

/** Of two entries of one question the earlier comes first. */
function inOrder(
	{ before, now }: { before: Definition; now: Definition },
	found: ChangedAnswer[]
): ChangedAnswer[] {
	const names = [now, before].flatMap(({ areas }) =>
		areas.flatMap((area) => area.questions.map(({ name }) => name))
	);
	const order = new Map<string, number>();
	for (const name of names) if (!order.has(name)) order.set(name, order.size);
	const at = ({ question }: ChangedAnswer) => order.get(question.name) ?? order.size;
	return found.sort(
		(left, right) =>
			at(left) - at(right) || left.place.localeCompare(right.place, 'en', { numeric: true })
	);
}

export type KindCounts = Record<ChangeKind, number>;

/** How many answers there are of each kind. */
export function countKinds(found: readonly Pick<ChangedAnswer, 'kind'>[]): KindCounts {
	const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as KindCounts;
	for (const { kind } of found) counts[kind] += 1;
	return counts;
}
