import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { importTranscript, previewImport } from '#lib/server/focusgroups/importTranscript.ts';
import {
	importTranslation,
	previewTranslation
} from '#lib/server/focusgroups/importTranslation.ts';
import { readReplacements } from '#lib/server/focusgroups/replacements.ts';
import { removeTranscript } from '#lib/server/focusgroups/transcripts.ts';
import { readSealingKey } from '#lib/server/keys/sealing.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant } from '../support/groupWorld.ts';
import {
	REAL_NAMES,
	VTT,
	auditOf,
	codeOf,
	doImport,
	facilitator,
	parsed,
	requestOf,
	speaker,
	tablesHolding,
	turnsOf,
	withKey
} from '../support/transcriptWorld.ts';
import { type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let groupId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
});
afterAll(() => database.close());

const nadia = () => withKey(world, 'nadia');
const transcripts = () =>
	asSystem(database.db, (trx) => trx.selectFrom('transcripts').select('id').execute());

describe('an import', () => {
	test('stores turns with pseudonyms for names, a new participant, and the names sealed', async () => {
		const request = requestOf();
		expect(await doImport(nadia(), groupId, request)).toEqual({
			turns: 2,
			leftOut: 0,
			isSealed: true
		});
		const turns = await turnsOf(world, request.id);
		expect(turns).toMatchObject([
			{
				speaker: 'participant',
				starts_ms: 1000,
				ends_ms: 8000,
				mark: 'background',
				kind: 'verbatim',
				language: 'en',
				author_id: world.accounts.nadia,
				revision: 1,
				body: 'We go with the worker to the labour office. [P07] is my name, and the officer asks for a letter.'
			},
			{
				speaker: 'facilitator',
				participant_id: null,
				body: 'Thank you, [P07]. And in [a village]?'
			}
		]);
		const added = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('participants')
				.select(['pseudonym', 'group_id', 'created_by'])
				.where('id', '=', turns[0]!.participant_id)
				.execute()
		);
		expect(added).toEqual([
			{ pseudonym: 'P07', group_id: groupId, created_by: world.accounts.nadia }
		]);
		// What is not a name is where everybody who may reads it; no name is anywhere.
		expect(await tablesHolding(world, 'labour office')).toEqual(
			expect.arrayContaining(['turns', 'turn_revisions'])
		);
		for (const name of REAL_NAMES) expect(await tablesHolding(world, name), name).toEqual([]);
		expect(await auditOf(world, 'transcript.import')).toMatchObject([
			{
				actor_id: world.accounts.nadia,
				subject_id: request.id,
				detail: { format: 'webvtt', turns: 2, participants: 1, sealed: true }
			}
		]);
	});

	test('twice the same form stores it once', async () => {
		const request = requestOf({ speakers: [speaker('new', { pseudonym: 'P08' }), facilitator] });
		const { digest } = await previewImport(nadia(), groupId, request);
		await importTranscript(nadia(), groupId, request, digest);
		const before = (await transcripts()).length;
		await importTranscript(nadia(), groupId, request, digest);
		expect((await transcripts()).length).toBe(before);
		expect(await turnsOf(world, request.id)).toHaveLength(2);
		const elsewhere = await addGroup(world);
		expect(await codeOf(importTranscript(nadia(), elsewhere, request, digest))).toBe('not_found');
	});

	test('is for coordinators and note-takers; others find no meeting', async () => {
		const request = requestOf({ speakers: [speaker('unknown'), facilitator] });
		for (const person of ['edi', 'rudi', 'sokha', 'ana', 'omar', 'citra'] as const) {
			expect(await codeOf(previewImport(withKey(world, person), groupId, request)), person).toBe(
				'not_found'
			);
			expect(
				await codeOf(importTranscript(withKey(world, person), groupId, request, '')),
				person
			).toBe('not_found');
		}
		expect(await codeOf(doImport(withKey(world, 'rina'), groupId, request))).toBe('done');
	});

	test.each([
		['nobody is chosen', [speaker(''), facilitator], 'missing'],
		[
			'a participant of no meeting',
			[speaker(`participant:${randomUUID()}`), facilitator],
			'missing'
		],
		['no pseudonym', [speaker('new'), facilitator], 'pseudonym'],
		['a pseudonym that is taken', [speaker('new', { pseudonym: 'p07' }), facilitator], 'taken']
	])('%s: nothing is stored', async (_, speakers, fault) => {
		const request = requestOf({ speakers });
		const { faults, digest } = await previewImport(nadia(), groupId, request);
		expect(faults).toEqual({ 0: fault });
		const before = await transcripts();
		expect(await codeOf(importTranscript(nadia(), groupId, request, digest))).toBe(
			'speakers_unmatched'
		);
		expect(await transcripts()).toEqual(before);
	});

	test('a pseudonym that tells the name is refused', async () => {
		const request = requestOf({
			speakers: [speaker('new', { pseudonym: 'Vantha the worker' }), facilitator]
		});
		const { plan, digest } = await previewImport(nadia(), groupId, request);
		expect(plan.telling).toContain('Vantha');
		expect(await codeOf(importTranscript(nadia(), groupId, request, digest))).toBe(
			'speakers_unmatched'
		);
	});

	test('whoever refused notes is left out, and where nothing is left nothing is stored', async () => {
		const meeting = await addGroup(world);
		const refuses = await addParticipant(world, meeting, {
			pseudonym: 'P01',
			agrees: ['take_part']
		});
		const choice = speaker(`participant:${refuses}`);
		const read = parsed(
			VTT.replace('the labour office', 'the heron office').replace('Thank', 'Heron, thank')
		);
		const request = requestOf({ read, speakers: [choice, facilitator] });
		expect(await doImport(nadia(), meeting, request)).toMatchObject({ turns: 1, leftOut: 1 });
		expect((await turnsOf(world, request.id)).map(({ speaker: who }) => who)).toEqual([
			'facilitator'
		]);
		expect(await tablesHolding(world, 'heron office')).toEqual([]);
		expect(await tablesHolding(world, 'heron, thank')).toContain('turns');
		const alone = requestOf({ speakers: [choice, choice] });
		expect(await codeOf(doImport(nadia(), meeting, alone))).toBe('wrong_state');
	});

	test('what the preview did not show is not stored', async () => {
		const meeting = await addGroup(world);
		const person = await addParticipant(world, meeting, {
			pseudonym: 'P01',
			agrees: AGREES_TO_ALL
		});
		const request = requestOf({ speakers: [speaker(`participant:${person}`), facilitator] });
		const { digest } = await previewImport(nadia(), meeting, request);
		await asSystem(database.db, (trx) =>
			trx.updateTable('participants').set({ pseudonym: 'Rose' }).where('id', '=', person).execute()
		);
		expect(await codeOf(importTranscript(nadia(), meeting, request, digest))).toBe('wrong_state');
		expect(await codeOf(doImport(nadia(), meeting, request))).toBe('done');
		expect((await turnsOf(world, request.id))[1]!.body).toContain('[Rose]');
	});

	test('without a key no name is kept, sealed or not', async () => {
		const meeting = await addGroup(world);
		const second = requestOf({ speakers: [speaker('new', { pseudonym: 'P09' }), facilitator] });
		expect(await doImport(world.as('nadia'), meeting, second)).toMatchObject({
			turns: 2,
			isSealed: false
		});
		const kept = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('name_replacements')
				.select('id')
				.where('transcript_id', '=', second.id)
				.execute()
		);
		expect(kept).toEqual([]);
	});

	test('a table with a translation keeps both side by side', async () => {
		const meeting = await addGroup(world);
		const csv =
			'speaker,text,translation\nVantha,Kami pergi ke Vantha.,We go to Vantha.\nRatri,Kapan?,\n';
		const request = requestOf({
			title: 'A table',
			read: parsed(csv),
			language: 'id',
			translationLanguage: 'en',
			also: [],
			speakers: [speaker('new', { pseudonym: 'P01' }), facilitator]
		});
		await doImport(nadia(), meeting, request);
		expect(await turnsOf(world, request.id)).toMatchObject([
			{
				body: 'Kami pergi ke [P01].',
				translation: 'We go to [P01].',
				language: 'id',
				translation_language: 'en'
			},
			{ body: 'Kapan?', translation: null, translation_language: null }
		]);
	});
});

describe('the list of replaced names', () => {
	test('is read by coordinators alone, with the key it was sealed with, and audited', async () => {
		const meeting = await addGroup(world);
		const request = requestOf();
		await doImport(nadia(), meeting, request);
		for (const person of ['nadia', 'edi', 'rudi', 'sokha', 'omar', 'citra'] as const)
			expect(await codeOf(readReplacements(withKey(world, person), meeting)), person).toBe(
				'not_found'
			);
		const before = (await auditOf(world, 'replacements.read')).length;
		const { lists } = await readReplacements(withKey(world, 'rina'), meeting);
		expect(lists).toMatchObject([{ transcriptId: request.id, madeBy: 'Nadia' }]);
		const whose = expect.any(String) as string;
		expect(lists[0]!.names).toEqual(
			expect.arrayContaining([
				{ name: 'Sokchea Vantha', replacement: '[P07]', count: 1, participantId: whose },
				{ name: 'Vantha', replacement: '[P07]', count: 1, participantId: whose },
				{ name: 'Prey Lvea', replacement: '[a village]', count: 1, participantId: null }
			])
		);
		expect(await auditOf(world, 'replacements.read')).toHaveLength(before + 1);
		const other = withKey(world, 'rina', readSealingKey('2'.repeat(64)));
		expect((await readReplacements(other, meeting)).lists[0]!.names).toBeNull();
		const none = await readReplacements(world.as('rina'), meeting);
		expect([none.hasKey, none.lists[0]!.names]).toEqual([false, null]);
	});
});

describe('a translation of a transcript', () => {
	const INDONESIAN = VTT.replace('We go with the worker to the labour office.', 'Kami pergi.')
		.replace('Vantha is my name, and the officer asks for a letter.', 'Nama saya Vantha.')
		.replace('Thank you, Sokchea Vantha. And in Prey Lvea?', 'Terima kasih, Vantha.');
	async function original() {
		const meeting = await addGroup(world);
		const request = requestOf();
		await doImport(nadia(), meeting, request);
		const [first] = await turnsOf(world, request.id);
		return {
			meeting,
			transcriptId: request.id,
			place: { groupId: meeting, transcriptId: request.id },
			translation: requestOf({
				read: parsed(INDONESIAN),
				language: 'id',
				speakers: [speaker(`participant:${first!.participant_id}`), facilitator]
			})
		};
	}

	test('stands beside its turns, as a revision, names replaced', async () => {
		const { place, transcriptId, translation } = await original();
		const preview = await previewTranslation(nadia(), place, translation);
		expect(preview).toMatchObject({ by: 'time', isUneven: false });
		expect(await importTranslation(nadia(), place, translation, preview.digest)).toEqual({
			turns: 2
		});
		expect(await turnsOf(world, transcriptId)).toMatchObject([
			{ translation: 'Kami pergi. Nama saya [P07].', translation_language: 'id', revision: 2 },
			{ translation: 'Terima kasih, [P07].', revision: 2 }
		]);
		const revisions = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('turn_revisions')
				.select(['revision', 'translation'])
				.where('save_id', '=', translation.id)
				.execute()
		);
		expect(revisions.map(({ revision }) => revision)).toEqual([2, 2]);
		for (const name of REAL_NAMES) expect(await tablesHolding(world, name), name).toEqual([]);
		// The same form again, even with what it saw before.
		expect(await importTranslation(nadia(), place, translation, preview.digest)).toEqual({
			turns: 0
		});
	});

	test('takes nobody in, and nobody but staff brings one', async () => {
		const { place, translation } = await original();
		const adding = {
			...translation,
			speakers: [speaker('new', { pseudonym: 'P55' }), facilitator]
		};
		expect((await previewTranslation(nadia(), place, adding)).faults).toEqual({ 0: 'missing' });
		for (const person of ['edi', 'rudi', 'sokha', 'omar', 'citra'] as const)
			expect(await codeOf(previewTranslation(withKey(world, person), place, translation))).toBe(
				'not_found'
			);
	});

	test('is not stored where a turn was changed since the preview, or the transcript removed', async () => {
		const { place, transcriptId, translation } = await original();
		const { digest } = await previewTranslation(nadia(), place, translation);
		const [turn] = await turnsOf(world, transcriptId);
		await asSystem(database.db, (trx) =>
			trx.updateTable('turns').set({ revision: 2 }).where('id', '=', turn!.id).execute()
		);
		expect(await codeOf(importTranslation(nadia(), place, translation, digest))).toBe(
			'wrong_state'
		);
		await removeTranscript(nadia(), place);
		expect(await codeOf(previewTranslation(nadia(), place, translation))).toBe('wrong_state');
	});
});
