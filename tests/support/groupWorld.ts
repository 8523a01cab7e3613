import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { asSystem } from '#lib/server/database/asActor.ts';
import { json } from '#lib/server/database/json.ts';
import type { ConsentText } from '#lib/consent/form.ts';
import {
	CONSENT_ITEMS,
	type ConsentItem,
	type SessionRule,
	type TurnKind,
	type TurnMark
} from '#lib/terms.ts';
import { type TreatyPrepared, prepareTreaties } from './treatyWorld.ts';
import type { World } from './world.ts';

/** Things of a meeting for every address and form to point at. */
export interface GroupPrepared extends TreatyPrepared {
	groupId: string;
	/** P01 of Cambodia, who agreed to everything. */
	participantId: string;
	/** P02 of Indonesia, who agreed to be quoted without name or country. */
	otherParticipantId: string;
	/** A turn of P01, quotable. */
	turnId: string;
	/** A note of the facilitator's, to be changed and taken out. */
	noteId: string;
	formId: string;
	/** P03 of Cambodia, for whoever prepares to change. */
	preparedParticipantId: string;
	/** An interpreter by a label. */
	groupPersonId: string;
	/** The first of two blocks of the guide. */
	blockId: string;
	/** P04, whose own page is opened, and who leaves in the end; nothing else is theirs. */
	leaverId: string;
	/** A link of P04 that works, and the number of their last consent. */
	participantLinkId: string;
	consentSeen: number;
	/** A REFI-QDA file of Rina's that waits, and one that was taken over. */
	qdaWaitingId: string;
	qdaTakenId: string;
}

/** Items to which somebody says yes; every other item is a no. */
export const AGREES_TO_ALL: readonly ConsentItem[] = CONSENT_ITEMS;
export const AGREES_TO_QUOTES: readonly ConsentItem[] = [
	'take_part',
	'notes',
	'confidentiality',
	'quotation',
	'translation'
];

const words: ConsentText = {
	title: 'Sample consent',
	intro: 'Sample words.',
	items: Object.fromEntries(CONSENT_ITEMS.map((item) => [item, `Sample item ${item}`])),
	closing: 'Sample end.',
	yes: 'Yes',
	no: 'No'
};

/** A meeting of the world's round, made as the database has it, without any page. */
export async function addGroup(
	world: World,
	given: { name?: string; rule?: SessionRule; validationUntil?: string } = {}
): Promise<string> {
	const id = randomUUID();
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('focus_groups')
			.values({
				id,
				study_id: world.studyId,
				round_id: world.roundId,
				name: given.name ?? 'Jakarta, day 1',
				held_on: '2026-08-30',
				rule: given.rule ?? 'open',
				validation_until: given.validationUntil ?? '2099-12-31',
				created_by: world.accounts.rina
			})
			.execute()
	);
	return id;
}

/** The study's consent form, made where it has none. */
export async function addForm(world: World): Promise<string> {
	return asSystem(world.database.db, async (trx) => {
		const found = await trx
			.selectFrom('consent_forms')
			.select('id')
			.where('study_id', '=', world.studyId)
			.orderBy('version', 'desc')
			.executeTakeFirst();
		if (found) return found.id;
		const id = randomUUID();
		await trx
			.insertInto('consent_forms')
			.values({
				id,
				study_id: world.studyId,
				version: 1,
				items: [...CONSENT_ITEMS],
				texts: json({ en: words, id: words }) as never
			})
			.execute();
		return id;
	});
}

/** A participant; with `agrees`, one who has said yes to those items and no to the others. */
export async function addParticipant(
	world: World,
	groupId: string,
	given: {
		pseudonym: string;
		country?: string | null;
		kind?: string;
		agrees?: readonly ConsentItem[];
		expiresOn?: string;
	}
): Promise<string> {
	const id = randomUUID();
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('participants')
			.values({
				id,
				group_id: groupId,
				study_id: world.studyId,
				round_id: world.roundId,
				pseudonym: given.pseudonym,
				country: given.country === undefined ? 'KH' : given.country,
				organisation_kind: given.kind ?? null,
				created_by: world.accounts.rina
			})
			.execute()
	);
	if (given.agrees) await agree(world, groupId, id, given.agrees, given.expiresOn);
	return id;
}

/** Records a consent of somebody, as on paper. */
export async function agree(
	world: World,
	groupId: string,
	participantId: string,
	items: readonly ConsentItem[],
	expiresOn?: string
): Promise<void> {
	const formId = await addForm(world);
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('consents')
			.values({
				id: randomUUID(),
				participant_id: participantId,
				group_id: groupId,
				study_id: world.studyId,
				form_id: formId,
				language: 'en',
				mode: 'paper',
				items: json(
					Object.fromEntries(CONSENT_ITEMS.map((item) => [item, items.includes(item)]))
				) as never,
				given_on: '2026-08-30',
				expires_on: expiresOn ?? null,
				recorded_by: world.accounts.rina
			})
			.execute()
	);
}

/** A turn with its first revision. */
export async function addTurn(
	world: World,
	groupId: string,
	given: {
		participantId?: string | null;
		body: string;
		translation?: string;
		kind?: TurnKind;
		mark?: TurnMark;
		ordinal?: number;
		transcriptId?: string;
	}
): Promise<string> {
	const id = randomUUID();
	const participantId = given.participantId ?? null;
	await asSystem(world.database.db, async (trx) => {
		await trx
			.insertInto('turns')
			.values({
				id,
				group_id: groupId,
				study_id: world.studyId,
				round_id: world.roundId,
				transcript_id: given.transcriptId ?? null,
				ordinal: given.ordinal ?? Date.now(),
				speaker: participantId ? 'participant' : 'facilitator',
				participant_id: participantId,
				kind: given.kind ?? 'verbatim',
				mark: given.mark ?? 'quotable',
				body: given.body,
				translation: given.translation ?? null,
				translation_language: given.translation ? 'en' : null,
				author_id: world.accounts.nadia
			})
			.execute();
		await sql`insert into turn_revisions (turn_id, group_id, study_id, revision, author_id, speaker,
				participant_id, kind, mark, body, translation)
			select id, group_id, study_id, revision, author_id, speaker, participant_id, kind, mark, body,
				translation from turns where id = ${id}::uuid`.execute(trx);
	});
	return id;
}

/** One meeting in which each page has something to show. */
export async function prepareGroup(world: World): Promise<GroupPrepared> {
	const groupId = await addGroup(world);
	const participantId = await addParticipant(world, groupId, {
		pseudonym: 'P01',
		kind: 'Sample union',
		agrees: AGREES_TO_ALL
	});
	const otherParticipantId = await addParticipant(world, groupId, {
		pseudonym: 'P02',
		country: 'ID',
		agrees: AGREES_TO_QUOTES
	});
	const turnId = await addTurn(world, groupId, {
		participantId,
		body: 'The officer asks for a letter from the employer.'
	});
	const noteId = await addTurn(world, groupId, { body: 'Sample note in the room.' });
	const preparedParticipantId = await addParticipant(world, groupId, { pseudonym: 'P03' });
	const formId = await addForm(world);
	const { groupPersonId, blockId } = await prepareGuide(world, groupId);
	return {
		groupId,
		participantId,
		otherParticipantId,
		turnId,
		noteId,
		formId,
		preparedParticipantId,
		groupPersonId,
		blockId,
		...(await prepareLeaver(world, groupId)),
		...(await prepareImports(world)),
		...(await prepareTreaties(world))
	};
}

/** Somebody who runs the meeting, and a guide of two blocks. */
async function prepareGuide(world: World, groupId: string) {
	const [groupPersonId, blockId] = [randomUUID(), randomUUID()];
	const whose = { group_id: groupId, study_id: world.studyId };
	await asSystem(world.database.db, async (trx) => {
		await trx
			.insertInto('focus_group_people')
			.values({ id: groupPersonId, ...whose, label: 'Interpreter', role: 'interpreter' })
			.execute();
		await trx
			.insertInto('guide_blocks')
			.values([
				{ id: blockId, ...whose, position: 1, title: 'Access to justice', area: 'justice' },
				{ id: randomUUID(), ...whose, position: 2, title: 'Closing' }
			])
			.execute();
	});
	return { groupPersonId, blockId };
}

async function prepareLeaver(world: World, groupId: string) {
	const leaverId = await addParticipant(world, groupId, {
		pseudonym: 'P04',
		country: 'ID',
		agrees: AGREES_TO_ALL
	});
	const participantLinkId = randomUUID();
	return asSystem(world.database.db, async (trx) => {
		await trx
			.insertInto('participant_links')
			.values({
				id: participantLinkId,
				participant_id: leaverId,
				group_id: groupId,
				study_id: world.studyId,
				token_hash: 'f'.repeat(64),
				made_by: world.accounts.rina,
				expires_at: new Date(Date.now() + 86_400_000)
			})
			.execute();
		const { number } = await trx
			.selectFrom('consents')
			.select('number')
			.where('participant_id', '=', leaverId)
			.executeTakeFirstOrThrow();
		return { leaverId, participantLinkId, consentSeen: Number(number) };
	});
}

async function prepareImports(world: World) {
	const [qdaWaitingId, qdaTakenId] = [randomUUID(), randomUUID()];
	await asSystem(world.database.db, async (trx) => {
		for (const id of [qdaWaitingId, qdaTakenId])
			await trx
				.insertInto('qda_imports')
				.values({
					id,
					study_id: world.studyId,
					account_id: world.accounts.rina,
					kind: 'codebook',
					sealed: null,
					taken_at: id === qdaTakenId ? new Date() : null,
					result: (id === qdaTakenId
						? json({ counts: {}, leftOut: [{ code: 'link', count: 2 }], warnings: [] })
						: null) as never
				})
				.execute();
	});
	return { qdaWaitingId, qdaTakenId };
}
