import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import type { ResponseState } from '#lib/terms.ts';
import { problemOf } from '#lib/server/problem.ts';
import { setDelegationStatus } from '#lib/server/studies/delegations.ts';
import { filterRows } from '#lib/server/studies/filterRows.ts';
import { type Overview, getOverview } from '#lib/server/studies/overview.ts';
import { addCountry } from '#lib/server/studies/delegations.ts';
import { invite } from '#lib/server/studies/invitations.ts';
import { openTestDatabase } from '../support/database.ts';
import { type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;

/** Walks a response through these states. */
async function walk(country: 'KH' | 'ID', area: string, ...states: ResponseState[]) {
	const id = await world.responseId(country, area);
	await asSystem(database.db, async (trx) => {
		for (const state of states)
			await trx
				.updateTable('responses')
				.set({
					state,
					answered: 1,
					asked: 3,
					...(state === 'submitted' && {
						submission: 1,
						submitted_at: sql`now() - interval '2 days'`
					}),
					...(state === 'accepted' && { decided_at: sql`now()` })
				})
				.where('id', '=', id)
				.execute();
	});
	return id;
}

async function addEvidence(area: string, more: { is_submitted?: boolean; is_accepted?: boolean }) {
	const response_id = await world.responseId('KH', area);
	await asSystem(database.db, (trx) =>
		trx
			.insertInto('evidence')
			.values({
				study_id: world.studyId,
				round_id: world.roundId,
				response_id,
				delegation_id: world.delegations.KH,
				question: 'obstacles',
				kind: 'law',
				citation: 'A law',
				exposure: 'public',
				added_by: world.accounts.sokha,
				...more
			})
			.execute()
	);
}

async function addQuery(state: 'open' | 'replied' | 'closed', days: number) {
	const response_id = await world.responseId('KH', 'justice');
	await asSystem(database.db, (trx) =>
		trx
			.insertInto('queries')
			.values({
				study_id: world.studyId,
				round_id: world.roundId,
				response_id,
				delegation_id: world.delegations.KH,
				question: 'cases',
				kind: 'unclear',
				state,
				asked_revision: 1,
				opened_by: world.accounts.rina,
				opened_at: new Date(Date.now() - days * 86_400_000)
			})
			.execute()
	);
}

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await walk('KH', 'background', 'draft', 'submitted', 'accepted');
	await walk('KH', 'justice', 'draft', 'submitted');
	await walk('ID', 'background', 'draft');
	await walk('ID', 'justice', 'submitted', 'returned');
	await addEvidence('background', { is_submitted: true, is_accepted: true });
	await addEvidence('justice', { is_submitted: true });
	await addEvidence('return', {});
});
afterAll(() => database.close());

const problem = async (work: Promise<unknown>) =>
	problemOf(await work.then(() => undefined).catch((thrown: unknown) => thrown))?.code;

const states = (overview: Overview) =>
	Object.fromEntries(
		overview.rows.map(({ country, cells }) => [country, cells.map(({ state }) => state)])
	);

describe('who sees what', () => {
	test('the coordinator sees every cell and how far drafts are', async () => {
		const overview = await getOverview(world.as('rina'), world.roundId);
		expect(states(overview)).toEqual({
			KH: ['accepted', 'submitted', 'not_started'],
			ID: ['draft', 'returned', 'not_started']
		});
		expect(overview.rows[1]!.cells[0]).toMatchObject({ answered: 1, asked: 3, submission: 0 });
		expect(overview.areas.map(({ name, number }) => [name, number])).toEqual([
			['background', 0],
			['justice', 1],
			['return', 2]
		]);
		expect(overview.isCoordinator).toBe(true);
	});

	test.each(['edi', 'nadia', 'rudi'] as const)('%s sees what was accepted only', async (person) => {
		const overview = await getOverview(world.as(person), world.roundId);
		expect(states(overview)).toEqual({
			KH: ['accepted', 'hidden', 'hidden'],
			ID: ['hidden', 'hidden', 'hidden']
		});
		expect(overview).toMatchObject({ isCoordinator: false, attention: [], latest: [] });
		expect(overview.facts).toMatchObject({ accepted: 1, submitted: 0, returned: 0, evidence: 1 });
	});

	test.each(['sokha', 'dara', 'budi', 'omar', 'citra', 'ana'] as const)(
		'to %s the overview does not exist',
		async (person) => {
			expect(await problem(getOverview(world.as(person), world.roundId))).toBe('not_found');
		}
	);

	test('an id that is none, or leads nowhere, is not found', async () => {
		for (const id of ['00000000-0000-4000-8000-000000000000', 'x'])
			expect(await problem(getOverview(world.as('rina'), id))).toBe('not_found');
	});
});

test('facts count responses, review days and submitted evidence', async () => {
	const { facts } = await getOverview(world.as('rina'), world.roundId);
	expect(facts).toMatchObject({ accepted: 1, total: 6, submitted: 1, returned: 1, evidence: 2 });
	expect(facts.medianDays).toBeCloseTo(2, 1);
});

test('a delegation that does not take part counts no more, except for what was accepted', async () => {
	const rina = world.as('rina');
	for (const country of ['ID', 'KH'] as const)
		await setDelegationStatus(rina, world.delegations[country], {
			status: 'no_respondent',
			reason: 'Nobody found'
		});
	const overview = await getOverview(rina, world.roundId);
	expect(overview.facts).toMatchObject({ accepted: 1, total: 1, submitted: 1, returned: 0 });
	expect(overview.rows.map(({ status }) => status)).toEqual(['no_respondent', 'no_respondent']);
	expect(overview.latest[0]).toMatchObject({
		action: 'delegation.status',
		country: 'KH',
		status: 'no_respondent'
	});
	for (const country of ['ID', 'KH'] as const)
		await setDelegationStatus(rina, world.delegations[country], {
			status: 'active',
			reason: 'Found somebody'
		});
});

test('latest is told in words of the study, and saves of a draft are not in it', async () => {
	const subject = await world.responseId('KH', 'justice');
	await asSystem(database.db, async (trx) => {
		for (const [action, detail] of [
			['response.submit', { area: 'justice' }],
			['query.reply', { area: 'justice', question: 'cases' }],
			['answer.save', { area: 'return' }]
		] as const)
			await trx
				.insertInto('audit_entries')
				.values({
					study_id: world.studyId,
					round_id: world.roundId,
					delegation_id: world.delegations.KH,
					action,
					subject_id: action === 'response.submit' ? subject : null,
					detail: JSON.stringify(detail) as never
				})
				.execute();
	});
	const { latest } = await getOverview(world.as('rina'), world.roundId);
	expect(latest[0]).toMatchObject({
		action: 'query.reply',
		countryName: 'Cambodia',
		question: '1.3',
		area: { en: 'Access to justice' },
		responseId: subject
	});
	expect(latest[0]!.at).toBeInstanceOf(Date);
	expect(latest[1]).toMatchObject({ action: 'response.submit', responseId: subject });
	expect(latest.map(({ action }) => action)).not.toContain('answer.save');
});

describe('what needs attention', () => {
	const kinds = async (now?: Date) => {
		const ctx = { ...world.as('rina'), ...(now && { now: () => now }) };
		return (await getOverview(ctx, world.roundId)).attention;
	};

	test('queries replied to, and open ones once they are old', async () => {
		expect(await kinds()).toEqual([]);
		await addQuery('open', 1);
		await addQuery('open', 9);
		await addQuery('closed', 20);
		await addQuery('replied', 4);
		expect(await kinds()).toMatchObject([
			{ kind: 'replied', countryName: 'Cambodia', question: 'cases', number: '1.3' },
			{ kind: 'waiting', days: 9, number: '1.3' }
		]);
	});

	test('a country nobody was invited for, then one nobody has joined, then one whose link ended', async () => {
		const rina = world.as('rina');
		const delegationId = await addCountry(rina, world.roundId, { code: 'VN', name: 'Viet Nam' });
		const about = async (now?: Date) =>
			(await kinds(now)).filter((item) => 'delegationId' in item && item.country === 'VN');
		expect(await about()).toMatchObject([{ kind: 'not_invited' }]);
		await invite(rina, {
			delegationId,
			email: 'vn@example.org',
			role: 'focal_point',
			language: 'en'
		});
		expect(await about()).toMatchObject([{ kind: 'not_joined', days: 0 }]);
		const later = new Date(Date.now() + 5 * 86_400_000);
		expect(await about(later)).toMatchObject([{ kind: 'invitation_ended' }]);
	});

	test('areas untouched when the end is near, and a round whose last day has passed', async () => {
		const near = await kinds(new Date('2099-12-23T12:00:00Z'));
		expect(near.filter(({ kind }) => kind === 'untouched')).toMatchObject([
			{ countryName: 'Cambodia', areas: 1, days: 8 },
			{ countryName: 'Indonesia', areas: 1, days: 8 }
		]);
		const after = await kinds(new Date('2100-01-02T12:00:00Z'));
		expect(after[0]).toEqual({ kind: 'past_closing', days: 2 });
		expect(after.some(({ kind }) => kind === 'untouched')).toBe(false);
	});
});

test('rows are narrowed by state, area and country, and unknown words narrow nothing', async () => {
	const overview = await getOverview(world.as('rina'), world.roundId);
	const shown = (filter: Parameters<typeof filterRows>[1]) => {
		const { areas, rows } = filterRows(overview, filter);
		return [rows.map(({ country }) => country), areas.map(({ name }) => name)];
	};
	expect(shown({ country: 'ID' })).toEqual([['ID'], ['background', 'justice', 'return']]);
	expect(shown({ area: 'justice' })[1]).toEqual(['justice']);
	expect(shown({ state: 'submitted' })[0]).toEqual(['KH']);
	expect(shown({ state: 'submitted', area: 'background' })[0]).toEqual([]);
	expect(shown({ state: 'reopened' })[0]).toEqual([]);
	expect(shown({ area: 'nonsense', country: 'ZZ', state: 'x' })).toEqual(shown({}));
	expect(filterRows(overview, { area: 'justice' }).rows[0]!.cells).toHaveLength(1);
});
