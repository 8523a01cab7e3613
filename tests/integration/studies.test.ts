import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memberStates } from '#lib/asean.ts';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { problemOf } from '#lib/server/problem.ts';
import { getDefinition, listVersions } from '#lib/server/questionnaires/queries.ts';
import { installBaseline } from '#lib/server/questionnaires/questionnaires.ts';
import { addCountry, addDelegation, setDelegationStatus } from '#lib/server/studies/delegations.ts';
import { getDelegation } from '#lib/server/studies/delegationPage.ts';
import { getHome, onlyPlace } from '#lib/server/studies/home.ts';
import {
	changeRound,
	closeRound,
	createRound,
	getRoundSettings,
	openRound
} from '#lib/server/studies/rounds.ts';
import { createStudy, getRoundChoices, getStudy } from '#lib/server/studies/studies.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const OUTSIDERS: Person[] = ['sokha', 'dara', 'budi', 'omar', 'citra', 'ana'];
const NOT_COORDINATORS: Person[] = [...OUTSIDERS, 'edi', 'nadia', 'rudi'];

let database: Database;
let world: World;
let baseline: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	baseline = await asSystem(database.db, installBaseline);
});
afterAll(() => database.close());

const problem = async (work: Promise<unknown>) =>
	problemOf(await work.then(() => undefined).catch((thrown: unknown) => thrown))?.code;

/** Actions of the audit entries about a subject, oldest first. */
const audited = (subjectId: string) =>
	asSystem(database.db, async (trx) => {
		const rows = await trx
			.selectFrom('audit_entries')
			.select(['action', 'reason', 'actor_id as actorId'])
			.where('subject_id', '=', subjectId)
			.orderBy('id')
			.execute();
		return rows;
	});

const responsesOf = (delegationId: string) =>
	asSystem(database.db, (trx) =>
		trx
			.selectFrom('responses')
			.select(['area', 'asked', 'required_missing as missing', 'state', 'answered'])
			.where('delegation_id', '=', delegationId)
			.orderBy('area')
			.execute()
	);

describe('questionnaires', () => {
	test('the built-in questionnaire is installed once, and every study is offered it', async () => {
		expect(await asSystem(database.db, installBaseline)).toBe(baseline);
		const { versions } = await getRoundChoices(world.as('rina'), world.studyId);
		expect(versions.map(({ title, isBuiltIn }) => [title.en, isBuiltIn])).toEqual([
			['Small questionnaire', false],
			[aseanBaseline.title.en, true]
		]);
		const other = await getRoundChoices(world.as('citra'), world.otherStudyId);
		expect(other.versions.map(({ id }) => id)).toEqual([baseline]);
	});

	test('a version is read as it was put in', async () => {
		const read = () =>
			asActor(database.db, world.as('rina').actor, (trx) => getDefinition(trx, baseline));
		expect(await read()).toEqual(JSON.parse(JSON.stringify(aseanBaseline)));
		expect(await read()).toBe(await read());
		expect(
			await problem(
				asActor(database.db, world.as('rina').actor, (trx) => getDefinition(trx, NOWHERE))
			)
		).toBe('not_found');
	});

	test('a stranger is offered no version of a study', async () => {
		const seen = await asActor(database.db, world.as('omar').actor, (trx) =>
			listVersions(trx, world.studyId)
		);
		expect(seen.map(({ isBuiltIn }) => isBuiltIn)).toEqual([true]);
	});
});

describe('studies', () => {
	test('who may make studies does, and coordinates what they made', async () => {
		const id = await createStudy(world.as('citra'), { name: 'Third study' });
		const page = await getStudy(world.as('citra'), id);
		expect(page).toMatchObject({
			study: { id, name: 'Third study', isInvented: false },
			rounds: [],
			isCoordinator: true
		});
		expect(await audited(id)).toEqual([
			{ action: 'study.create', reason: null, actorId: world.accounts.citra }
		]);
		expect(await problem(getStudy(world.as('rina'), id))).toBe('not_found');
	});

	test.each(['sokha', 'edi', 'omar', 'ana'] as const)('%s may not make studies', async (person) => {
		expect(await problem(createStudy(world.as(person), { name: 'No' }))).toBe('not_found');
	});

	test.each(['rina', 'edi', 'nadia', 'rudi'] as const)('%s sees the study', async (person) => {
		const page = await getStudy(world.as(person), world.studyId);
		expect(page.rounds.map(({ name }) => name)).toContain('2026');
		expect(page.isCoordinator).toBe(person === 'rina');
	});

	test.each(OUTSIDERS)('to %s the study does not exist', async (person) => {
		expect(await problem(getStudy(world.as(person), world.studyId))).toBe('not_found');
	});

	test('an id that is none, or leads nowhere, is not found', async () => {
		for (const id of [NOWHERE, 'nonsense', "'; drop table studies"])
			expect(await problem(getStudy(world.as('rina'), id))).toBe('not_found');
	});
});

describe('rounds', () => {
	const input = (more: object = {}) => ({
		studyId: world.studyId,
		name: `Round ${Math.random()}`,
		opensOn: '2026-11-01',
		closesOn: '2026-11-30',
		countries: memberStates.map(({ code, name }) => ({ code, name: name.en })),
		questionnaireVersionId: baseline,
		...more
	});

	test('a round has a delegation per country and a response per area, counted', async () => {
		const roundId = await createRound(world.as('rina'), input());
		const { round, delegations } = await getRoundSettings(world.as('rina'), roundId);
		expect(round).toMatchObject({ opensOn: '2026-11-01', closesOn: '2026-11-30', closedAt: null });
		expect(delegations.map(({ country }) => country).sort()).toEqual(
			memberStates.map(({ code }) => code).sort()
		);
		const responses = await responsesOf(delegations[0]!.id);
		expect(responses.map(({ area }) => area).sort()).toEqual(
			aseanBaseline.areas.map(({ name }) => name).sort()
		);
		expect(
			responses.every(({ state, answered }) => state === 'not_started' && answered === 0)
		).toBe(true);
		expect(responses.every(({ asked, missing }) => asked > 0 && missing <= asked)).toBe(true);
		expect((await audited(roundId)).map(({ action }) => action)).toEqual(['round.create']);
	});

	test('follow-ups that nothing has asked for yet are not counted', async () => {
		const { versions } = await getRoundChoices(world.as('rina'), world.studyId);
		const small = versions.find(({ isBuiltIn }) => !isBuiltIn)!;
		const roundId = await createRound(
			world.as('rina'),
			input({ questionnaireVersionId: small.id, countries: [{ code: 'XK', name: 'Elsewhere' }] })
		);
		const { delegations } = await getRoundSettings(world.as('rina'), roundId);
		expect(await responsesOf(delegations[0]!.id)).toMatchObject([
			{ area: 'background', asked: 1, missing: 1 },
			{ area: 'justice', asked: 3, missing: 2 },
			{ area: 'return', asked: 1, missing: 1 }
		]);
	});

	test('a name stands once in a study, and days are in order', async () => {
		expect(await problem(createRound(world.as('rina'), input({ name: '2026' })))).toBe(
			'already_exists'
		);
		expect(await problem(createRound(world.as('rina'), input({ closesOn: '2026-10-31' })))).toBe(
			'invalid'
		);
	});

	test('a round asks no questionnaire of another study', async () => {
		const { versions } = await getRoundChoices(world.as('rina'), world.studyId);
		const small = versions.find(({ isBuiltIn }) => !isBuiltIn)!;
		const elsewhere = { studyId: world.otherStudyId, questionnaireVersionId: small.id };
		expect(await problem(createRound(world.as('citra'), input(elsewhere)))).toBe('not_found');
		const own = { studyId: world.otherStudyId };
		expect(await createRound(world.as('citra'), input(own))).toMatch(/^[0-9a-f-]{36}$/);
	});

	test.each(NOT_COORDINATORS)('%s sets up and changes nothing', async (person) => {
		const ctx = world.as(person);
		const { roundId, delegations } = world;
		const days = { name: 'x', opensOn: '2026-01-01', closesOn: '2026-01-02' };
		for (const work of [
			() => createRound(ctx, input()),
			() => changeRound(ctx, roundId, days),
			() => closeRound(ctx, roundId),
			() => openRound(ctx, roundId),
			() => getRoundSettings(ctx, roundId),
			() => getRoundChoices(ctx, world.studyId),
			() => addCountry(ctx, roundId, { code: 'VN', name: 'Viet Nam' }),
			() => addDelegation(ctx, roundId, { country: 'KH', name: 'Second' }),
			() => setDelegationStatus(ctx, delegations.KH, { status: 'declined', reason: 'Because' })
		])
			expect(await problem(work())).toBe('not_found');
	});

	test('name and days change, and the record says from what', async () => {
		const roundId = await createRound(world.as('rina'), input({ countries: [] }));
		const to = { name: 'Renamed', opensOn: '2026-12-01', closesOn: '2026-12-31' };
		await changeRound(world.as('rina'), roundId, to);
		expect((await getRoundSettings(world.as('rina'), roundId)).round).toMatchObject(to);
		expect(
			await problem(changeRound(world.as('rina'), roundId, { ...to, closesOn: '2026-01-01' }))
		).toBe('invalid');
		expect((await audited(roundId)).map(({ action }) => action)).toEqual([
			'round.create',
			'round.change'
		]);
	});

	test('a round closes once, opens once, and takes no country while closed', async () => {
		const rina = world.as('rina');
		const roundId = await createRound(
			rina,
			input({ countries: [{ code: 'KH', name: 'Cambodia' }] })
		);
		expect(await problem(openRound(rina, roundId))).toBe('wrong_state');
		await closeRound(rina, roundId);
		expect((await getRoundSettings(rina, roundId)).round.closedAt).toBeInstanceOf(Date);
		expect(await problem(closeRound(rina, roundId))).toBe('wrong_state');
		expect(await problem(addCountry(rina, roundId, { code: 'VN', name: 'Viet Nam' }))).toBe(
			'round_closed'
		);
		await openRound(rina, roundId);
		expect(await addCountry(rina, roundId, { code: 'VN', name: 'Viet Nam' })).toBeTruthy();
		expect((await audited(roundId)).map(({ action }) => action)).toEqual([
			'round.create',
			'round.close',
			'round.open'
		]);
	});
});

describe('delegations', () => {
	test('a country of the study’s own, and a second delegation beside the first', async () => {
		const rina = world.as('rina');
		const own = await addCountry(rina, world.roundId, { code: 'HK-SAR', name: 'Hong Kong' });
		expect((await responsesOf(own)).map(({ asked }) => asked)).toEqual([1, 3, 1]);
		const second = await addDelegation(rina, world.roundId, { country: 'ID', name: 'Second view' });
		expect(await responsesOf(second)).toHaveLength(3);
		const { delegations } = await getRoundSettings(rina, world.roundId);
		expect(delegations.map(({ country, name }) => [country, name])).toEqual([
			['KH', ''],
			['HK-SAR', ''],
			['ID', ''],
			['ID', 'Second view']
		]);
		expect(await audited(second)).toMatchObject([{ action: 'delegation.create' }]);
	});

	test('neither a country nor a delegation’s name stands twice', async () => {
		const rina = world.as('rina');
		expect(await problem(addCountry(rina, world.roundId, { code: 'KH', name: 'Again' }))).toBe(
			'already_exists'
		);
		const again = { country: 'ID', name: 'Second view' };
		expect(await problem(addDelegation(rina, world.roundId, again))).toBe('already_exists');
		const unknown = { country: 'VN', name: 'Nowhere' };
		expect(await problem(addDelegation(rina, world.roundId, unknown))).toBe('not_found');
	});

	test('a status is given with a reason, except where the reason itself may endanger', async () => {
		const rina = world.as('rina');
		const set = (status: 'active' | 'declined' | 'withdrawn_for_safety', reason: string) =>
			setDelegationStatus(rina, world.delegations.ID, { status, reason });
		expect(await problem(set('declined', '  '))).toBe('reason_required');
		await set('declined', 'No time this year');
		const page = await getDelegation(rina, world.roundId, world.delegations.ID);
		expect(page).toMatchObject({
			delegation: { status: 'declined' },
			statusReason: 'No time this year'
		});
		expect(await problem(set('declined', 'Twice'))).toBe('wrong_state');
		await set('withdrawn_for_safety', '');
		await set('active', 'Back');
		expect(
			(await audited(world.delegations.ID)).map(({ action, reason }) => [action, reason])
		).toEqual([
			['delegation.status', 'No time this year'],
			['delegation.status', null],
			['delegation.status', 'Back']
		]);
	});

	test('coordinators see the people of a delegation, other roles do not', async () => {
		const rina = await getDelegation(world.as('rina'), world.roundId, world.delegations.KH);
		expect(rina.members.map(({ name, isFocalPoint }) => [name, isFocalPoint])).toEqual([
			['Sokha', true],
			['Dara', false]
		]);
		const edi = await getDelegation(world.as('edi'), world.roundId, world.delegations.KH);
		expect(edi.members).toEqual([]);
		expect(edi.statusReason).toBeNull();
		expect(edi.areas.map(({ state }) => state)).toEqual(['hidden', 'hidden', 'hidden']);
	});

	test.each(OUTSIDERS)('to %s this page of a delegation does not exist', async (person) => {
		expect(
			await problem(getDelegation(world.as(person), world.roundId, world.delegations.KH))
		).toBe('not_found');
	});

	test('a delegation is found in its own round only', async () => {
		const roundId = await createRound(world.as('rina'), {
			studyId: world.studyId,
			name: 'Empty',
			opensOn: '2026-01-01',
			closesOn: '2026-01-01',
			countries: [],
			questionnaireVersionId: baseline
		});
		expect(await problem(getDelegation(world.as('rina'), roundId, world.delegations.KH))).toBe(
			'not_found'
		);
		expect(await problem(getDelegation(world.as('rina'), world.roundId, NOWHERE))).toBe(
			'not_found'
		);
	});
});

describe('home', () => {
	test('who has one thing to do is taken there, others choose', async () => {
		const place = async (person: Person) => onlyPlace(await getHome(world.as(person)));
		expect(await place('sokha')).toBe(`/respond/${world.delegations.KH}`);
		expect(await place('budi')).toBe(`/respond/${world.delegations.ID}`);
		expect(await place('edi')).toMatch(/^\/rounds\//);
		expect(await place('omar')).toBeUndefined();
		expect(await place('ana')).toBeUndefined();
		expect(await place('citra')).toBeUndefined();
	});

	test('a representative learns of their own delegation only', async () => {
		const home = await getHome(world.as('budi'));
		expect(home.studies).toEqual([]);
		expect(home.delegations.map(({ id, isFocalPoint }) => [id, isFocalPoint])).toEqual([
			[world.delegations.ID, true]
		]);
		expect(await getHome(world.as('omar'))).toEqual({
			studies: [],
			delegations: [],
			isAdministrator: false,
			mayCreateStudies: false
		});
	});
});
