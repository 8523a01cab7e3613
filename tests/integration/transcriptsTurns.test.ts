import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { type TurnChange, changeTurn } from '#lib/server/focusgroups/changeTurn.ts';
import { removeTurn, restoreTurn } from '#lib/server/focusgroups/removeTurn.ts';
import { TURNS_PER_PAGE, getTranscriptPage } from '#lib/server/focusgroups/transcriptPage.ts';
import {
	getTranscriptList,
	removeTranscript,
	restoreTranscript
} from '#lib/server/focusgroups/transcripts.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { auditOf, codeOf, turnsOf } from '../support/transcriptWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let groupId: string;
let personId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
	personId = await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
});
afterAll(() => database.close());

const SAID = 'The officer asks for a letter before opening a file.';
const say = (body = SAID, more: Partial<Parameters<typeof addTurn>[2]> = {}) =>
	addTurn(world, groupId, { participantId: personId, body, ...more });
const change = (person: Person, turnId: string, given: Partial<TurnChange>) =>
	changeTurn(world.as(person), groupId, { turnId, saveId: randomUUID(), base: 1, ...given });
const revisionsOf = (turnId: string) =>
	asSystem(database.db, (trx) =>
		trx
			.selectFrom('turn_revisions')
			.select(['revision', 'body', 'mark', 'author_id'])
			.where('turn_id', '=', turnId)
			.orderBy('revision')
			.execute()
	);
async function addTranscript(count: number): Promise<string> {
	const id = randomUUID();
	await asSystem(database.db, async (trx) => {
		await trx
			.insertInto('transcripts')
			.values({
				id,
				group_id: groupId,
				study_id: world.studyId,
				title: 'Day 1',
				format: 'webvtt',
				imported_by: world.accounts.nadia
			})
			.execute();
		await sql`insert into turns (id, group_id, study_id, round_id, transcript_id, ordinal, speaker,
				participant_id, kind, mark, body, author_id)
			select gen_random_uuid(), ${groupId}::uuid, ${world.studyId}::uuid, ${world.roundId}::uuid, ${id}::uuid, n,
				'participant', ${personId}::uuid, 'verbatim', 'background', 'Sample turn ' || n, ${world.accounts.nadia}::uuid
			from generate_series(1, ${count}::int) n`.execute(trx);
	});
	return id;
}

describe('changing a turn', () => {
	test('writes a revision and says in the audit what changed, not to what', async () => {
		const id = await say();
		const { result, turn } = await change('nadia', id, {
			body: 'The officer wants a letter before opening a file.',
			mark: 'background',
			translation: 'Petugas meminta surat.',
			translationLanguage: 'id'
		});
		expect(result).toBe('saved');
		expect(turn).toMatchObject({ revision: 2, mark: 'background', translationLanguage: 'id' });
		expect(await revisionsOf(id)).toMatchObject([
			{ revision: 1, body: SAID },
			{ revision: 2, body: turn.body, author_id: world.accounts.nadia }
		]);
		const entry = (await auditOf(world, 'turn.save')).at(-1)!;
		expect(entry).toMatchObject({ subject_id: id, detail: { revision: 2, result: 'saved' } });
		expect(JSON.stringify(entry.detail)).not.toContain('letter');
	});

	test('is for staff of the study; others find none', async () => {
		const id = await say();
		for (const person of ['edi', 'rudi', 'sokha', 'ana', 'omar', 'citra'] as const)
			expect(await codeOf(change(person, id, { body: 'x' })), person).toBe('not_found');
		expect(await revisionsOf(id)).toHaveLength(1);
		const elsewhere = await addGroup(world);
		const moved = changeTurn(world.as('rina'), elsewhere, {
			turnId: id,
			saveId: randomUUID(),
			base: 1,
			body: 'x'
		});
		expect(await codeOf(moved)).toBe('not_found');
	});

	test('the same save again does nothing; nothing changed writes nothing', async () => {
		const id = await say();
		const saveId = randomUUID();
		await change('nadia', id, { saveId, body: 'Other words.' });
		expect((await change('nadia', id, { saveId, body: 'Other words.' })).result).toBe('unchanged');
		expect((await change('rina', id, { base: 2, body: 'Other words.' })).result).toBe('unchanged');
		expect(await revisionsOf(id)).toHaveLength(2);
	});

	test('two edits in different places merge', async () => {
		const id = await say();
		await change('nadia', id, { body: SAID.replace('officer', 'labour officer') });
		const { result, turn } = await change('rina', id, { body: SAID.replace('a file', 'any file') });
		expect(result).toBe('merged');
		expect(turn.body).toBe('The labour officer asks for a letter before opening any file.');
		expect(turn.revision).toBe(3);
	});

	test('where they contradict both texts stand in it', async () => {
		const id = await say();
		await change('nadia', id, { body: 'The clerk refuses.' });
		const { result, turn } = await change('rina', id, { body: 'The judge agrees.' });
		expect(result).toBe('both');
		expect(turn.body).toBe('The clerk refuses.\n\nThe judge agrees.');
		expect((await revisionsOf(id)).at(-1)!.body).toBe(turn.body);
	});

	test('of two marks the narrower holds; of two speakers the first to be saved', async () => {
		const id = await say(SAID, { mark: 'quotable' });
		const other = await addParticipant(world, groupId, { pseudonym: 'P33', agrees: AGREES_TO_ALL });
		await change('nadia', id, {
			mark: 'off_record',
			speaker: { speaker: 'observer', participantId: null }
		});
		const { turn, kept } = await change('rina', id, {
			mark: 'background',
			speaker: { speaker: 'participant', participantId: other }
		});
		expect(turn).toMatchObject({ mark: 'off_record', speaker: 'observer', participantId: null });
		expect(kept).toEqual(['speaker']);
	});

	test('a speaker is somebody of the meeting who agreed to notes, or nobody in particular', async () => {
		const id = await say();
		const elsewhere = await addGroup(world);
		const stranger = await addParticipant(world, elsewhere, { pseudonym: 'X' });
		const refuses = await addParticipant(world, groupId, {
			pseudonym: 'P44',
			agrees: ['take_part']
		});
		const to = (speaker: 'participant' | 'observer', participantId: string | null) =>
			codeOf(change('nadia', id, { speaker: { speaker, participantId } }));
		expect(await to('participant', stranger)).toBe('not_found');
		expect(await to('participant', refuses)).toBe('notes_refused');
		expect(await to('participant', null)).toBe('invalid');
		expect(await to('observer', personId)).toBe('invalid');
		expect(await to('observer', null)).toBe('done');
	});

	test('codes follow their words', async () => {
		const id = await say();
		const [codebook, code, coding] = [randomUUID(), randomUUID(), randomUUID()];
		const starts = SAID.indexOf('a letter');
		await asSystem(database.db, async (trx) => {
			await trx.insertInto('codebooks').values({ id: codebook, study_id: world.studyId }).execute();
			const at = { study_id: world.studyId };
			await trx
				.insertInto('codes')
				.values({ id: code, codebook_id: codebook, name: 'letter', ...at })
				.execute();
			await trx
				.insertInto('codings')
				.values({
					...{ id: coding, code_id: code, turn_id: id, round_id: world.roundId, ...at },
					...{ field: 'body', starts, ends: starts + 'a letter'.length, text_revision: 1 }
				})
				.execute();
		});
		const passage = async () => {
			const row = await asSystem(database.db, (trx) =>
				trx.selectFrom('codings').selectAll().where('id', '=', coding).executeTakeFirstOrThrow()
			);
			return [row.starts, row.ends, row.text_revision, row.removed_at] as const;
		};
		const { turn } = await change('nadia', id, { body: `At the desk ${SAID}` });
		const [from, to, revision, removedAt] = await passage();
		expect([turn.body.slice(from, to), revision, removedAt]).toEqual(['a letter', 2, null]);
		await change('nadia', id, { base: 2, body: turn.body.replace('a letter ', '') });
		expect((await passage())[3]).not.toBeNull();
	});

	test('without words it is no turn, and a removed one is not changed', async () => {
		const id = await say();
		expect(await codeOf(change('nadia', id, { body: '  ' }))).toBe('invalid');
		await removeTurn(world.as('nadia'), { groupId, turnId: id });
		expect(await codeOf(change('nadia', id, { body: 'x' }))).toBe('wrong_state');
		await restoreTurn(world.as('rina'), { groupId, turnId: id });
		expect(await codeOf(change('nadia', id, { body: 'x' }))).toBe('done');
	});
});

describe('a transcript', () => {
	const page = (
		person: Person,
		transcriptId: string,
		asked = { page: 1, turn: null as string | null }
	) => getTranscriptPage(world.as(person), { groupId, transcriptId }, asked);

	test('is read in parts, and a turn is found on its own', async () => {
		const id = await addTranscript(TURNS_PER_PAGE * 2 + 5);
		const first = await page('nadia', id);
		expect([first.page, first.pages, first.turns.length]).toEqual([1, 3, TURNS_PER_PAGE]);
		const last = await page('nadia', id, { page: 99, turn: null });
		expect([last.page, last.turns.length, last.turns[0]!.body]).toEqual([
			3,
			5,
			`Sample turn ${TURNS_PER_PAGE * 2 + 1}`
		]);
		expect(last.turns[0]).toMatchObject({ level: 1, codes: 0, removedAt: null });
		const wanted = last.turns[2]!.id;
		expect((await page('nadia', id, { page: 1, turn: wanted })).page).toBe(3);
	});

	test('editors read what may shape the study, nobody else reads any', async () => {
		const id = await addTranscript(3);
		const [secret] = await turnsOf(world, id);
		await change('nadia', secret!.id, { mark: 'off_record' });
		expect((await page('edi', id)).turns.map(({ body }) => body)).toEqual([
			'Sample turn 2',
			'Sample turn 3'
		]);
		expect((await page('edi', id)).mayWrite).toBe(false);
		for (const person of ['rudi', 'sokha', 'ana', 'omar', 'citra'] as const)
			expect(await codeOf(page(person, id)), person).toBe('not_found');
		expect(await codeOf(page('nadia', randomUUID()))).toBe('not_found');
	});

	test('goes with its turns and comes back with them, those removed before stay away', async () => {
		const id = await addTranscript(3);
		const place = { groupId, transcriptId: id };
		const [before] = await turnsOf(world, id);
		await removeTurn(world.as('nadia'), { groupId, turnId: before!.id });
		for (const person of ['edi', 'rudi', 'sokha', 'omar', 'citra'] as const)
			expect(await codeOf(removeTranscript(world.as(person), place)), person).toBe('not_found');
		await removeTranscript(world.as('nadia'), place);
		await removeTranscript(world.as('nadia'), place);
		expect(await turnsOf(world, id)).toEqual([]);
		expect(await codeOf(page('edi', id))).toBe('not_found');
		expect((await page('rina', id)).transcript.removedAt).toBeInstanceOf(Date);
		const listed = (person: Person) =>
			getTranscriptList(world.as(person), groupId).then(({ transcripts }) =>
				transcripts.some((each) => each.id === id)
			);
		expect([await listed('rina'), await listed('edi')]).toEqual([true, false]);
		await restoreTranscript(world.as('rina'), place);
		expect((await turnsOf(world, id)).map(({ body }) => body)).toEqual([
			'Sample turn 2',
			'Sample turn 3'
		]);
		expect((await auditOf(world, 'transcript.remove')).map(({ detail }) => detail)).toMatchObject([
			{ restored: false },
			{ restored: true }
		]);
	});
});
