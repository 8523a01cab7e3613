import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#lib/server/config.ts';
import type { Context, SystemContext } from '#lib/server/context.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { json } from '#lib/server/database/json.ts';
import type { StudyRole } from '#lib/terms.ts';
import { createStorage } from '#lib/server/storage/storage.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { smallDefinition } from './definition.ts';

/**
 * The people of the tests. Sokha leads Cambodia's delegation and Dara is her colleague; Budi
 * leads Indonesia's, so he is the stranger from another country. Rina coordinates the study,
 * Edi edits it, Nadia takes notes, Rudi only reads. Ana administers the instance. Omar has an
 * account and no part in anything; Citra coordinates another study.
 */
export const PEOPLE = [
	'sokha',
	'dara',
	'budi',
	'rina',
	'edi',
	'nadia',
	'rudi',
	'ana',
	'omar',
	'citra'
] as const;
export type Person = (typeof PEOPLE)[number];

export interface World {
	database: Database;
	system: SystemContext;
	accounts: Record<Person, string>;
	studyId: string;
	otherStudyId: string;
	roundId: string;
	/** Delegations by country. */
	delegations: { KH: string; ID: string };
	definition: Definition;
	/** What was woken, in order. */
	woken: string[];
	/** A context in which this person acts. */
	as(person: Person): Context;
	/** The id of a country's response for an area. */
	responseId(country: 'KH' | 'ID', area: string): Promise<string>;
}

/** Fills an empty database with one study, one open round, two delegations and everybody above. */
export async function buildWorld(
	database: Database,
	definition: Definition = smallDefinition
): Promise<World> {
	const dir = mkdtempSync(join(tmpdir(), 'mufakat-test-'));
	const woken: string[] = [];
	const system: SystemContext = {
		db: database.db,
		config: readConfig({
			MUFAKAT_DATA: dir,
			MUFAKAT_DEMO: '0',
			ORIGIN: 'http://127.0.0.1:3000',
			LOG_LEVEL: 'silent'
		}),
		storage: createStorage(join(dir, 'files')),
		now: () => new Date(),
		wake: (queue) => void woken.push(queue)
	};
	const built = await asSystem(database.db, async (trx) => {
		const accounts = {} as Record<Person, string>;
		for (const name of PEOPLE)
			accounts[name] = (
				await trx
					.insertInto('accounts')
					.values({
						email: `${name}@example.org`,
						name: name[0]!.toUpperCase() + name.slice(1),
						is_administrator: name === 'ana',
						may_create_studies: name === 'rina' || name === 'citra'
					})
					.returning('id')
					.executeTakeFirstOrThrow()
			).id;
		const addStudy = async (name: string, createdBy: Person) =>
			(
				await trx
					.insertInto('studies')
					.values({ name, created_by: accounts[createdBy] })
					.returning('id')
					.executeTakeFirstOrThrow()
			).id;
		const studyId = await addStudy('Rights study', 'rina');
		const otherStudyId = await addStudy('Another study', 'citra');
		const roles: [Person, StudyRole, string][] = [
			['rina', 'coordinator', studyId],
			['edi', 'editor', studyId],
			['nadia', 'note_taker', studyId],
			['rudi', 'reader', studyId],
			['citra', 'coordinator', otherStudyId]
		];
		for (const [person, role, study] of roles)
			await trx
				.insertInto('memberships')
				.values({ study_id: study, account_id: accounts[person], role })
				.execute();
		const { id: questionnaireId } = await trx
			.insertInto('questionnaires')
			.values({ study_id: studyId, name: 'Small' })
			.returning('id')
			.executeTakeFirstOrThrow();
		const { id: versionId } = await trx
			.insertInto('questionnaire_versions')
			.values({
				questionnaire_id: questionnaireId,
				version: definition.version,
				definition: json(definition) as never
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const { id: roundId } = await trx
			.insertInto('rounds')
			.values({
				study_id: studyId,
				questionnaire_version_id: versionId,
				name: '2026',
				opens_on: '2026-01-01',
				closes_on: '2099-12-31'
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const delegations = {} as World['delegations'];
		for (const [country, name] of [
			['KH', 'Cambodia'],
			['ID', 'Indonesia']
		] as const) {
			await trx
				.insertInto('round_countries')
				.values({ round_id: roundId, country, name })
				.execute();
			const { id } = await trx
				.insertInto('delegations')
				.values({ study_id: studyId, round_id: roundId, country })
				.returning('id')
				.executeTakeFirstOrThrow();
			delegations[country] = id;
			for (const area of definition.areas)
				await trx
					.insertInto('responses')
					.values({ study_id: studyId, round_id: roundId, delegation_id: id, area: area.name })
					.execute();
		}
		for (const [person, country, lead] of [
			['sokha', 'KH', true],
			['dara', 'KH', false],
			['budi', 'ID', true]
		] as const)
			await trx
				.insertInto('delegation_members')
				.values({
					delegation_id: delegations[country],
					account_id: accounts[person],
					is_focal_point: lead
				})
				.execute();
		return { accounts, studyId, otherStudyId, roundId, delegations };
	});
	return {
		...built,
		database,
		system,
		definition,
		woken,
		as: (person) => ({ ...system, actor: { accountId: built.accounts[person] } }),
		responseId: (country, area) =>
			asSystem(database.db, async (trx) => {
				const row = await trx
					.selectFrom('responses')
					.select('id')
					.where('delegation_id', '=', built.delegations[country])
					.where('area', '=', area)
					.executeTakeFirstOrThrow();
				return row.id;
			})
	};
}
