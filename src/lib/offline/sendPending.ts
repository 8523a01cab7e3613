import { createAutosave } from '#lib/client/autosave.ts';
import type {
	Delay,
	GivenAnswer,
	Known,
	MergeContents,
	Pending,
	Save,
	SendResult,
	Unsent
} from '#lib/client/saves.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';

/** What the server has is not known here. Nobody answers this, so every text differs from it. */
const UNKNOWN: AnswerContent = {
	status: 'answered',
	value: '\u0000',
	reason: null,
	exposure: 'public'
};

/** Whether anything of it is still to be sent; what was refused waits for a person. */
export function isSendable({ save, later = [], unsent }: Pending): boolean {
	return save !== null || later.length > 0 || Object.keys(unsent).length > 0;
}

/**
 * Sends what a closed page left, with the same queue the page itself has: a save on its way
 * goes first, exactly as it was, then the rest, each kept before it goes. `keep` is told what is
 * left after every step. Gives why it stopped, or null when everything was answered.
 */
export async function sendPending(
	pending: Pending,
	given: {
		send: (save: Save) => Promise<SendResult>;
		keep: (left: Pending | null) => Promise<void>;
		loadMerge: () => Promise<MergeContents>;
		makeId: () => string;
	}
): Promise<Delay | null> {
	const known: Record<string, Known> = {};
	for (const { question, base } of textsOf(pending))
		known[question] ??= { revision: base, content: UNKNOWN };
	const fields = new Map<string, AnswerContent>();
	let keeping = Promise.resolve();
	let why: Delay | null = null;
	const queue = createAutosave({
		known,
		read: (question) => fields.get(question) ?? UNKNOWN,
		show: (question, content) => void fields.set(question, content),
		send: async (save) => {
			// A request that is lost on the way back must find the same save here.
			await keeping;
			const result = await given.send(save);
			if (result.kind === 'later') why = result.why;
			return result;
		},
		loadMerge: given.loadMerge,
		makeId: given.makeId,
		onStatus: () => {},
		onOutcome: () => {},
		onPending: (left) => (keeping = keeping.then(() => given.keep(left)))
	});
	queue.restore(pending);
	// One save carries a limited number of answers.
	while (!why && !(await queue.flush()) && isSendable(queue.pending() ?? NOTHING));
	queue.stop();
	await keeping;
	return why;
}

/** Every text of it, in the order they are sent. */
export function textsOf({ save, later = [], unsent, refused }: Pending): GivenAnswer[] {
	const sent = [...(save ? [save] : []), ...later].flatMap(({ answers }) => answers);
	return [...sent, ...answersOf({ ...refused, ...unsent })];
}

const answersOf = (texts: Record<string, Unsent>): GivenAnswer[] =>
	Object.entries(texts).map(([question, { base, content }]) => ({ question, base, ...content }));

const NOTHING: Pending = { save: null, unsent: {}, refused: {} };

/**
 * Several closed pages of one area as one: their saves in order, then what was not yet sent.
 * What a later page has of a question was not typed on what an earlier one sent of it.
 */
export function joinPending(all: readonly Pending[], makeId: () => string): Pending {
	const joined: Pending = { save: null, later: [], foreign: {}, unsent: {}, refused: {} };
	for (const [at, { save, later = [], foreign = {}, unsent, refused }] of all.entries()) {
		const rest = all.slice(at + 1).flatMap(textsOf);
		const after = new Set(rest.map(({ question }) => question));
		const saves = [...(save ? [save] : []), ...later];
		if (at === all.length - 1) joined.unsent = unsent;
		else if (Object.keys(unsent).length > 0)
			saves.push({ saveId: makeId(), answers: answersOf(unsent) });
		for (const each of saves) {
			const apart = each.answers.filter(({ question }) => after.has(question));
			const names = [...(foreign[each.saveId] ?? []), ...apart.map(({ question }) => question)];
			if (names.length > 0) joined.foreign![each.saveId] = [...new Set(names)];
			joined.later!.push(each);
		}
		Object.assign(joined.refused, refused);
	}
	return joined;
}
