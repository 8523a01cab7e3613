import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { code, makeCode } from '../support/codingWorld.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { writeIdentity } from '#lib/server/focusgroups/identities.ts';
import {
	CONSENT_ITEMS,
	type ConsentItem,
	type SessionRule,
	TURN_KINDS,
	TURN_MARKS,
	type TurnKind,
	type TurnMark,
	WITHDRAWAL_SCOPES,
	type WithdrawalScope
} from '#lib/terms.ts';
import { dumpAll, placeOf, withKey } from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { EXITS, type Exit } from '../support/exits.ts';
import { addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { type World, buildWorld } from '../support/world.ts';

/**
 * Rules R9 and R10 over every way out there is: for random consents, rules of meetings, marks,
 * checks, cells and withdrawals, no exit has a word above its level nor anybody's name, and what
 * is allowed does come out. What may leave is worked out here anew, not asked of the database.
 */
let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = withKey(await buildWorld(database));
});
afterAll(() => database.close());

interface Said {
	kind: TurnKind;
	mark: TurnMark;
	isStruck: boolean;
	loweredTo: number | null;
}
interface Somebody {
	country: 'KH' | 'ID';
	agrees: ConsentItem[];
	withdraws: WithdrawalScope | null;
	turns: Said[];
}
interface Meeting {
	rule: SessionRule;
	people: Somebody[];
}

const said: fc.Arbitrary<Said> = fc.record({
	kind: fc.constantFrom(...TURN_KINDS),
	// Most are quotable, or nearly nothing would come out.
	mark: fc.constantFrom(...TURN_MARKS, 'quotable', 'quotable'),
	isStruck: fc.constantFrom(false, false, false, true),
	loweredTo: fc.constantFrom(null, null, null, 0, 1, 2)
});
const somebody: fc.Arbitrary<Somebody> = fc.record({
	country: fc.constantFrom('KH', 'ID'),
	agrees: fc.oneof(
		fc.constant<ConsentItem[]>([...CONSENT_ITEMS]),
		fc
			.subarray(CONSENT_ITEMS.filter((item) => item !== 'take_part' && item !== 'notes'))
			.map((some): ConsentItem[] => ['take_part', 'notes', ...some])
	),
	withdraws: fc.constantFrom(null, null, ...WITHDRAWAL_SCOPES),
	turns: fc.array(said, { minLength: 1, maxLength: 3 })
});
const meeting: fc.Arbitrary<Meeting> = fc.record({
	rule: fc.constantFrom('open', 'chatham_house'),
	people: fc.array(somebody, { minLength: 1, maxLength: 5 })
});

/** What consent and withdrawal come to, by docs/focus-groups.md. */
function consentLevel({ agrees, withdraws }: Somebody, isWithdrawn: boolean): number {
	const has = (item: ConsentItem) => agrees.includes(item);
	const ladder: ConsentItem[] = ['quotation', 'country', 'organisation', 'name'];
	const steps = ladder.findIndex((item) => !has(item));
	const given = has('take_part') && has('notes') ? 1 + (steps < 0 ? ladder.length : steps) : 0;
	const most = { identity: 2, quotes: 1, future_use: 0, all: 0 };
	return isWithdrawn && withdraws ? Math.min(given, most[withdraws]) : given;
}

/** How far the words of a turn may go, without the size of the cell, which never withholds. */
function levelOf(somebodys: Somebody, turn: Said, rule: SessionRule, isWithdrawn: boolean): number {
	const mark = { off_record: 0, background: 1, quotable: 5 }[turn.mark];
	return Math.min(
		consentLevel(somebodys, isWithdrawn),
		rule === 'open' ? 5 : 2,
		turn.kind === 'observation' ? Math.min(1, mark) : mark,
		turn.isStruck ? 0 : (turn.loweredTo ?? 5)
	);
}

/** One spoken turn with the words that mark it. */
interface Marked {
	somebody: Somebody;
	turn: Said;
	word: string;
	rule: SessionRule;
}

let runs = 0;
async function hold({ rule, people }: Meeting) {
	const run = ++runs;
	const groupId = await addGroup(world, { name: `Sample meeting ${run}`, rule });
	const codeId = await makeCode(world, `sample code ${run}`);
	const marked: Marked[] = [];
	const names: string[] = [];
	const leavers: { id: string; scope: WithdrawalScope }[] = [];
	for (const [at, somebody] of people.entries()) {
		const id = await addParticipant(world, groupId, {
			pseudonym: `P${at + 1}`,
			country: somebody.country,
			agrees: somebody.agrees
		});
		const name = `Realname${run}x${at}`;
		await writeIdentity(world.as('rina'), {
			...placeOf(world, groupId, id),
			identity: { name, organisation: `Org${name}`, contact: `tel-${name}` }
		});
		names.push(name);
		if (somebody.withdraws) leavers.push({ id, scope: somebody.withdraws });
		for (const [place, turn] of somebody.turns.entries()) {
			const word = `sampleword${run}x${at}x${place}x`;
			const turnId = await addTurn(world, groupId, {
				participantId: id,
				body: `They said ${word} in the room.`,
				kind: turn.kind,
				mark: turn.mark,
				ordinal: at * 10 + place
			});
			if (turn.mark !== 'off_record') await code(world, 'rina', turnId, codeId, word);
			await asSystem(database.db, (trx) =>
				trx
					.updateTable('turns')
					.set({ struck_at: turn.isStruck ? new Date() : null, lowered_to: turn.loweredTo })
					.where('id', '=', turnId)
					.execute()
			);
			marked.push({ somebody, turn, word, rule });
		}
	}
	return { groupId, marked, names, leavers, words: `sampleword${run}x` };
}

async function withdraw(
	groupId: string,
	leavers: readonly { id: string; scope: WithdrawalScope }[]
) {
	for (const { id, scope } of leavers)
		await asSystem(database.db, (trx) =>
			trx
				.insertInto('withdrawals')
				.values({
					id: randomUUID(),
					participant_id: id,
					group_id: groupId,
					study_id: world.studyId,
					scope,
					recorded_by: world.accounts.nadia
				})
				.execute()
		);
}

/** Looks at every exit; gives how many words came out, by what the exit holds. */
async function judge(
	{ marked, names, words }: Pick<Awaited<ReturnType<typeof hold>>, 'marked' | 'names' | 'words'>,
	isWithdrawn: boolean
) {
	const out: Partial<Record<Exit['holds'], number>> = {};
	for (const exit of EXITS) {
		const text = await exit.read(world, words);
		for (const name of names) expect(text.includes(name), `${name} in ${exit.name}`).toBe(false);
		for (const { somebody, turn, word, rule } of marked) {
			const level = levelOf(somebody, turn, rule, isWithdrawn);
			const mayWork =
				turn.mark !== 'off_record' &&
				!turn.isStruck &&
				(turn.loweredTo ?? 5) >= 1 &&
				consentLevel(somebody, isWithdrawn) >= 1;
			const may = { quotable: level >= 2, 'worked with': mayWork, none: false }[exit.holds];
			expect(text.includes(word), `${word} in ${exit.name}`).toBe(may);
			if (may) out[exit.holds] = (out[exit.holds] ?? 0) + 1;
		}
	}
	return out;
}

test('nothing leaves above its level, before and after withdrawals, and nobody is named', async () => {
	const out = { quotable: 0, 'worked with': 0 };
	const count = (came: Partial<Record<Exit['holds'], number>>) => {
		for (const holds of ['quotable', 'worked with'] as const) out[holds] += came[holds] ?? 0;
	};
	await fc.assert(
		fc.asyncProperty(meeting, fc.integer({ min: 1, max: 6 }), async (held, cellSize) => {
			await asSystem(database.db, (trx) =>
				trx
					.updateTable('studies')
					.set({ cell_size: cellSize })
					.where('id', '=', world.studyId)
					.execute()
			);
			const made = await hold(held);
			count(await judge(made, false));
			await withdraw(made.groupId, made.leavers);
			count(await judge(made, true));
		}),
		{ numRuns: 8, endOnFailure: true }
	);
	// Allowed words do come out, or all of this would prove nothing.
	expect(out.quotable).toBeGreaterThan(0);
	expect(out['worked with']).toBeGreaterThan(0);
	// The whole database, too, has names only sealed.
	expect(await dumpAll(world)).not.toMatch(/Realname\d/);
}, 240_000);

test('a country is named only where the cell is large enough or the person agreed to more', async () => {
	const groupId = await addGroup(world, { name: 'Sample cells' });
	const size = 3;
	await asSystem(database.db, (trx) =>
		trx.updateTable('studies').set({ cell_size: size }).where('id', '=', world.studyId).execute()
	);
	const upTo = (last: ConsentItem): ConsentItem[] =>
		CONSENT_ITEMS.slice(0, CONSENT_ITEMS.indexOf(last) + 1);
	const join = async (pseudonym: string, last: ConsentItem) => {
		const id = await addParticipant(world, groupId, {
			pseudonym,
			country: 'LA',
			agrees: upTo(last)
		});
		await addTurn(world, groupId, { participantId: id, body: `Cell words of ${pseudonym}.` });
	};
	const countries = async () => {
		const text = await EXITS[2]!.read(world, '');
		const { quotes } = JSON.parse(text) as { quotes: { body: string; country: string | null }[] };
		return Object.fromEntries(
			quotes
				.filter(({ body }) => body.startsWith('Cell words'))
				.map(({ body, country }) => [body.slice(14, -1), country])
		);
	};
	await join('L1', 'country');
	await join('L2', 'organisation');
	expect(await countries()).toEqual({ L1: null, L2: 'LA' });
	await join('L3', 'country');
	expect(await countries()).toEqual({ L1: 'LA', L2: 'LA', L3: 'LA' });
});
