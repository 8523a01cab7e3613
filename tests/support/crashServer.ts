/**
 * A server that can be told to die. It saves answers and tells what stands, as whoever an order
 * names, and knows no sign-in: a program of its own, started by savingServer.ts on the engine of
 * the run, so that `kill -9` is one. It ends with the program that started it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Save } from '#lib/client/saves.ts';
import { readConfig } from '#lib/server/config.ts';
import type { Context } from '#lib/server/context.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Db } from '#lib/server/database/database.ts';
import { openInstance } from '#lib/server/instance.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { listChanges } from '#lib/server/responses/changes.ts';
import { resolveConflict, restoreRevision } from '#lib/server/responses/history.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';

/** When the server dies: with everything written but not committed, or committed and not told. */
export type Death = 'before' | 'after';

export type Order =
	| { do: 'begin'; studyId: string; roundId: string; area: string; members: string[] }
	| { do: 'changes'; account: string; delegation: string; after: number }
	| { do: 'save'; account: string; response: string; save: Save; die?: Death | undefined }
	| {
			do: 'resolve';
			account: string;
			response: string;
			question: string;
			revision: number;
			base: number;
			keep: 'current' | 'beside' | 'both' | 'combined';
			text: string;
	  }
	| {
			do: 'restore';
			account: string;
			response: string;
			question: string;
			revision: number;
			base: number;
	  }
	| { do: 'conflicts'; account: string; delegation: string }
	| { do: 'record'; response: string };

const instance = await openInstance(readConfig(process.env));
const { system } = instance;

const die = () => process.kill(process.pid, 'SIGKILL');

/** A database whose transactions do all their work and then never end. */
function dyingDb(db: Db): Db {
	const transaction = () => ({
		execute: (work: Parameters<ReturnType<Db['transaction']>['execute']>[0]) =>
			db.transaction().execute(async (trx) => {
				await work(trx);
				die();
				await new Promise(() => {});
			})
	});
	return new Proxy(db, {
		get: (target, key) => (key === 'transaction' ? transaction : Reflect.get(target, key))
	});
}

const as = (accountId: string, db = system.db): Context => ({
	...system,
	db,
	actor: { accountId }
});

/** A delegation of its own for every run, so that none knows of another. */
async function begin({ studyId, roundId, area, members }: Order & { do: 'begin' }) {
	return asSystem(system.db, async (trx) => {
		const { id } = await trx
			.insertInto('delegations')
			.values({ study_id: studyId, round_id: roundId, country: 'KH', name: crypto.randomUUID() })
			.returning('id')
			.executeTakeFirstOrThrow();
		const response = await trx
			.insertInto('responses')
			.values({ study_id: studyId, round_id: roundId, delegation_id: id, area })
			.returning('id')
			.executeTakeFirstOrThrow();
		for (const account_id of members)
			await trx
				.insertInto('delegation_members')
				.values({ delegation_id: id, account_id })
				.execute();
		return { delegation: id, response: response.id };
	});
}

/** The answers a page is opened with, or told of since, with the number it goes on from. */
const readChanges = ({ account, delegation, after }: Order & { do: 'changes' }) =>
	listChanges(as(account), delegation, 'together', after);

/** The disagreements a member finds on the page, as “question revision”. */
async function readConflicts({ account, delegation }: Order & { do: 'conflicts' }) {
	const { conflicts } = await getAreaPage(as(account), delegation, 'together', 'en');
	return conflicts.map(({ question, revision }) => `${question} ${revision}`);
}

/** Everything there is about a response, for the test to judge. */
async function readRecord(response: string) {
	return asSystem(system.db, async (trx) => {
		const answers = await trx
			.selectFrom('answers')
			.select(['question', 'revision', 'status', 'value', 'reason', 'exposure'])
			.where('response_id', '=', response)
			.execute();
		const revisions = await trx
			.selectFrom('answer_revisions as v')
			.innerJoin('answers as a', 'a.id', 'v.answer_id')
			.select(['a.question', 'v.revision', 'v.standing', 'v.based_on as basedOn'])
			.select(['v.status', 'v.value', 'v.reason', 'v.exposure'])
			.where('a.response_id', '=', response)
			.orderBy('v.revision')
			.execute();
		const conflicts = await trx
			.selectFrom('answer_conflicts')
			.select(['question', 'revision', 'resolved_at as resolvedAt'])
			.where('response_id', '=', response)
			.execute();
		const saves = await trx
			.selectFrom('saves')
			.select(['id', 'outcome'])
			.where('response_id', '=', response)
			.execute();
		const audit = await trx
			.selectFrom('audit_entries')
			.select(['action', 'detail'])
			.where('subject_id', '=', response)
			.execute();
		return { answers, revisions, conflicts, saves, audit };
	});
}

async function obey(order: Order): Promise<unknown> {
	switch (order.do) {
		case 'begin':
			return begin(order);
		case 'changes':
			return readChanges(order);
		case 'save': {
			const db = order.die === 'before' ? dyingDb(system.db) : system.db;
			const { saveId, answers } = order.save;
			const input = { responseId: order.response, saveId, answers };
			const outcome = await saveAnswers(as(order.account, db), input);
			if (order.die === 'after') die();
			return outcome;
		}
		case 'resolve':
			await resolveConflict(as(order.account), { ...order, responseId: order.response });
			return {};
		case 'restore':
			return {
				result: await restoreRevision(as(order.account), { ...order, responseId: order.response })
			};
		case 'conflicts':
			return readConflicts(order);
		case 'record':
			return readRecord(order.response);
	}
}

export type Record = Awaited<ReturnType<typeof readRecord>>;

const server = createServer((request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const answer = (status: number, body: unknown) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		obey(JSON.parse(Buffer.concat(chunks).toString()) as Order).then(
			(done) => answer(200, done),
			(error: Error & { code?: string }) =>
				answer(500, { error: error.code ?? error.message, stack: error.stack })
		);
	});
});
server.listen(0, '127.0.0.1', () =>
	process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
);
process.stdin.on('end', () => void instance.close().finally(() => process.exit())).resume();
