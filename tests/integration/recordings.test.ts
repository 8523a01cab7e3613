import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import {
	addRecording,
	getRecordingsPage,
	openRecording,
	removeRecordings,
	requireMayRecord
} from '#lib/server/focusgroups/recordings.ts';
import type { ConsentItem } from '#lib/terms.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, agree } from '../support/groupWorld.ts';
import { auditOf, codeOf } from '../support/transcriptWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());

const WITHOUT: readonly ConsentItem[] = AGREES_TO_ALL.filter((item) => item !== 'recording');
/** A meeting in which two people agreed to everything. */
async function meeting() {
	const groupId = await addGroup(world);
	await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
	const second = await addParticipant(world, groupId, { pseudonym: 'P02', agrees: AGREES_TO_ALL });
	return { groupId, second };
}
const fileOf = async (text: string) => ({
	...(await world.system.storage.put(new TextEncoder().encode(text))),
	mediaType: 'audio/mpeg',
	extension: 'mp3'
});
async function add(
	person: Person,
	groupId: string,
	given: Partial<Parameters<typeof addRecording>[1]> = {}
): Promise<string> {
	const id = given.id ?? randomUUID();
	await addRecording(world.as(person), {
		id,
		groupId,
		title: 'Morning',
		transcriptId: null,
		offsetMs: 0,
		file: await fileOf(`sound ${id}`),
		...given
	});
	return id;
}
const list = (person: Person, groupId: string) => getRecordingsPage(world.as(person), groupId);
const open = (person: Person, groupId: string, recordingId: string) =>
	openRecording(world.as(person), { groupId, recordingId });
const isKept = async (sha256: string) => (await world.system.storage.open(sha256)) !== null;

describe('while everybody agrees', () => {
	test('staff keep sound, others find no meeting', async () => {
		const { groupId } = await meeting();
		const id = await add('nadia', groupId, { offsetMs: 3_600_000 });
		await add('nadia', groupId, { id });
		expect((await list('rina', groupId)).recordings).toMatchObject([
			{ id, title: 'Morning', offsetMs: 3_600_000, mediaType: 'audio/mpeg' }
		]);
		for (const person of ['edi', 'rudi', 'sokha', 'ana', 'omar', 'citra'] as const) {
			expect(await codeOf(list(person, groupId)), person).toBe('not_found');
			expect(await codeOf(open(person, groupId, id)), person).toBe('not_found');
			expect(await codeOf(add(person, groupId)), person).toBe('not_found');
			const removed = removeRecordings(world.as(person), { groupId, recordingId: id });
			expect(await codeOf(removed), person).toBe('not_found');
			// The database itself shows them none.
			const seen = await asActor(database.db, { accountId: world.accounts[person] }, (trx) =>
				trx.selectFrom('recordings').select('id').where('group_id', '=', groupId).execute()
			);
			expect(seen, person).toEqual([]);
		}
		expect(
			(await auditOf(world, 'recording.add')).filter(({ subject_id }) => subject_id === id)
		).toHaveLength(1);
	});

	test('sound only, of this meeting only', async () => {
		const { groupId } = await meeting();
		const film = { ...(await fileOf('film')), mediaType: 'video/mp4', extension: 'mp4' };
		expect(await codeOf(add('nadia', groupId, { file: film }))).toBe('type_not_allowed');
		expect(await codeOf(add('nadia', groupId, { transcriptId: randomUUID() }))).toBe('not_found');
		const id = await add('nadia', groupId);
		const elsewhere = await meeting();
		expect(await codeOf(open('nadia', elsewhere.groupId, id))).toBe('not_found');
	});

	test('each opening is audited once, however many pieces a player asks for', async () => {
		const { groupId } = await meeting();
		const id = await add('nadia', groupId);
		const plays = async () =>
			(await auditOf(world, 'recording.play')).filter(({ subject_id }) => subject_id === id);
		const [first] = await Promise.all([open('nadia', groupId, id), open('nadia', groupId, id)]);
		await open('nadia', groupId, id);
		expect(first).toMatchObject({ mediaType: 'audio/mpeg', size: `sound ${id}`.length });
		expect(await plays()).toMatchObject([{ actor_id: world.accounts.nadia }]);
		await open('rina', groupId, id);
		expect(await plays()).toHaveLength(2);
		const later = { ...world.as('nadia'), now: () => new Date(Date.now() + 31 * 60_000) };
		await openRecording(later, { groupId, recordingId: id });
		expect(await plays()).toHaveLength(3);
	});

	test('what is deleted is gone with its file, unless the same bytes are something else too', async () => {
		const { groupId } = await meeting();
		const file = await fileOf('deleted sound');
		const [one, two] = [
			await add('nadia', groupId, { file }),
			await add('nadia', groupId, { file })
		];
		await removeRecordings(world.as('nadia'), { groupId, recordingId: one });
		expect(await isKept(file.sha256)).toBe(true);
		await removeRecordings(world.as('nadia'), { groupId, recordingId: two });
		await removeRecordings(world.as('nadia'), { groupId, recordingId: two });
		expect(await isKept(file.sha256)).toBe(false);
		expect(await codeOf(open('nadia', groupId, two))).toBe('not_found');
		expect(
			(await auditOf(world, 'recording.remove')).filter(({ subject_id }) => subject_id === two)
		).toHaveLength(1);
	});
});

describe('when somebody does not agree', () => {
	test('nothing is added; the page says by pseudonym who', async () => {
		const { groupId } = await meeting();
		await addParticipant(world, groupId, { pseudonym: 'P03', agrees: WITHOUT });
		await addParticipant(world, groupId, { pseudonym: 'P04' });
		await addParticipant(world, groupId, {
			pseudonym: 'P05',
			agrees: AGREES_TO_ALL,
			expiresOn: '2020-01-01'
		});
		expect(await list('nadia', groupId)).toMatchObject({
			isAllowed: false,
			notAgreed: ['P03', 'P04', 'P05']
		});
		expect(await codeOf(requireMayRecord(world.as('nadia'), groupId))).toBe(
			'recording_not_allowed'
		);
		expect(await codeOf(add('nadia', groupId))).toBe('recording_not_allowed');
		const empty = await addGroup(world);
		expect(await list('nadia', empty)).toMatchObject({
			isAllowed: false,
			participants: 0,
			notAgreed: []
		});
	});

	test.each(['a new consent without it', 'a withdrawal'])(
		'%s locks list and file at once; agreeing again opens them',
		async (how) => {
			const { groupId, second } = await meeting();
			const id = await add('nadia', groupId);
			await open('nadia', groupId, id);
			if (how === 'a withdrawal')
				await asActor(database.db, { accountId: world.accounts.nadia }, (trx) =>
					trx
						.insertInto('withdrawals')
						.values({
							id: randomUUID(),
							participant_id: second,
							group_id: groupId,
							study_id: world.studyId,
							scope: 'all',
							recorded_by: world.accounts.nadia
						})
						.execute()
				);
			else await agree(world, groupId, second, WITHOUT);
			expect(await list('rina', groupId)).toMatchObject({
				isAllowed: false,
				recordings: [],
				locked: 1,
				notAgreed: ['P02']
			});
			for (const person of ['rina', 'nadia'] as const)
				expect(await codeOf(open(person, groupId, id))).toBe('not_found');
			await agree(world, groupId, second, AGREES_TO_ALL);
			expect(await codeOf(open('nadia', groupId, id))).toBe('done');
		}
	);

	test('what is locked can be deleted for good', async () => {
		const { groupId, second } = await meeting();
		const file = await fileOf(`locked ${groupId}`);
		await add('nadia', groupId, { file });
		await agree(world, groupId, second, WITHOUT);
		await removeRecordings(world.as('nadia'), { groupId, recordingId: null });
		expect((await list('nadia', groupId)).locked).toBe(0);
		expect(await isKept(file.sha256)).toBe(false);
		const left = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('recordings')
				.select('id')
				.where('group_id', '=', groupId)
				.where('removed_at', 'is', null)
				.execute()
		);
		expect(left).toEqual([]);
	});
});
