import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Outcome, Save } from '#lib/client/saves.ts';
import type { Death, Record as SaveRecord } from './crashServer.ts';
import {
	type Edit,
	QUESTIONS,
	anyEdit,
	applyEdit,
	nothing,
	numbersOf,
	typeOf
} from './saveEdits.ts';
import { type Client, type Traffic, breathe, createClient } from './savingClient.ts';
import type { SavingServer } from './savingServer.ts';

/** One thing that happens. Clients are numbered; a number too high means an earlier one. */
export type Step =
	| { do: 'type'; client: number; question: string; edit: Edit }
	/** Milliseconds in which nobody does anything: long enough for a page to begin to save. */
	| { do: 'wait'; ms: number }
	| { do: 'line'; client: number; up: boolean }
	/** What the line does with the request that waits: how often it arrives, and its reply. */
	| { do: 'deliver'; client: number; copies: number; reply: Fate }
	/** An old request arrives once more, late. */
	| { do: 'ghost'; which: number }
	| { do: 'hear'; client: number }
	| { do: 'reopen'; client: number; isLate: boolean }
	| { do: 'resolve'; client: number; keep: 'current' | 'beside' | 'both' };
type Fate = 'through' | 'lost' | 'held';

const typing = (at: number, edit: { question: string; edit: Edit }): Step => ({
	do: 'type',
	client: at,
	...edit
});
const waiting = (ms: number): Step => ({ do: 'wait', ms });

const client = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 12, arbitrary: fc.tuple(client, anyEdit).map(([at, edit]) => typing(at, edit)) },
	{ weight: 6, arbitrary: fc.constantFrom(...[1600, 1600, 1600, 40_000].map(waiting)) },
	{
		weight: 10,
		arbitrary: fc.record({
			do: fc.constant('deliver' as const),
			client,
			copies: fc.constantFrom(1, 1, 1, 2),
			reply: fc.constantFrom<Fate>('through', 'through', 'lost', 'held')
		})
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('hear' as const), client }) },
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('line' as const), client, up: fc.boolean() })
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('ghost' as const), which: fc.nat(40) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('reopen' as const),
			client,
			isLate: process.env.NOT_LATE ? fc.constant(false) : fc.boolean()
		})
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('resolve' as const),
			client,
			keep: fc.constantFrom('current' as const, 'beside' as const, 'both' as const)
		})
	}
);
/** Two to four pages, what happens to them, and at which deliveries the server is killed. */
export interface Story {
	clients: number;
	steps: Step[];
	deaths: { at: number; die: Death }[];
}

/** Stories of up to `length` steps in which the server dies at most `deaths` times. */
export function anyStory(length: number, deaths: number): fc.Arbitrary<Story> {
	return fc.record({
		clients: fc.integer({ min: 2, max: 4 }),
		steps: fc.array(step, { minLength: 5, maxLength: length, size: 'max' }),
		deaths: fc.array(fc.record({ at: fc.nat(6), die: fc.constantFrom<Death>('before', 'after') }), {
			minLength: Math.min(1, deaths),
			maxLength: deaths,
			size: 'max'
		})
	});
}

/** What a run left behind, for the checks. */
export interface Ran {
	clients: Client[];
	traffic: Traffic;
	/** Numbers of the words typed, by question, and of those somebody took out. */
	typed: Map<string, Set<string>>;
	removed: Set<string>;
	/** Revisions that settling a conflict wrote are no save's. */
	record: SaveRecord;
	/** Whether everybody came to rest. */
	isSettled: boolean;
}

/** Tells a story to a server and lets everybody come to rest; `advance` is the test's clock. */
export async function tell(
	server: SavingServer,
	story: Story,
	advance: (ms: number) => Promise<unknown>
): Promise<Ran> {
	const { accounts, studyId, roundId } = server.world;
	const members = [accounts.sokha, accounts.dara];
	const begun = await server.order<{ delegation: string; response: string }>({
		do: 'begin',
		studyId,
		roundId,
		area: 'together',
		members
	});
	const { delegation, response } = begun!;
	const traffic: Traffic = { sent: [], replies: [], breaches: [] };
	// Two devices each: the first two clients are different people.
	const clients = Array.from({ length: story.clients }, (_, at) =>
		createClient(server, traffic, delegation, {
			name: `${at % 2 === 0 ? 'Sokha' : 'Dara'} ${at}`,
			account: members[at % 2]!
		})
	);
	const typed = new Map(QUESTIONS.map((question) => [question, new Set<string>()]));
	const removed = new Set<string>();
	const readRecord = async () =>
		(await server.order<SaveRecord>({ do: 'record', response })) as SaveRecord;
	let words = 0;
	let deliveries = 0;
	const deaths = new Map(story.deaths.map(({ at, die }) => [at, die]));
	for (const each of clients) await each.open();

	function take(account: string, save: Save, answers: Outcome[]): void {
		const before = traffic.replies.find((each) => each.save.saveId === save.saveId);
		if (before && !isDeepStrictEqual(before.answers, answers))
			traffic.breaches.push(`${save.saveId} was answered in two ways`);
		if (!before) traffic.replies.push({ save, answers });
	}

	const saveOnce = (account: string, save: Save, die?: Death) =>
		server.order<{ answers: Outcome[] }>({ do: 'save', account, response, save, die });

	async function deliver(to: Client, copies: number, reply: Fate): Promise<void> {
		const { flight } = to;
		if (!flight) return;
		if (!flight.reply) {
			const death = deaths.get(deliveries);
			deliveries += 1;
			const replies = await Promise.all(
				Array.from({ length: copies }, () => saveOnce(to.account, flight.save, death))
			);
			flight.reply = replies[0] ?? 'died';
			for (const each of replies) if (each) take(to.account, flight.save, each.answers);
		}
		if (reply === 'held') return;
		to.flight = undefined;
		const { reply: came } = flight;
		if (reply === 'lost' || came === 'died') flight.settle({ kind: 'later', why: 'offline' });
		else {
			traffic.sent.find(({ save }) => save.saveId === flight.save.saveId)!.isAnswered = true;
			flight.settle({ kind: 'done', answers: came.answers });
		}
		await breathe();
	}

	function type(by: Client, question: string, edit: Edit): void {
		const now = by.fields.get(question)!;
		const next = applyEdit(now, edit, () => String(++words).padStart(4, '0'));
		const [before, after] = [numbersOf(now.value), numbersOf(next.value)];
		for (const number of after) if (!before.includes(number)) typed.get(question)!.add(number);
		for (const number of before) if (!after.includes(number)) removed.add(number);
		by.fields.set(question, next);
		by.queue.changed(question);
	}

	async function ghost(which: number): Promise<void> {
		const { sent } = traffic;
		const old = sent[which % Math.max(1, sent.length)];
		if (!old) return;
		const before = old.isAnswered && JSON.stringify(await readRecord());
		const reply = await saveOnce(old.account, old.save);
		take(old.account, old.save, reply!.answers);
		if (before && before !== JSON.stringify(await readRecord()))
			traffic.breaches.push(
				`${old.save.saveId} arrived again after its reply, and changed something`
			);
	}

	async function resolve(by: Client, wish: 'current' | 'beside' | 'both'): Promise<void> {
		const { conflicts, answers, revisions } = await readRecord();
		const open = conflicts.find(({ resolvedAt }) => resolvedAt === null);
		if (!open) return;
		const { question, revision } = open;
		const current = answers.find((each) => each.question === question)!.value;
		const beside = revisions.find(
			(each) => each.question === question && each.revision === revision
		)!.value;
		const isText = [current, beside].every((value) => typeof value === 'string');
		const mayJoin = isText && typeOf(question) === 'long_text';
		const keep = wish === 'both' && !mayJoin ? 'current' : wish;
		if (keep !== 'both') {
			const kept = numbersOf(keep === 'current' ? current : beside);
			const dropped = numbersOf(keep === 'current' ? beside : current);
			for (const number of dropped) if (!kept.includes(number)) removed.add(number);
		}
		await server.order({ do: 'resolve', account: by.account, response, question, revision, keep });
	}

	async function happen(now: Step): Promise<void> {
		const who = 'client' in now ? clients[now.client % clients.length]! : clients[0]!;
		switch (now.do) {
			case 'type':
				return type(who, now.question, now.edit);
			case 'wait':
				return void (await advance(now.ms));
			case 'line':
				who.isUp = now.up;
				if (!now.up) return deliver(who, 0, 'lost');
				return who.queue.retry();
			case 'deliver':
				return deliver(who, now.copies, now.reply);
			case 'ghost':
				return ghost(now.which);
			case 'hear':
				who.wake();
				return void (who.isUp && (await who.hear()));
			case 'reopen':
				who.close();
				await who.open();
				return now.isLate ? undefined : who.wake();
			case 'resolve':
				return resolve(who, now.keep);
		}
	}

	/** Everybody is back, and nothing gets lost any more but by the deaths still to come. */
	async function comeToRest(): Promise<boolean> {
		for (let round = 0; round < 12; round += 1) {
			let isMoving = false;
			for (const each of clients) {
				each.isUp = true;
				each.wake();
				await breathe();
				for (let turn = 0; turn < 20 && (each.flight || each.queue.isUnsaved()); turn += 1) {
					isMoving = true;
					each.queue.retry();
					if (!each.flight) void each.queue.flush();
					await breathe();
					await deliver(each, 1, 'through');
				}
			}
			for (const each of clients) if (await each.hear()) isMoving = true;
			if (!isMoving) return true;
		}
		return false;
	}

	try {
		for (const now of story.steps) {
			await happen(now);
			await breathe();
		}
		const isSettled = await comeToRest();
		return { clients, traffic, typed, removed, record: await readRecord(), isSettled };
	} finally {
		for (const each of clients) each.queue.stop();
	}
}

/** What an answer holds now, as the server has it. */
export function standing(record: SaveRecord, question: string): AnswerContent {
	const found = record.answers.find((each) => each.question === question);
	if (!found) return nothing();
	const { status, value, reason, exposure } = found;
	return { status, value, reason, exposure };
}
