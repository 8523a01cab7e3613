import { isDeepStrictEqual } from 'node:util';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Outcome, Save } from '#lib/client/saves.ts';
import type { Death, Record as SaveRecord } from './crashServer.ts';
import {
	type Edit,
	QUESTIONS,
	applyEdit,
	nothing,
	numbersOf,
	typeOf,
	wordsOf
} from './saveEdits.ts';
import type { Fate, Keep, Step, Story } from './saveSteps.ts';
import { type Client, type Traffic, breathe, createClient } from './savingClient.ts';
import type { SavingServer } from './savingServer.ts';

type Revision = SaveRecord['revisions'][number];

/** What a run left behind, for the checks. */
export interface Ran {
	clients: Client[];
	traffic: Traffic;
	/** Numbers of the words typed, by question, and of those somebody took out. */
	typed: Map<string, Set<string>>;
	removed: Set<string>;
	record: SaveRecord;
	/** Texts kept beside that somebody settled, as “question revision”. */
	settled: Set<string>;
	/** The same of those each member finds on the page, to be settled. */
	shown: string[][];
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
	const settled = new Set<string>();
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

	/** Words somebody puts away on purpose: those of one text that are not in what they want. */
	function drop(from: unknown, wanted: unknown): void {
		const kept = numbersOf(wanted);
		for (const number of numbersOf(from)) if (!kept.includes(number)) removed.add(number);
	}

	/** What the page shows as saved, as a revision; that of the record where it shows none. */
	function seenBy(by: Client, record: SaveRecord, question: string): Revision {
		const all = record.revisions.filter((each) => each.question === question);
		const current = record.answers.find((each) => each.question === question)!.revision;
		const known = by.queue.known(question)?.revision || current;
		return all.find(({ revision }) => revision === Math.min(known, current))!;
	}

	async function resolve(by: Client, wish: Keep): Promise<void> {
		const record = await readRecord();
		const open = record.conflicts.find(({ resolvedAt }) => resolvedAt === null);
		if (!open) return;
		const { question, revision } = open;
		const seen = seenBy(by, record, question);
		const beside = record.revisions.find(
			(each) => each.question === question && each.revision === revision
		)!;
		const isText = [seen.value, beside.value].every((value) => typeof value === 'string');
		const mayJoin = isText && typeOf(question) === 'long_text';
		const keep = (wish === 'both' || wish === 'combined') && !mayJoin ? 'current' : wish;
		const others = wordsOf(beside.value).filter(
			(word) => !numbersOf(seen.value).includes(word.slice(-4))
		);
		const text = `${String(seen.value)}${others.map((word) => ` ${word.trimStart()}`).join('')}`;
		const current = record.answers.find((each) => each.question === question)!;
		if (keep === 'current') drop(beside.value, `${String(current.value)} ${String(seen.value)}`);
		if (keep === 'beside') drop(seen.value, beside.value);
		const at = { account: by.account, response, question, revision, base: seen.revision };
		await server.order({ do: 'resolve', ...at, keep, text });
		settled.add(`${question} ${revision}`);
	}

	async function restore(by: Client, question: string, which: number): Promise<void> {
		const record = await readRecord();
		const all = record.revisions.filter((each) => each.question === question);
		if (all.length === 0 || !record.answers.some((each) => each.question === question)) return;
		const wanted = all[which % all.length]!;
		const seen = seenBy(by, record, question);
		drop(seen.value, wanted.value);
		const at = { account: by.account, response, question, base: seen.revision };
		await server.order({ do: 'restore', ...at, revision: wanted.revision });
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
			case 'race': {
				const other = clients[now.other % clients.length]!;
				const both = [who, ...(other === who ? [] : [other])];
				return void (await Promise.all(both.map((each) => deliver(each, 1, 'through'))));
			}
			case 'compose':
				return who.compose(now.question);
			case 'resolve':
				return resolve(who, now.keep);
			case 'restore':
				return restore(who, now.question, now.which);
		}
	}

	/** Everybody is back, and nothing gets lost any more but by the deaths still to come. */
	async function comeToRest(): Promise<boolean> {
		for (let round = 0; round < 12; round += 1) {
			let isMoving = false;
			for (const each of clients) {
				each.isUp = true;
				each.wake();
				each.compose(null);
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
		const record = await readRecord();
		const shown = await Promise.all(
			members.map((account) => server.order<string[]>({ do: 'conflicts', account, delegation }))
		);
		return {
			...{ clients, traffic, typed, removed, settled, record, isSettled },
			shown: shown.map((each) => each!)
		};
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
