import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Autosave, createAutosave } from '#lib/client/autosave.ts';
import { sameContent } from '#lib/client/knownAnswers.ts';
import type { GivenAnswer, Known, Outcome, Pending, Save, SendResult } from '#lib/client/saves.ts';
import type { Changes } from '#lib/server/responses/changes.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { mergeContent } from '#lib/xlsform/mergeText.ts';
import type { SavingServer } from './savingServer.ts';
import { QUESTIONS, nothing, numbersOf, typeOf } from './saveEdits.ts';

/** What the server says an answer is now, as a page takes it on. */
function knownOf(answer: Changes['answers'][number]): Known {
	const { revision, status, value, reason, exposure } = answer;
	return { revision, content: { status, value, reason, exposure } as AnswerContent };
}

/** A request on the line: not delivered yet, or delivered with the reply still on its way. */
interface Flight {
	save: Save;
	reply?: { answers: Outcome[] } | 'died';
	settle: (result: SendResult) => void;
}

/** What a device has of a page it opened: what stood there, and what is not through. */
interface Device {
	known: Record<string, Known>;
	after: number;
	pending: Pending | null;
}

/**
 * One open page of one person: the real queue, fields without a browser around them, and a line
 * on which a request stays until a step says what becomes of it.
 */
export interface Client {
	name: string;
	account: string;
	fields: Map<string, AnswerContent>;
	queue: Autosave;
	flight: Flight | undefined;
	isUp: boolean;
	/** The question in whose field letters are being put together. */
	composing: string | null;
	/** Every text the device showed last, for the texts a reopened page must have. */
	device: Device;
	/** Kept by the device and not given to the page yet. */
	waiting: Pending | undefined;
	after: number;
	/** The highest revision the page was told of, by question. */
	told: Map<string, number>;
	open(): Promise<void>;
	close(): void;
	wake(): void;
	compose(question: string | null): void;
	hear(): Promise<boolean>;
}

/** Everything sent and answered in one run. */
export interface Traffic {
	sent: { account: string; save: Save; isAnswered: boolean }[];
	replies: { save: Save; answers: Outcome[] }[];
	/** What went wrong while it ran, in words. */
	breaches: string[];
}

/** Pages send texts in one Unicode form, whichever the keyboard gave. */
export const asPagesDo = (content: AnswerContent): AnswerContent =>
	JSON.parse(JSON.stringify(content).normalize('NFC'));

/** No two texts with words in them are the same by chance: every word has its own number. */
const isText = ({ value }: GivenAnswer) => numbersOf(value).length > 0;
const same = (one: GivenAnswer) => (other: GivenAnswer) => isDeepStrictEqual(one, other);

/** Lets promises that can go on do so. Timers are the test's own. */
export const breathe = () => new Promise<void>((done) => setImmediate(done));

/** A page that has not been opened yet. */
export function createClient(
	server: SavingServer,
	traffic: Traffic,
	delegation: string,
	{ name, account }: { name: string; account: string }
): Client {
	const merge = (
		question: string,
		base: AnswerContent,
		mine: AnswerContent,
		theirs: AnswerContent
	) => mergeContent({ type: typeOf(question) }, base, mine, theirs).merged;

	function send(save: Save): Promise<SendResult> {
		const copy = structuredClone(save);
		const before = traffic.sent.find((each) => each.save.saveId === copy.saveId);
		if (before && JSON.stringify(before.save) !== JSON.stringify(copy))
			traffic.breaches.push(`${name} sent ${copy.saveId} again, but changed`);
		const isTwin = ({ save: other, isAnswered }: Traffic['sent'][number]) =>
			!isAnswered && other.answers.some((each) => isText(each) && copy.answers.some(same(each)));
		if (!before && traffic.sent.some(isTwin))
			traffic.breaches.push(`${name} gave a save that is on its way a second key`);
		if (!before) traffic.sent.push({ account, save: copy, isAnswered: false });
		if (!client.isUp) return Promise.resolve({ kind: 'later', why: 'offline' });
		return new Promise((settle) => {
			client.flight = { save: copy, settle };
		});
	}

	/** What stood in the fields that were not through when the page was closed. */
	let left = new Map<string, AnswerContent>();

	function tell(question: string, revision: number): void {
		const before = client.told.get(question) ?? 0;
		if (revision < before)
			traffic.breaches.push(`${name} went back from revision ${before} of ${question}`);
		client.told.set(question, revision);
	}

	const client: Client = {
		name,
		account,
		fields: new Map(),
		queue: undefined as never,
		flight: undefined,
		isUp: true,
		composing: null,
		device: { known: {}, after: 0, pending: null },
		waiting: undefined,
		after: 0,
		told: new Map(),
		async open() {
			if (client.isUp) {
				const found = await server.order<Changes>({
					do: 'changes',
					account,
					delegation,
					after: 0
				});
				client.device.after = found!.change;
				client.device.known = Object.fromEntries(
					QUESTIONS.map((question) => [question, { revision: 0, content: nothing() }])
				);
				for (const answer of found!.answers) client.device.known[answer.question] = knownOf(answer);
			}
			client.after = client.device.after;
			client.composing = null;
			client.told.clear();
			const known = structuredClone(client.device.known);
			client.fields = new Map(Object.entries(known).map(([key, { content }]) => [key, content]));
			const { fields } = client;
			client.waiting = client.device.pending ?? undefined;
			client.queue = createAutosave({
				known,
				read: (question) => asPagesDo(fields.get(question)!),
				show(question, content) {
					if (question === client.composing)
						traffic.breaches.push(`${name} was written to in the middle of a word`);
					fields.set(question, structuredClone(content));
				},
				isHeld: (question) => question === client.composing,
				send,
				loadMerge: async () => merge,
				makeId: randomUUID,
				onStatus: () => {},
				onOutcome: (outcome, { revision }) => tell(outcome.question, revision),
				onPending: (pending) => {
					if (fields !== client.fields) return;
					// Through JSON, as it is kept; a page that was not given the last one keeps none.
					if (!client.waiting) client.device.pending = JSON.parse(JSON.stringify(pending));
				}
			});
		},
		close() {
			client.wake();
			client.queue.stop();
			client.flight = undefined;
			const kept = client.device.pending;
			const saves = kept ? [...(kept.save ? [kept.save] : []), ...(kept.later ?? [])] : [];
			const questions = [
				...saves.flatMap(({ answers }) => answers.map(({ question }) => question)),
				...Object.keys({ ...kept?.unsent, ...kept?.refused })
			];
			left = new Map(questions.map((key) => [key, asPagesDo(client.fields.get(key)!)]));
			client.fields = new Map();
		},
		wake() {
			const { waiting } = client;
			client.waiting = undefined;
			if (!waiting) return;
			const isTyped = client.queue.isUnsaved();
			client.queue.restore(waiting);
			for (const [question, content] of left) {
				// Into the middle of a word nothing is put: it is sent by itself, and merged.
				const isPut = !isTyped && question !== client.composing;
				if (isPut && !sameContent(content, asPagesDo(client.fields.get(question)!)))
					traffic.breaches.push(`${name} came back to another text of ${question}`);
			}
		},
		compose(question) {
			const before = client.composing;
			client.composing = question;
			if (before !== null && before !== question) void client.queue.release(before);
		},
		async hear() {
			const { after } = client;
			const heard = await server.order<Changes>({ do: 'changes', account, delegation, after });
			for (const answer of heard!.answers) client.queue.arrived(answer.question, knownOf(answer));
			client.after = heard!.change;
			await breathe();
			return heard!.answers.length > 0;
		}
	};
	return client;
}
