import { randomUUID } from 'node:crypto';
import { strToU8 } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { exportQda, packageOf as packageOfExport } from '#lib/server/qda/exportQda.ts';
import {
	type Destination,
	discardExpiredImports,
	discardQda,
	previewQda,
	resultOf,
	stageQda,
	takeQda
} from '#lib/server/qda/imports.ts';
import { openTestDatabase } from '../support/database.ts';
import { addGroup, addParticipant, addTurn, AGREES_TO_ALL, agree } from '../support/groupWorld.ts';
import { nvivoFile, packageOf, projectXml, SAID, TAGUETTE } from '../support/qdaFiles.ts';
import {
	addCode,
	addCoding,
	addMemo,
	addStudyOfRina,
	exportAs,
	readBack,
	shapeOf
} from '../support/qdaWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** What comes in as REFI-QDA: matched, split, without names, once, and never quotable by itself. */
let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());

const TOKEN = 'the token of a session';
const anew = (over: Partial<Destination> = {}): Destination => ({
	groupId: null,
	roundId: world.roundId,
	name: 'Imported texts',
	titles: null,
	...over
});

/** Sends a file, looks at it, and takes it over; gives what came of it. */
async function bring(
	file: Uint8Array,
	to: Destination = anew(),
	where: { person?: Person; studyId?: string } = {}
) {
	const ctx = world.as(where.person ?? 'rina');
	const at = { studyId: where.studyId ?? world.studyId, importId: randomUUID(), token: TOKEN };
	await stageQda(ctx, at, file);
	const preview = (await previewQda(ctx, at, to))!;
	const foretold = resultOf(preview.file, preview.plan);
	await takeQda(ctx, at, to);
	const row = await asSystem(database.db, (trx) =>
		trx
			.selectFrom('qda_imports')
			.select(['result', 'sealed'])
			.where('id', '=', at.importId)
			.executeTakeFirstOrThrow()
	);
	// What the preview says is what happens, and nothing of the file is kept.
	expect(row.result).toEqual(foretold);
	expect(row.sealed).toBeNull();
	return { ...foretold, plan: preview.plan, at };
}

const turnsOf = (title: string) =>
	asSystem(database.db, async (trx) => {
		const rows = await sql<{
			id: string;
			body: string;
			speaker: string;
			mark: string;
			pseudonym: string | null;
		}>`select t.id, t.body, t.speaker, t.mark, p.pseudonym from turns t
			join transcripts s on s.id = t.transcript_id left join participants p on p.id = t.participant_id
			where s.title = ${title} order by t.ordinal`.execute(trx);
		return rows.rows;
	});
const codedIn = (title: string) =>
	asSystem(database.db, async (trx) => {
		const rows = await sql<{ words: string; code: string; origin: string }>`
			select t.body as words, c.starts, c.ends, k.name as code, c.origin from codings c
			join turns t on t.id = c.turn_id join transcripts s on s.id = t.transcript_id
			join codes k on k.id = c.code_id where s.title = ${title} order by t.ordinal, c.starts, c.ends`.execute(
			trx
		);
		return rows.rows.map((row) => ({
			...row,
			words: row.words.slice(
				(row as unknown as { starts: number }).starts,
				(row as unknown as { ends: number }).ends
			)
		}));
	});
/** Everything the database holds, as text. */
const everything = () =>
	asSystem(database.db, async (trx) => {
		const tables = await sql<{ name: string }>`select tablename as name from pg_tables
			where schemaname = 'public' and tablename not like 'kysely%'`.execute(trx);
		let text = '';
		for (const { name } of tables.rows)
			text += (
				await sql<{ all: string }>`select coalesce(string_agg(t::text, ' '), '') as all
					from ${sql.table(name)} t`.execute(trx)
			).rows[0]!.all;
		return text;
	});
const titled = (guid: string, title: string) => anew({ titles: new Map([[guid, title]]) });
const SOURCE = '68bbdc14-c361-4432-b4dd-ae1dbfc12890';

describe('a project of another program', () => {
	test('becomes codes, a meeting with participants, turns, and codes on their words', async () => {
		const made = await bring(nvivoFile(), titled(SOURCE, 'From NVivo'));
		expect(made.counts).toEqual({
			codes: 2,
			meetings: 1,
			participants: 2,
			texts: 1,
			turns: 4,
			codings: 6,
			memos: 0
		});
		const turns = await turnsOf('From NVivo');
		expect(turns.map(({ speaker, pseudonym }) => [speaker, pseudonym])).toEqual([
			['facilitator', null],
			['participant', 'P02'],
			['participant', 'P03'],
			['participant', 'P02']
		]);
		expect(turns[1]!.body).toBe('The recruiter kept my passport 📕 for two years.');
		expect((await codedIn('From NVivo')).map(({ words }) => words)).toEqual(SAID);
		expect(new Set((await codedIn('From NVivo')).map(({ origin }) => origin))).toEqual(
			new Set(['import'])
		);
		expect(made.plan.speakers).toContainEqual({
			label: 'P02',
			turns: 2,
			becomes: 'new_participant',
			pseudonym: 'P02'
		});
	});

	test('the same file again adds nothing, whatever it is put into', async () => {
		const before = await everything();
		const groupId = await addGroup(world, { name: 'Another meeting' });
		for (const to of [anew(), anew({ groupId })]) {
			const again = await bring(nvivoFile(), to);
			expect(Object.values(again.counts).every((count) => count === 0)).toBe(true);
			expect(again.leftOut).toContainEqual({ code: 'texts_known', count: 1 });
			expect(again.leftOut).toContainEqual({ code: 'codings_known', count: 6 });
		}
		const turns = /From NVivo/g;
		expect((await everything()).match(turns)?.length).toBe(before.match(turns)?.length);
	});

	test('nothing becomes quotable by it, not even words of somebody who agreed to all', async () => {
		const groupId = await addGroup(world);
		await addParticipant(world, groupId, { pseudonym: 'P7', agrees: AGREES_TO_ALL });
		await bring(textFile('P7: quotable some day', 'aaaaaaa1'), anew({ groupId }));
		const marks = await asSystem(database.db, (trx) =>
			trx.selectFrom('turns').select('mark').where('group_id', '=', groupId).execute()
		);
		expect(marks).toEqual([{ mark: 'background' }]);
		const { project } = await exportAs(world, 'rina', { groupId });
		expect(project.sources).toEqual([]);
	});

	test('codes taken off here are not put on again by the same file', async () => {
		await asSystem(database.db, (trx) =>
			sql`update codings set removed_at = now() where origin = 'import'`.execute(trx)
		);
		const again = await bring(nvivoFile());
		expect(again.counts.codings).toBe(0);
	});
});

/** A text with passages, as a program would write it. */
function textFile(
	text: string,
	tag: string,
	given: { coded?: readonly string[]; more?: string; origin?: string } = {}
): Uint8Array {
	return packageOf({
		'project.qde': projectXml({
			origin: given.origin ?? 'Some program',
			source: `<TextSource guid="${tag}-c361-4432-b4dd-ae1dbfc12890" name="Interview.docx" plainTextPath="internal://x.txt">PASSAGES</TextSource>`,
			passages: (given.coded ?? []).map((words) => ({
				start: text.indexOf(words),
				end: text.indexOf(words) + words.length
			})),
			more: given.more ?? ''
		}),
		'sources/x.txt': text
	});
}

describe('names', () => {
	test('in front of what was said are not kept anywhere, not even while the file waits', async () => {
		const name = `Sophal${randomUUID().slice(0, 8)} Chan`;
		const text = [
			`${name}: I paid twice.`,
			'Facilitator: Whom?',
			`${name}: The agent in the village.`,
			'Not said by anybody new.'
		].join('\n');
		const file = textFile(text, 'aaaaaaa2', {
			coded: ['I paid twice', 'agent', `${name}: The`],
			more: `<Cases><Case guid="c0ffee00-0000-4000-8000-000000000001" name="${name}"><SourceRef targetGUID="aaaaaaa2-c361-4432-b4dd-ae1dbfc12890"/></Case></Cases>`
		});
		const at = { studyId: world.studyId, importId: randomUUID(), token: TOKEN };
		await stageQda(world.as('rina'), at, file);
		const waiting = await everything();
		expect(waiting.includes(name)).toBe(false);
		// Bytes are shown as digits.
		expect(waiting.includes(Buffer.from(name).toString('hex'))).toBe(false);
		const to = titled('aaaaaaa2-c361-4432-b4dd-ae1dbfc12890', 'With names');
		const { plan } = (await previewQda(world.as('rina'), at, to))!;
		expect(plan.speakers.map(({ label, becomes }) => [label, becomes])).toEqual([
			[name, 'marked'],
			['Facilitator', 'facilitator']
		]);
		await takeQda(world.as('rina'), at, to);
		expect((await everything()).includes(name)).toBe(false);
		expect((await turnsOf('With names')).map(({ body, speaker }) => [speaker, body])).toEqual([
			['unknown', '[Speaker 1] I paid twice.'],
			['facilitator', 'Whom?'],
			['unknown', '[Speaker 1] The agent in the village.'],
			['unknown', 'Not said by anybody new.']
		]);
		expect((await codedIn('With names')).map(({ words }) => words)).toEqual([
			'I paid twice',
			'The',
			'agent'
		]);
		expect(plan.left.get('case_name')).toBe(1);
	});

	test('a text without speakers is kept as it is, colons and all', async () => {
		const text = 'A report.\nNote: this is no speaker.\nAt 17:30 we left: nobody came.';
		await bring(
			textFile(text, 'aaaaaaa3'),
			titled('aaaaaaa3-c361-4432-b4dd-ae1dbfc12890', 'Plain')
		);
		expect((await turnsOf('Plain')).map(({ body }) => body)).toEqual(text.split('\n'));
	});

	test('words of somebody who did not agree to notes are left out, of others taken', async () => {
		const groupId = await addGroup(world);
		await addParticipant(world, groupId, { pseudonym: 'P1', agrees: ['take_part'] });
		await addParticipant(world, groupId, { pseudonym: 'P2', agrees: ['take_part', 'notes'] });
		const made = await bring(
			textFile('P1: silent words\nP2: spoken words', 'aaaaaaa4', { coded: ['silent', 'spoken'] }),
			anew({ groupId })
		);
		expect(made.counts).toMatchObject({ turns: 1, codings: 1, participants: 0 });
		expect(made.leftOut).toContainEqual({ code: 'silent', count: 1 });
		expect((await everything()).includes('silent words')).toBe(false);
	});
});

describe('passages, notes and cases', () => {
	test('a passage over several turns lies on each; labels and blank lines are no words', async () => {
		const text = 'P1: one two\n\nP2: three four\nP1: five';
		const made = await bring(
			textFile(text, 'aaaaaaa5', { coded: ['two\n\nP2: three', 'P2', 'P1: one'] }),
			titled('aaaaaaa5-c361-4432-b4dd-ae1dbfc12890', 'Crossing')
		);
		expect((await codedIn('Crossing')).map(({ words }) => words)).toEqual(['one', 'two', 'three']);
		expect(made.leftOut).toContainEqual({ code: 'passage_label', count: 1 });
	});

	test('notes become memos where they belong, variables of cases one memo', async () => {
		const guid = 'aaaaaaa6-c361-4432-b4dd-ae1dbfc12890';
		const file = packageOf({
			'project.qde': projectXml({
				origin: 'Some program',
				source: `<TextSource guid="${guid}" name="x" plainTextPath="internal://x.txt">PASSAGES<NoteRef targetGUID="dddddddd-0000-4000-8000-000000000002"/></TextSource>`,
				passages: [{ start: 5, end: 9 }],
				more: `<Notes><Note guid="dddddddd-0000-4000-8000-000000000001" name="On the study"><PlainTextContent>Think of fishers.</PlainTextContent></Note><Note guid="dddddddd-0000-4000-8000-000000000002" name="Memo"><PlainTextContent>Loud room.</PlainTextContent></Note></Notes>`
			})
				.replace(
					'<Sources>',
					`<Variables><Variable guid="eeeeeeee-0000-4000-8000-000000000001" name="Age" typeOfVariable="Integer"/><Variable guid="eeeeeeee-0000-4000-8000-000000000002" name="Full name" typeOfVariable="Text"/></Variables><Cases><Case guid="eeeeeeee-0000-4000-8000-000000000003" name="P31"><VariableValue><VariableRef targetGUID="eeeeeeee-0000-4000-8000-000000000001"/><IntegerValue>44</IntegerValue></VariableValue><VariableValue><VariableRef targetGUID="eeeeeeee-0000-4000-8000-000000000002"/><TextValue>Someone Real</TextValue></VariableValue><SourceRef targetGUID="${guid}"/></Case></Cases><Sources>`
				)
				.replace('<Coding guid', '<Description>Note the tone.</Description><Coding guid'),
			'sources/x.txt': 'P31: said so'
		});
		const made = await bring(file, titled(guid, 'Noted'));
		expect(made.counts).toMatchObject({ participants: 1, memos: 4 });
		const memos = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('memos')
				.select(['scope', 'body', 'visibility'])
				.where('body', 'like', '%')
				.orderBy('scope')
				.orderBy('body')
				.execute()
		);
		expect(memos).toEqual([
			{ scope: 'group', body: 'Loud room.', visibility: 'team' },
			{ scope: 'group', body: 'P31: Age: 44', visibility: 'team' },
			{ scope: 'study', body: 'On the study\n\nThink of fishers.', visibility: 'team' },
			{ scope: 'turn', body: 'Note the tone.', visibility: 'team' }
		]);
		expect((await everything()).includes('Someone Real')).toBe(false);
		const again = await bring(file, titled(guid, 'Noted'));
		expect(again.counts.memos).toBe(0);
	});

	test('only chosen texts are taken', async () => {
		const made = await bring(textFile('P1: not wanted', 'aaaaaaa7'), anew({ titles: new Map() }));
		expect(made.counts).toMatchObject({ texts: 0, turns: 0, meetings: 0 });
		expect(made.leftOut).toContainEqual({ code: 'not_chosen', count: 1 });
	});
});

describe('a codebook', () => {
	test('is matched by GUID, then by name in its place; what is here keeps its words', async () => {
		const people = await addCode(world, { name: 'people', definition: 'Ours.' });
		const made = await bring(strToU8(TAGUETTE));
		expect(made.counts).toMatchObject({ codes: 1 });
		expect(made.leftOut).toContainEqual({ code: 'codes_known', count: 1 });
		const renamed = TAGUETTE.replace('name="people"', 'name="humans"').replace(
			'name="interesting"',
			'name="striking"'
		);
		expect((await bring(strToU8(renamed))).counts.codes).toBe(0);
		const rows = await asSystem(database.db, (trx) =>
			trx.selectFrom('codes').select(['id', 'name', 'definition']).execute()
		);
		expect(rows.find(({ id }) => id === people)).toMatchObject({
			name: 'people',
			definition: 'Ours.'
		});
		expect(rows.filter(({ name }) => ['humans', 'striking'].includes(name))).toEqual([]);
		const revision = await asSystem(database.db, (trx) =>
			sql<{ act: string }>`select r.act from code_revisions r join codes c on c.id = r.code_id
				where c.name = 'interesting'`.execute(trx)
		);
		expect(revision.rows).toEqual([{ act: 'import' }]);
	});
});

describe('out, in and out again', () => {
	const BODIES = [
		['A1', 'ខ្ញុំមិនដឹងទេ។ We waited 😀 for\r\nthree weeks', 'We waited'],
		['A2', 'ကျွန်တော်တို့သည် မသိပါ and a\u0301ccents', 'မသိပါ'],
		['A1', 'ແຮງງານ ต่างด้าว', 'ต่างด้าว'],
		['A2', 'tiền lương 👩‍👩‍👧 chưa trả', 'chưa trả']
	] as const;

	async function prepare() {
		const groupId = await addGroup(world, { name: `Round trip ${randomUUID().slice(0, 4)}` });
		const people: Record<string, string> = {};
		for (const pseudonym of ['A1', 'A2'])
			people[pseudonym] = await addParticipant(world, groupId, {
				pseudonym,
				agrees: AGREES_TO_ALL
			});
		const folder = await addCode(world, { name: `Folder ${groupId}`, isCodable: false });
		const code = await addCode(world, {
			name: 'Waiting',
			parentId: folder,
			definition: 'Time lost.\n\nIn two parts.',
			example: 'Weeks.',
			colour: '#0a0b0c'
		});
		for (const [at, [who, body, words]] of BODIES.entries()) {
			const turnId = await addTurn(world, groupId, {
				participantId: people[who]!,
				body,
				ordinal: at,
				...(at < 2 ? { translation: `In English ${at}: ${'word '.repeat(at + 1)}end` } : {})
			});
			const starts = body.indexOf(words);
			const span = { starts, ends: starts + words.length };
			const coding = await addCoding(world, { codeId: code, turnId, ...span });
			// Over the first one and further.
			await addCoding(world, { codeId: code, turnId, starts: 0, ends: span.ends });
			if (at === 0) {
				await addCoding(world, { codeId: code, turnId, field: 'translation', starts: 3, ends: 10 });
				await addMemo(world, { body: 'Which weeks?', on: { codingId: coding } });
			}
		}
		return groupId;
	}

	test('into the same study after the codes were lost: codes, texts and passages are equal', async () => {
		const groupId = await prepare();
		const first = packageOfExport(await exportAs(world, 'rina', { groupId }));
		// Nothing new, nothing changed.
		const idle = await bring(first, anew({ groupId }));
		expect(Object.values(idle.counts).every((count) => count === 0)).toBe(true);
		const shape = shapeOf(readBack(first));
		await asSystem(database.db, async (trx) => {
			await sql`delete from memos where coding_id in (select c.id from codings c join turns t
				on t.id = c.turn_id where t.group_id = ${groupId}::uuid)`.execute(trx);
			await sql`delete from codings where turn_id in (select id from turns where group_id = ${groupId}::uuid)`.execute(
				trx
			);
		});
		const made = await bring(first, anew({ groupId }));
		expect(made.counts).toMatchObject({ codings: 9, memos: 1, turns: 0 });
		const second = readBack(packageOfExport(await exportAs(world, 'rina', { groupId })));
		expect(shapeOf(second)).toEqual(shape);
	});

	test('into another study: equal once the same people agree there to the same', async () => {
		const groupId = await prepare();
		const first = packageOfExport(await exportAs(world, 'rina', { groupId }));
		const other = await addStudyOfRina(world, ['KH']);
		const made = await bring(
			first,
			{ groupId: null, roundId: other.roundId, name: 'Unused', titles: null },
			{ studyId: other.studyId }
		);
		expect(made.counts).toMatchObject({
			meetings: 1,
			participants: 2,
			texts: 1,
			turns: 4,
			codings: 9
		});
		const elsewhere = { ...world, ...other };
		const exported = async () =>
			readBack(
				packageOfExport(
					await exportQda(world.as('rina'), {
						studyId: other.studyId,
						groupId: null,
						answers: 'none',
						language: 'en'
					})
				)
			);
		expect((await exported()).sources).toEqual([]);
		const people = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('participants')
				.select(['id', 'group_id', 'country'])
				.where('study_id', '=', other.studyId)
				.execute()
		);
		expect(people.map(({ country }) => country)).toEqual(['KH', 'KH']);
		for (const { id, group_id } of people) await agree(elsewhere, group_id, id, AGREES_TO_ALL);
		await asSystem(database.db, async (trx) => {
			await trx
				.updateTable('turns')
				.set({ mark: 'quotable' })
				.where('study_id', '=', other.studyId)
				.execute();
			await trx
				.updateTable('focus_groups')
				.set({ rule: 'open' })
				.where('study_id', '=', other.studyId)
				.execute();
		});
		const [one, two] = [readBack(first), await exported()];
		const ofGroup = (codes: typeof one.codes) =>
			codes.filter(({ name }) => name === `Folder ${groupId}` || name === 'Speakers');
		expect(shapeOf({ ...two, codes: ofGroup(two.codes) })).toEqual(
			shapeOf({ ...one, codes: ofGroup(one.codes) })
		);
		// Codes and texts leave under the GUIDs they came with, so that a third program merges them.
		expect(two.codes.map(({ guid }) => guid)).toEqual(
			expect.arrayContaining(ofGroup(one.codes).map(({ guid }) => guid))
		);
		expect(two.sources[0]!.guid).toBe(one.sources[0]!.guid);
	});

	test('where a program lost the passages of turns, the words themselves tell', async () => {
		const groupId = await addGroup(world);
		const speaker = await addParticipant(world, groupId, {
			pseudonym: 'T1',
			agrees: AGREES_TO_ALL
		});
		for (const [ordinal, body] of ['Yes.', 'The fee\nwas doubled', 'Yes.', 'No.'].entries())
			await addTurn(world, groupId, { participantId: speaker, body, ordinal });
		const code = await addCode(world, { name: 'Fee' });
		const { project } = await exportAs(world, 'rina', { groupId });
		const source = project.sources[0]!;
		const at = source.text!.indexOf('was doubled');
		const coding = (start: number, end: number) => ({
			guid: randomUUID(),
			name: '',
			start,
			end,
			description: '',
			codings: [
				{
					guid: randomUUID(),
					code: project.codes.find(({ name }) => name === 'Fee')!.guid,
					user: null,
					createdAt: null,
					noteRefs: []
				}
			],
			noteRefs: []
		});
		const { writePackage } = await import('#lib/server/qda/writePackage.ts');
		const back = (text: string, selections: ReturnType<typeof coding>[]) =>
			writePackage({ ...project, sources: [{ ...source, text, selections }] });
		const made = await bring(
			back(source.text!, [coding(at, at + 11), coding(4, 8)]),
			anew({ groupId })
		);
		expect(made.counts.codings).toBe(2);
		// One "Yes." fewer than here: which one it is nobody can tell.
		const fewer = source.text!.replace('T1: Yes.\n', '');
		const second = fewer.indexOf('Yes.');
		const refused = await bring(back(fewer, [coding(second, second + 4)]), anew({ groupId }));
		expect(refused.counts.codings).toBe(0);
		expect(refused.leftOut).toContainEqual({ code: 'passage_unplaced', count: 1 });
		void code;
	});
});

describe('who, and how often', () => {
	const at = () => ({ studyId: world.studyId, importId: randomUUID(), token: TOKEN });

	test.each(['edi', 'nadia', 'rudi', 'sokha', 'ana', 'omar', 'citra'] as const)(
		'%s may not, and their file is not even read',
		async (person) => {
			const place = at();
			await expect(stageQda(world.as(person), place, strToU8('broken'))).rejects.toMatchObject({
				code: 'not_found'
			});
			await stageQda(world.as('rina'), place, strToU8(TAGUETTE));
			await expect(previewQda(world.as(person), place, anew())).rejects.toMatchObject({
				code: 'not_found'
			});
			await expect(takeQda(world.as(person), place, anew())).rejects.toMatchObject({
				code: 'not_found'
			});
			await expect(discardQda(world.as(person), place)).rejects.toMatchObject({
				code: 'not_found'
			});
			await discardQda(world.as('rina'), place);
		}
	);

	test('another session cannot open what waits, and nobody what has expired', async () => {
		const place = at();
		await stageQda(world.as('rina'), place, strToU8(TAGUETTE));
		await expect(
			previewQda(world.as('rina'), { ...place, token: 'another' }, anew())
		).rejects.toMatchObject({ code: 'qda_locked' });
		await asSystem(database.db, (trx) =>
			trx
				.updateTable('qda_imports')
				.set({ expires_at: new Date(0) })
				.where('id', '=', place.importId)
				.execute()
		);
		expect(await previewQda(world.as('rina'), place, anew())).toBeNull();
		await discardExpiredImports(world.system);
		const row = await asSystem(database.db, (trx) =>
			trx.selectFrom('qda_imports').select('id').where('id', '=', place.importId).executeTakeFirst()
		);
		expect(row).toBeUndefined();
	});

	test('sent twice waits once, taken twice is taken once', async () => {
		const place = at();
		const file = textFile('P1: only once', 'aaaaaaa8');
		await Promise.all(
			[stageQda(world.as('rina'), place, file), stageQda(world.as('rina'), place, file)].map(
				(each) => each.catch(() => {})
			)
		);
		await Promise.all([
			takeQda(world.as('rina'), place, anew()),
			takeQda(world.as('rina'), place, anew())
		]);
		const turns = await asSystem(database.db, (trx) =>
			trx.selectFrom('turns').select('id').where('body', '=', 'only once').execute()
		);
		expect(turns).toHaveLength(1);
		const entries = await asSystem(database.db, (trx) =>
			sql<{ step: string }>`select detail ->> 'step' as step from audit_entries
				where subject_id = ${place.importId} order by id`.execute(trx)
		);
		expect(entries.rows.map(({ step }) => step)).toEqual(['read', 'taken']);
	});

	test('a meeting of another study or a closed one takes nothing', async () => {
		const place = at();
		await stageQda(world.as('rina'), place, textFile('P1: never', 'aaaaaaa9'));
		const other = await addStudyOfRina(world, []);
		await expect(
			takeQda(world.as('rina'), place, anew({ roundId: other.roundId }))
		).rejects.toMatchObject({ code: 'not_found' });
		const foreign = await addGroup({ ...world, ...other });
		await expect(
			takeQda(world.as('rina'), place, anew({ groupId: foreign }))
		).rejects.toMatchObject({ code: 'not_found' });
		const closed = await addGroup(world);
		await asSystem(database.db, (trx) =>
			trx
				.updateTable('focus_groups')
				.set({ closed_at: new Date() })
				.where('id', '=', closed)
				.execute()
		);
		await expect(takeQda(world.as('rina'), place, anew({ groupId: closed }))).rejects.toMatchObject(
			{ code: 'wrong_state' }
		);
		expect((await everything()).includes('P1: never')).toBe(false);
	});
});
