import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawBody } from '#lib/paper/html.ts';
import { asHelper, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { openHelperLink } from '#lib/server/handouts/helper.ts';
import { getHelperPage } from '#lib/server/handouts/helperAnswers.ts';
import { makeHelperLink } from '#lib/server/handouts/links.ts';
import { makePaper } from '#lib/server/paper/makePaper.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { addClaim, addOwnClaim, withdrawClaim } from '#lib/server/treaties/claims.ts';
import { factsOf } from '#lib/server/treaties/factWords.ts';
import { takeKnownList } from '#lib/server/treaties/knownList.ts';
import { ruleClaim, verifyClaim } from '#lib/server/treaties/rulings.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
import { openTestDatabase } from '../support/database.ts';
import { smallDefinition } from '../support/definition.ts';
import { aClaim, addCoordinator } from '../support/treatyWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** What a question about treaties shows is what stands in the study (rules R1, R15). */
let database: Database;
let world: World;
/** Of Cambodia too; Omar speaks for it, and Citra, who also coordinates. */
let second: string;

const treaties = ['ICCPR', 'CMW'].map((name) => ({ name, label: { en: name } }));
const question: Question = {
	...{ name: 'treaties', number: '1.5', type: 'treaty', instruments: 'treaties' },
	...{ label: { en: 'Is this right?' }, exposure: 'public' }
};
const definition: Definition = {
	...smallDefinition,
	choices: { ...smallDefinition.choices, treaties },
	areas: smallDefinition.areas.map((area) =>
		area.name === 'justice' ? { ...area, questions: [...area.questions, question] } : area
	)
};

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database, definition);
	await addCoordinator(world, 'nadia');
	await addCoordinator(world, 'citra');
	second = await asSystem(database.db, async (trx) => {
		const study = { study_id: world.studyId, round_id: world.roundId };
		const { id } = await trx
			.insertInto('delegations')
			.values({ ...study, country: 'KH', name: 'Second delegation' })
			.returning('id')
			.executeTakeFirstOrThrow();
		for (const { name: area } of definition.areas)
			await trx
				.insertInto('responses')
				.values({ ...study, delegation_id: id, area })
				.execute();
		for (const person of ['omar', 'citra'] as const)
			await trx
				.insertInto('delegation_members')
				.values({ delegation_id: id, account_id: world.accounts[person], is_focal_point: true })
				.execute();
		return id;
	});
});
afterAll(() => database.close());
beforeEach(() =>
	asSystem(database.db, async (trx) => {
		await trx.deleteFrom('treaty_actions').where('claimed_by', 'is not', null).execute();
		await trx
			.updateTable('treaty_actions')
			.set({ ruling: null, ruled_by: null, ruled_at: null, ruling_reason: '' })
			.execute();
	})
);

/** What somebody is shown, one line for each fact. */
async function shownTo(person: Person, treaty = 'ICCPR', language = 'en') {
	const of = { budi: world.delegations.ID, omar: second, citra: second } as Record<string, string>;
	const at = of[person] ?? world.delegations.KH;
	const page = await getAreaPage(world.as(person), at, 'justice', language);
	return linesOf(factsOf(page.treaties, language)[treaty]);
}
const linesOf = (facts: ReturnType<typeof factsOf>[string] = []) =>
	facts.map(({ text, mark, from }) => [text, mark, from].filter(Boolean).join(' | '));

const claim = async (given = {}, at = {}) => {
	const made = aClaim(given);
	const where = { studyId: world.studyId, country: 'KH', instrument: 'ICCPR', ...at };
	await addClaim(world.as('rina'), { ...made, ...where });
	return made.id;
};
const ownClaim = async (person: Person, delegationId: string, given = {}) => {
	const made = aClaim(given);
	await addOwnClaim(world.as(person), { ...made, delegationId, instrument: 'ICCPR' });
	return made.id;
};
const rule = (claimId: string, ruling: 'stands' | 'set_aside' | 'open', seen = 'open') =>
	ruleClaim(world.as('rina'), {
		...{ studyId: world.studyId, claimId, ruling, reason: 'The gazette says so.' },
		seen: seen as 'open'
	});

const LISTED = /^Acceded: 26 May 1992.* \| Source: .+, as of .+$/;
const NEW = 'Ratified: May 2025';
const NEW_FROM = 'Source: Sample gazette, no. 1, as of 1 November 2026';

test('nothing of the known list is shown before the study has taken it over', async () => {
	expect(await shownTo('sokha')).toEqual([]);
	const page = await getAreaPage(world.as('sokha'), world.delegations.KH, 'justice', 'en');
	expect(page.treaties).toEqual([]);
	await takeKnownList(world.as('rina'), { studyId: world.studyId, language: 'en' });
	expect(await shownTo('sokha')).toEqual([expect.stringMatching(LISTED)]);
	expect(await shownTo('budi')).not.toEqual(await shownTo('sokha'));
	// An area that asks about no treaty carries none.
	const other = await getAreaPage(world.as('sokha'), world.delegations.KH, 'return', 'en');
	expect(other.treaties).toEqual([]);
});

describe('what coordinators say', () => {
	test('is shown beside the list, with what is open about it', async () => {
		const id = await claim();
		const [sum, listed, added] = await shownTo('sokha');
		expect(sum).toMatch(
			/^● Party \| ≠ Claims disagree\. Sources name different acts.* \| As of 1 November 2026$/
		);
		expect(listed).toMatch(/^Acceded: 26 May 1992.* \| ≠ Claims differ \| Source/);
		expect(added).toBe(`${NEW} | ≠ Claims differ · ? Not verified | ${NEW_FROM}`);
		await verifyClaim(world.as('nadia'), { studyId: world.studyId, claimId: id });
		expect(await shownTo('sokha')).toContain(`${NEW} | ≠ Claims differ | ${NEW_FROM}`);
		expect((await shownTo('dara', 'ICCPR', 'id'))[2]).toContain('Meratifikasi: Mei 2025');
	});

	test('outweighs the rest once it is ruled to stand, and counts for nothing once set aside', async () => {
		const id = await claim();
		await rule(id, 'stands');
		expect(await shownTo('sokha')).toEqual([`${NEW} | ? Not verified | ${NEW_FROM}`]);
		await rule(id, 'set_aside', 'stands');
		expect(await shownTo('sokha')).toEqual([expect.stringMatching(LISTED)]);
		await rule(id, 'open', 'set_aside');
		expect(await shownTo('sokha')).toHaveLength(3);
	});

	test('is gone once it is withdrawn', async () => {
		const claimId = await claim();
		await withdrawClaim(world.as('rina'), { studyId: world.studyId, claimId });
		expect(await shownTo('sokha')).toEqual([expect.stringMatching(LISTED)]);
	});

	test('about another country is not shown', async () => {
		const before = await shownTo('sokha');
		await claim({}, { country: 'ID' });
		expect(await shownTo('sokha')).toEqual(before);
		expect((await shownTo('budi')).join()).toContain(NEW);
	});

	test('of no action and of an act leaves no status', async () => {
		await claim({ action: 'none', happenedOn: '' });
		expect((await shownTo('sokha'))[0]).toMatch(
			/^≠ Claims disagree \| One source says that the country acted/
		);
	});
});

describe('what a delegation says', () => {
	test('is shown to itself, as what waits', async () => {
		await ownClaim('sokha', world.delegations.KH);
		const line = `${NEW} | ≠ Claims differ · ? Not verified · … Waits for a coordinator | ${NEW_FROM}`;
		expect(await shownTo('sokha')).toContain(line);
		expect(await shownTo('dara')).toContain(line);
	});

	test('is shown to no other one of the country until it stands, whoever sees it elsewhere', async () => {
		const id = await ownClaim('sokha', world.delegations.KH);
		for (const person of ['omar', 'citra'] as const)
			expect(await shownTo(person)).toEqual([expect.stringMatching(LISTED)]);
		await rule(id, 'stands');
		for (const person of ['omar', 'citra', 'sokha'] as const)
			expect(await shownTo(person)).toEqual([`${NEW} | ? Not verified | ${NEW_FROM}`]);
		await rule(id, 'set_aside', 'stands');
		for (const person of ['omar', 'sokha'] as const)
			expect(await shownTo(person)).toEqual([expect.stringMatching(LISTED)]);
	});

	test('is gone once it is withdrawn', async () => {
		const claimId = await ownClaim('sokha', world.delegations.KH);
		await withdrawClaim(world.as('sokha'), { delegationId: world.delegations.KH, claimId });
		expect(await shownTo('sokha')).toEqual([expect.stringMatching(LISTED)]);
	});
});

test('a file to fill in says the same', async () => {
	await claim();
	const input = { delegationId: world.delegations.KH, area: 'justice', language: 'en' };
	const { paper } = await makePaper(world.as('sokha'), { ...input, format: 'html' });
	const html = drawBody(paper);
	expect(html).toContain(`${NEW} · ≠ Claims differ · ? Not verified · ${NEW_FROM}`);
	expect(html).toContain('● Party');
});

describe('whoever came by a link', () => {
	async function openLink(): Promise<string> {
		const id = randomUUID();
		const { link } = await makeHelperLink(world.as('sokha'), {
			...{ id, delegationId: world.delegations.KH, label: 'Union office', days: 3 },
			parts: [{ area: 'justice', question: 'treaties' }]
		});
		await openHelperLink(world.system, link.split('/').at(-1)!, '198.51.100.7');
		return id;
	}
	const shownBy = async (link: string) =>
		linesOf(factsOf((await getHelperPage(world.system, link)).treaties, 'en').ICCPR);

	test('reads the list and what stands, of the link’s country', async () => {
		const link = await openLink();
		const own = await ownClaim('sokha', world.delegations.KH);
		await claim();
		await claim({ action: 'denounced' }, { country: 'ID' });
		expect(await shownBy(link)).toEqual([expect.stringMatching(LISTED)]);
		await rule(own, 'stands');
		expect(await shownBy(link)).toEqual([`${NEW} | ? Not verified | ${NEW_FROM}`]);
	});

	test('learns in the database neither more claims nor who made them', async () => {
		const link = await openLink();
		await ownClaim('sokha', world.delegations.KH);
		await claim({ action: 'denounced' }, { country: 'ID' });
		const seen = await asHelper(database.db, link, (trx) =>
			trx.selectFrom('treaty_actions').select(['country', 'source']).execute()
		);
		expect(new Set(seen.map(({ country }) => country))).toEqual(new Set(['KH']));
		expect(seen.map(({ source }) => source)).not.toContain('Sample gazette, no. 1');
		for (const column of ['claimed_by', 'ruled_by', 'ruling_reason', 'link'])
			await expect(
				asHelper(database.db, link, (trx) =>
					sql`select ${sql.ref(column)} from treaty_actions`.execute(trx)
				),
				column
			).rejects.toMatchObject({ code: '42501' });
	});
});
