import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { codebookOf, exportQdaForCommand, packageOf } from '#lib/server/qda/exportQda.ts';
import {
	CONSENT_ITEMS,
	type ConsentItem,
	SESSION_RULES,
	TURN_KINDS,
	TURN_MARKS,
	WITHDRAWAL_SCOPES
} from '#lib/terms.ts';
import { openTestDatabase } from '../support/database.ts';
import { buildDatasetWorld } from '../support/datasetWorld.ts';
import {
	addGroup,
	addParticipant,
	addTurn,
	AGREES_TO_ALL,
	AGREES_TO_QUOTES,
	agree
} from '../support/groupWorld.ts';
import {
	addCode,
	addCoding,
	addComparison,
	addIdentity,
	addMemo,
	everyByte,
	exportAs,
	readBack
} from '../support/qdaWorld.ts';
import type { World } from '../support/world.ts';
import { judgeBySchema, noSchemas } from '../support/xmllint.ts';

/** What leaves as REFI-QDA: every word that may, no other, and no name (rules R4, R8, R10). */
let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildDatasetWorld(database);
});
afterAll(() => database.close());

const set = (turnId: string, values: Record<string, unknown>) =>
	asSystem(database.db, (trx) =>
		trx.updateTable('turns').set(values).where('id', '=', turnId).execute()
	);
const withdraw = (groupId: string, participantId: string, scope: string) =>
	asSystem(database.db, (trx) =>
		trx
			.insertInto('withdrawals')
			.values({
				id: randomUUID(),
				participant_id: participantId,
				group_id: groupId,
				study_id: world.studyId,
				scope: scope as never,
				recorded_by: world.accounts.nadia
			})
			.execute()
	);
/** A word nobody would say by chance. */
const mark = () => `word${randomUUID().replaceAll('-', '')}`;

describe('of a meeting', () => {
	test('turns, speakers, codes, memos and sets stand where the standard has them', async () => {
		const groupId = await addGroup(world, { name: 'Jakarta, day 2' });
		const named = await addParticipant(world, groupId, {
			pseudonym: 'P11',
			kind: 'Union',
			agrees: AGREES_TO_ALL
		});
		const quoted = await addParticipant(world, groupId, {
			pseudonym: 'P12',
			agrees: AGREES_TO_QUOTES
		});
		const body = 'ការិយាល័យ 😀 asks for\r\na letter';
		const first = await addTurn(world, groupId, {
			participantId: named,
			body,
			translation: 'The office asks for a letter',
			ordinal: 1
		});
		await addTurn(world, groupId, { participantId: quoted, body: 'We pay twice.', ordinal: 2 });
		const folder = await addCode(world, { name: 'Obstacles', isCodable: false });
		const code = await addCode(world, {
			name: 'Papers',
			parentId: folder,
			definition: 'Letters and permits.',
			example: 'A permit.',
			colour: '#112233'
		});
		const starts = body.indexOf('😀');
		const ends = body.indexOf('letter') + 6;
		const coding = await addCoding(world, { codeId: code, turnId: first, starts, ends });
		await addCoding(world, {
			codeId: code,
			turnId: first,
			field: 'translation',
			starts: 4,
			ends: 10,
			coder: 'nadia'
		});
		await addMemo(world, { body: 'Ask which office.', on: { codingId: coding } });
		await addMemo(world, { body: 'Room was hot.', on: { groupId } });
		await addMemo(world, { body: 'Not for others.', visibility: 'private', on: { groupId } });

		const made = await exportAs(world, 'edi', { groupId });
		const project = readBack(packageOf(made));
		const [notes, translation] = project.sources;
		expect(project.sources.map(({ name }) => name)).toEqual([
			'Jakarta, day 2 · Notes',
			'Jakarta, day 2 · Notes · Translation'
		]);
		expect(notes!.text).toBe('P11: ការិយាល័យ � asks for\na letter\nParticipant: We pay twice.');
		expect(translation!.text).toBe('P11: The office asks for a letter');
		const names = new Map<string, string>();
		const visit = (each: (typeof project.codes)[number]): void => {
			names.set(each.guid, each.name);
			each.children.forEach(visit);
		};
		project.codes.forEach(visit);
		const coded = (source: typeof notes) =>
			source!.selections.map(({ start, end, codings }) => [
				source!.text!.slice(start, end),
				codings.map((each) => names.get(each.code))
			]);
		expect(coded(notes)).toEqual([
			['P11: ការិយាល័យ � asks for\na letter', ['P11']],
			['� asks for\na letter', ['Papers']],
			['Participant: We pay twice.', ['Participant']]
		]);
		expect(coded(translation)).toEqual([
			['P11: The office asks for a letter', ['P11']],
			['office', ['Papers']]
		]);
		expect(project.users.map(({ name }) => name)).toEqual(['Coder 1', 'Coder 2']);
		expect(
			project.cases.map(({ name, values }) => [name, values.map(({ value }) => value)])
		).toEqual([
			['P11', ['KH', 'Union']],
			['Participant', []]
		]);
		expect(project.codes.map(({ name, isCodable }) => [name, isCodable])).toEqual([
			['Obstacles', false],
			['Speakers', false],
			['Issue areas', false]
		]);
		expect(project.codes[0]!.children[0]).toMatchObject({
			name: 'Papers',
			color: '#112233',
			description: 'Letters and permits.\n\nExample: A permit.'
		});
		expect(project.sets).toMatchObject([{ name: 'Jakarta, day 2', description: '2026-08-30' }]);
		expect(project.notes.map(({ text }) => text).sort()).toEqual([
			'Ask which office.',
			'Room was hot.'
		]);
		expect(made.left).toContainEqual({ code: 'replaced', count: 1 });
		expect(made.left).toContainEqual({ code: 'unnamed_consent', count: 1 });
		const xml = everyByte(made);
		expect(xml).not.toMatch(/currentPath|basePath|@example\.org|Not for others/);
	});

	test.skipIf(noSchemas !== undefined)(
		`project and codebook are valid by the schemas ${noSchemas ?? ''}`,
		async () => {
			const made = await exportAs(world, 'rina');
			const { unzipSync } = await import('fflate');
			const files = unzipSync(packageOf(made));
			expect(judgeBySchema('Project', [files['project.qde']!])).toBe('');
			expect(judgeBySchema('Codebook', [codebookOf(made)!])).toBe('');
			expect(
				Object.keys(files).every((name) =>
					/^(project\.qde|sources\/[0-9a-f-]{36}\.txt)$/.test(name)
				)
			).toBe(true);
			for (const bytes of Object.values(files))
				expect([...bytes.subarray(0, 3)]).not.toEqual([0xef, 0xbb, 0xbf]);
		}
	);

	test('the same data is the same bytes, whoever may see all of it', async () => {
		const [one, two] = [await exportAs(world, 'rina'), await exportAs(world, 'rina')];
		expect(Buffer.from(packageOf(one)).equals(packageOf(two))).toBe(true);
		const system = await exportQdaForCommand(
			world.system,
			{ studyId: world.studyId, groupId: null, answers: 'public', language: 'en' },
			null
		);
		expect(Buffer.from(packageOf(one)).equals(packageOf(system))).toBe(true);
		expect(one.notes).toBe(two.notes);
	});

	test('codes of a blind comparison and of other revisions of an answer stay behind', async () => {
		const groupId = await addGroup(world);
		const speaker = await addParticipant(world, groupId, {
			pseudonym: 'B1',
			agrees: AGREES_TO_ALL
		});
		const turnId = await addTurn(world, groupId, { participantId: speaker, body: 'one two three' });
		const comparisonId = await addComparison(world, [turnId]);
		const standing = await addCode(world, { name: 'Standing' });
		const blind = await addCode(world, { name: 'Blind' });
		await addCoding(world, { codeId: standing, turnId, starts: 0, ends: 3, coder: 'rina' });
		await addCoding(world, { codeId: blind, turnId, starts: 4, ends: 7, comparisonId });
		const count = async (person: 'rina' | 'edi') =>
			(await exportAs(world, person, { groupId })).counts.codings;
		expect(await count('rina')).toBe(1);
		// Edi codes these turns blind: Rina's code on them is nothing for him yet.
		expect(await count('edi')).toBe(0);
		const responseId = await world.responseId('KH', 'return');
		const answer = { responseId, question: 'how' };
		await addCoding(world, { codeId: standing, answer, starts: 0, ends: 5, revision: 7 });
		await addCoding(world, { codeId: standing, answer, starts: 0, ends: 5, revision: 1 });
		const made = await exportAs(world, 'rina');
		expect(made.left).toContainEqual({ code: 'stale', count: 1 });
	});
});

describe('answers', () => {
	test.each([
		['public', ['MARK-TEAM'], ['=HYPERLINK']],
		['study_team', [], ['MARK-TEAM distance', '=HYPERLINK']],
		['none', ['MARK-TEAM', '=HYPERLINK'], []]
	] as const)('%s', async (answers, absent, present) => {
		for (const person of ['rina', 'edi'] as const) {
			const bytes = everyByte(await exportAs(world, person, { answers }));
			const never = ['MARK-COORDINATORS', 'MARK-NOT-ACCEPTED', 'MARK-REOPENED', 'MARK-REASON'];
			for (const word of [...absent, ...never]) expect(bytes, word).not.toContain(word);
			for (const word of present) expect(bytes.replaceAll('&quot;', '"'), word).toContain(word);
		}
	});

	test('go with the study only, each under its question and with its area', async () => {
		const project = readBack(packageOf(await exportAs(world, 'rina', { answers: 'study_team' })));
		const source = project.sources.find(({ name }) => name === 'Cambodia · Access to justice')!;
		expect(source.text).toBe('1.2 What stops workers?\nMARK-TEAM distance');
		const [selection] = source.selections;
		expect(source.text!.slice(selection!.start, selection!.end)).toBe('MARK-TEAM distance');
		expect(source.codings).toHaveLength(1);
	});
});

describe('what the team wrote itself', () => {
	test('stays behind where it cites words that may not leave, and goes where it does not', async () => {
		const groupId = await addGroup(world);
		const silent = await addParticipant(world, groupId, {
			pseudonym: 'C1',
			agrees: ['take_part', 'notes']
		});
		const secret = `They said ${mark()} behind the counter of the ministry`;
		await addTurn(world, groupId, { participantId: silent, body: secret });
		const [cites, own] = [mark(), mark()];
		await addMemo(world, { body: `${cites}: “${secret.slice(5, 60)}”` });
		await addMemo(world, { body: `${own}: ask the ministry` });
		await addCode(world, { name: `Counter ${own}`, example: secret.toUpperCase() });
		for (const person of ['rina', 'edi'] as const) {
			const made = await exportAs(world, person);
			const bytes = everyByte(made);
			expect(bytes).not.toContain(cites);
			expect(bytes.toLowerCase()).not.toContain(secret.toLowerCase());
			expect(bytes.split(own).length).toBeGreaterThan(2);
			expect(made.left).toContainEqual({ code: 'cited_memo', count: 1 });
			expect(made.left).toContainEqual({ code: 'cited_code', count: 1 });
		}
	});
});

describe('who may', () => {
	test.each(['nadia', 'rudi', 'sokha', 'ana', 'omar', 'citra'] as const)(
		'%s may not export',
		async (person) => {
			await expect(exportAs(world, person)).rejects.toMatchObject({ code: 'not_found' });
		}
	);
	test('nobody exports a meeting of another study, and every export is recorded', async () => {
		const groupId = await addGroup(world);
		await expect(
			exportAs({ ...world, studyId: world.otherStudyId }, 'citra', { groupId })
		).rejects.toMatchObject({ code: 'not_found' });
		await exportAs(world, 'rina', { groupId });
		const entry = await asSystem(database.db, (trx) =>
			sql<{ detail: Record<string, unknown> }>`select detail from audit_entries
				where action = 'qda.export' and subject_id = ${groupId}`.execute(trx)
		);
		expect(entry.rows[0]!.detail).toMatchObject({ scope: 'meeting', by: 'page', turns: 0 });
	});
});

/** A person, their consent, and what they said in a meeting of some rule. */
const talk = fc.record({
	rule: fc.constantFrom(...SESSION_RULES),
	people: fc.array(
		fc.record({
			items: fc.subarray([...CONSENT_ITEMS]),
			isSigned: fc.boolean(),
			hasExpired: fc.boolean(),
			country: fc.constantFrom('KH', 'ID', 'VN', null),
			withdraws: fc.option(fc.constantFrom(...WITHDRAWAL_SCOPES), { freq: 4 }),
			turns: fc.array(
				fc.record({
					kind: fc.constantFrom(...TURN_KINDS),
					mark: fc.constantFrom(...TURN_MARKS, 'quotable' as const),
					lowered: fc.option(fc.constantFrom(0, 1, 2, 3), { freq: 4 }),
					isStruck: fc.boolean(),
					isRemoved: fc.boolean(),
					hasTranslation: fc.boolean()
				}),
				{ minLength: 1, maxLength: 3 }
			)
		}),
		{ minLength: 1, maxLength: 5 }
	)
});

/** The level a consent comes to, told anew from docs/focus-groups.md. */
function consentLevel(items: readonly ConsentItem[]): number {
	const has = (item: ConsentItem) => items.includes(item);
	if (!has('take_part') || !has('notes')) return 0;
	return ['quotation', 'country', 'organisation', 'name'].reduce(
		(level, item, at) => (level === at + 1 && has(item as ConsentItem) ? level + 1 : level),
		1
	);
}

describe('whatever was agreed, ruled and marked', () => {
	test('no word above its level leaves, no name ever; what may, does', async () => {
		await fc.assert(
			fc.asyncProperty(talk, async ({ rule, people }) => {
				const groupId = await addGroup(world, { rule });
				const allowed: string[] = [];
				const forbidden: string[] = [];
				for (const [at, person] of people.entries()) {
					const pseudonym = `Q${at}`;
					const [realName, kind] = [mark(), mark()];
					const participantId = await addParticipant(world, groupId, {
						pseudonym,
						country: person.country,
						kind
					});
					await addIdentity(world, groupId, participantId, realName);
					forbidden.push(realName);
					const said: {
						id: string;
						word: string;
						translated: string;
						turn: (typeof person.turns)[number];
					}[] = [];
					// Said before the form was signed, as it happens.
					for (const turn of person.turns) {
						const [word, translated] = [mark(), mark()];
						const id = await addTurn(world, groupId, {
							participantId,
							body: `so ${word} they say`,
							kind: turn.kind,
							mark: turn.mark,
							...(turn.hasTranslation ? { translation: `thus ${translated}` } : {})
						});
						said.push({ id, word, translated, turn });
					}
					if (person.isSigned)
						await agree(
							world,
							groupId,
							participantId,
							person.items,
							person.hasExpired ? '2020-01-01' : undefined
						);
					for (const { id, turn } of said)
						await set(id, {
							lowered_to: turn.lowered,
							struck_at: turn.isStruck ? new Date() : null,
							removed_at: turn.isRemoved ? new Date() : null
						});
					const given = person.isSigned && !person.hasExpired ? consentLevel(person.items) : 0;
					if (person.withdraws) await withdraw(groupId, participantId, person.withdraws);
					const kept = { identity: 2, quotes: 1, future_use: 0, all: 0, none: 5 }[
						person.withdraws ?? 'none'
					];
					for (const { word, translated, turn } of said) {
						const level = Math.min(
							given,
							kept,
							rule === 'open' ? 5 : 2,
							{ off_record: 0, background: 1, quotable: 5 }[turn.mark],
							turn.kind === 'observation' ? 1 : 5,
							turn.isStruck || turn.isRemoved ? 0 : 5,
							turn.lowered ?? 5
						);
						(level >= 2 ? allowed : forbidden).push(word);
						if (turn.hasTranslation)
							(level >= 2 && person.items.includes('translation') ? allowed : forbidden).push(
								translated
							);
						if (level < 3) continue;
						// Level 4 and 5 name the country whatever its size; how it is for 3 see below.
						if (level >= 4 && person.country) allowed.push(kind);
					}
					// Nobody's kind of organisation is told of somebody who has agreed to less than their country.
					if (Math.min(given, kept, rule === 'open' ? 5 : 2) < 3) forbidden.push(kind);
				}
				for (const groups of [groupId, undefined])
					for (const who of ['rina', 'edi'] as const) {
						const bytes = everyByte(await exportAs(world, who, groups ? { groupId: groups } : {}));
						for (const word of forbidden) expect(bytes, `${word} ${who}`).not.toContain(word);
						for (const word of allowed) expect(bytes, `${word} ${who}`).toContain(word);
					}
				// What leaves later does not hold it either.
				await asSystem(database.db, (trx) =>
					trx.deleteFrom('focus_groups').where('id', '=', groupId).execute()
				);
			}),
			{ numRuns: 20, endOnFailure: true }
		);
	}, 600_000);

	test.each(WITHDRAWAL_SCOPES)('taking back %s acts on the next export', async (scope) => {
		const groupId = await addGroup(world);
		const participantId = await addParticipant(world, groupId, {
			pseudonym: 'W1',
			kind: mark(),
			agrees: AGREES_TO_ALL
		});
		const word = mark();
		await addTurn(world, groupId, { participantId, body: `${word} then` });
		const before = everyByte(await exportAs(world, 'edi', { groupId }));
		expect(before).toContain(word);
		expect(before).toContain('W1');
		await withdraw(groupId, participantId, scope);
		const after = everyByte(await exportAs(world, 'edi', { groupId }));
		expect(after).not.toContain('W1');
		if (scope === 'identity') expect(after).toContain(word);
		else expect(after).not.toContain(word);
	});

	test('a small cell keeps pseudonym and country back, not the words', async () => {
		const groupId = await addGroup(world);
		const items: ConsentItem[] = ['take_part', 'notes', 'quotation', 'country'];
		const lone = await addParticipant(world, groupId, {
			pseudonym: 'TL9',
			country: 'TL',
			agrees: items
		});
		await addTurn(world, groupId, { participantId: lone, body: 'alone here' });
		const made = await exportAs(world, 'edi', { groupId });
		const bytes = everyByte(made);
		expect(bytes).toContain('Participant: alone here');
		expect(bytes).not.toMatch(/TL9|>TL</);
		expect(made.left).toContainEqual({ code: 'unnamed_small_cell', count: 1 });
	});
});
