import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import {
	changeDraft,
	createDraft,
	discardDraft,
	getDraft
} from '#lib/server/questionnaires/drafts.ts';
import { getLibrary, getQuestionnaire } from '#lib/server/questionnaires/library.ts';
import { publishDraft } from '#lib/server/questionnaires/publish.ts';
import { getDraftDifference } from '#lib/server/studies/draftEffects.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { openTestDatabase } from '../support/database.ts';
import { PEOPLE, type World, buildWorld } from '../support/world.ts';

let world: World;
let versionId: string;

beforeAll(async () => {
	world = await buildWorld(await openTestDatabase());
	versionId = await asSystem(world.database.db, async (trx) => {
		const round = await trx
			.selectFrom('rounds')
			.select('questionnaire_version_id as id')
			.where('id', '=', world.roundId)
			.executeTakeFirstOrThrow();
		return round.id;
	});
});
afterAll(() => world.database.close());

const rina = () => world.as('rina');
const begin = () =>
	createDraft(rina(), { studyId: world.studyId, from: { kind: 'version', versionId } });
const retitle =
	(title: string) =>
	(definition: Definition): Definition => ({ ...definition, title: { en: title, id: title } });
const refused = (code: string) => expect.objectContaining({ code });

describe('who sees a draft', () => {
	test('a coordinator of the study does', async () => {
		const draft = await begin();
		expect(await getDraft(rina(), draft.id)).toMatchObject({
			name: 'Small questionnaire',
			revision: 1,
			problems: [],
			baseVersionId: versionId,
			updatedByName: 'Rina'
		});
	});

	test.each(PEOPLE.filter((person) => person !== 'rina'))(
		'%s finds nothing: not the draft, not its rows, no way to change it (R14)',
		async (person) => {
			const draft = await begin();
			const ctx = world.as(person);
			for (const attempt of [
				() => getDraft(ctx, draft.id),
				() => changeDraft(ctx, draft.id, 1, retitle('Mine')),
				() => discardDraft(ctx, draft.id),
				() => publishDraft(ctx, draft.id, { revision: 1, version: '77' }),
				() => getDraftDifference(ctx, draft.id),
				() => getLibrary(ctx, world.studyId),
				() => createDraft(ctx, { studyId: world.studyId, from: { kind: 'empty', title: 'X' } })
			])
				await expect(attempt()).rejects.toEqual(refused('not_found'));
			const rows = await asActor(world.database.db, ctx.actor, (trx) =>
				trx.selectFrom('questionnaire_drafts').select('id').execute()
			);
			expect(rows).toEqual([]);
		}
	);

	test('another study cannot begin from a version of this one', async () => {
		const from = { kind: 'version', versionId } as const;
		await expect(
			createDraft(world.as('citra'), { studyId: world.otherStudyId, from })
		).rejects.toEqual(refused('not_found'));
		const own = createDraft(world.as('citra'), {
			studyId: world.otherStudyId,
			from: { kind: 'empty', title: 'Our own' }
		});
		expect((await own).studyId).toBe(world.otherStudyId);
	});

	test('a draft cannot be hung onto a questionnaire of another study', async () => {
		const found = await getLibrary(rina(), world.studyId);
		const from = {
			kind: 'upload',
			definition: world.definition,
			fileName: 'x.xlsx',
			problems: [],
			questionnaireId: found.own[0]!.id
		} as const;
		await expect(
			createDraft(world.as('citra'), { studyId: world.otherStudyId, from })
		).rejects.toEqual(refused('not_found'));
	});
});

describe('changing a draft', () => {
	test('counts the revision and leaves a mark without its words', async () => {
		const draft = await begin();
		const changed = await changeDraft(rina(), draft.id, 1, retitle('Renamed'));
		expect(changed).toMatchObject({ revision: 2, name: 'Renamed' });
		const marks = await asSystem(world.database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.select('action')
				.where('subject_id', '=', draft.id)
				.orderBy('id')
				.execute()
		);
		expect(marks.map(({ action }) => action)).toEqual([
			'questionnaire.draft_create',
			'questionnaire.draft_change'
		]);
	});

	test('on an old revision is refused and changes nothing', async () => {
		const draft = await begin();
		await changeDraft(rina(), draft.id, 1, retitle('First'));
		await expect(changeDraft(rina(), draft.id, 1, retitle('Second'))).rejects.toEqual(
			refused('draft_changed')
		);
		expect((await getDraft(rina(), draft.id)).name).toBe('First');
	});

	test('by two at the same moment: one of them is told', async () => {
		const draft = await begin();
		const results = await Promise.allSettled(
			['One', 'Two'].map((title) => changeDraft(rina(), draft.id, 1, retitle(title)))
		);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});
});

describe('publishing', () => {
	test('makes a version nobody can change, and the draft is gone', async () => {
		const draft = await begin();
		const changed = await changeDraft(rina(), draft.id, 1, retitle('Second edition'));
		const made = await publishDraft(rina(), draft.id, { revision: changed.revision, version: '2' });
		await expect(getDraft(rina(), draft.id)).rejects.toEqual(refused('not_found'));
		const { questionnaire } = await getQuestionnaire(rina(), world.studyId, made.questionnaireId);
		expect(questionnaire.versions.map(({ version }) => version)).toEqual(['2', '1']);
		expect(questionnaire.versions[1]!.rounds).toEqual([{ id: world.roundId, name: '2026' }]);
		for (const run of [asSystem, undefined])
			await expect(
				(run ?? ((db, work) => asActor(db, rina().actor, work)))(world.database.db, (trx) =>
					sql`update questionnaire_versions set version = '3' where id = ${made.versionId}`.execute(
						trx
					)
				)
			).rejects.toThrow();
	});

	test('refuses a version that exists and says which is free', async () => {
		const draft = await begin();
		await expect(
			publishDraft(rina(), draft.id, { revision: 1, version: '1' })
		).rejects.toMatchObject({ code: 'version_taken', detail: { version: '1', next: '3' } });
		expect((await getDraft(rina(), draft.id)).id).toBe(draft.id);
	});

	test('refuses what is broken, what is empty and what was changed meanwhile', async () => {
		const draft = await begin();
		const broken = await changeDraft(rina(), draft.id, 1, (definition) => ({
			...definition,
			areas: definition.areas.map((area) => ({
				...area,
				questions: area.questions.map((each) => ({ ...each, relevant: '${nowhere} = 1' }))
			}))
		}));
		expect(broken.problems.map(({ code }) => code)).toContain('unknown_reference');
		const publish = (revision: number) =>
			publishDraft(rina(), draft.id, { revision, version: '9' });
		await expect(publish(2)).rejects.toEqual(refused('definition_broken'));
		await expect(publish(1)).rejects.toEqual(refused('draft_changed'));
		const from = { kind: 'empty', title: 'Nothing yet' } as const;
		const empty = await createDraft(rina(), { studyId: world.studyId, from });
		await expect(publishDraft(rina(), empty.id, { revision: 1, version: '1' })).rejects.toEqual(
			refused('questionnaire_empty')
		);
	});
});

test('a draft says what it changes', async () => {
	const draft = await begin();
	await changeDraft(rina(), draft.id, 1, (definition) => ({
		...definition,
		areas: definition.areas.map((area) =>
			area.name === 'return'
				? { ...area, questions: area.questions.filter(({ name }) => name !== 'how') }
				: area
		)
	}));
	const found = await getDraftDifference(rina(), draft.id);
	expect(found.against?.difference).toMatchObject({ removed: ['how'], added: [] });
});
