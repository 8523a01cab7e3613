import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { markEarlier } from '#lib/server/responses/carry.ts';
import { compareRounds, countKinds } from '#lib/server/responses/carryChanges.ts';
import { getOwnChanges } from '#lib/server/responses/carryPage.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { getRoundChanges } from '#lib/server/review/changes.ts';
import { acceptResponse } from '#lib/server/review/decision.ts';
import type { CarryMark } from '#lib/terms.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { openTestDatabase } from '../support/database.ts';
import { IN_2018, addEarlierRound } from '../support/earlierRound.ts';
import {
	CHOICES,
	area,
	content,
	longText,
	number,
	questionnaire,
	selectMultiple,
	selectOne,
	text
} from '../support/questionnaireBuilder.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** What became of answers since the round before, for each who may read of it. */
let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await addEarlierRound(world, {
		...IN_2018,
		KH: {
			...IN_2018.KH,
			answers: { ...IN_2018.KH.answers, how: content('By a hotline.') }
		}
	});
	await save('background', 'side', 'both');
	await mark('can_complain', 'still_true');
	await mark('obstacles', 'changed');
	await save('justice', 'obstacles', 'Fees are gone; courts are far away.', 1);
	await mark('cases', 'no_longer_known');
	// For the coordinators alone, as Dara and no newcomer said in 2018.
	await mark('detained', 'changed', 'dara');
	await save('justice', 'detained', 'People wait for weeks.', 1, 'coordinators');
	// Return stays a draft: whatever it says is its delegation's own.
	await save('return', 'helped', 'yes');
	await submitResponse(world.as('sokha'), await world.responseId('KH', 'justice'));
});
afterAll(() => database.close());

async function save(area: string, question: string, value: unknown, base = 0, exposure = 'public') {
	const { answers } = await saveAnswers(world.as('sokha'), {
		responseId: await world.responseId('KH', area),
		saveId: randomUUID(),
		answers: [{ question, base, status: 'answered', value, reason: null, exposure }]
	});
	expect(answers[0]!.result).toBe('saved');
}
async function mark(question: string, said: CarryMark, person: Person = 'sokha') {
	const responseId = await world.responseId('KH', 'justice');
	await markEarlier(world.as(person), { responseId, question, mark: said });
}
const kindsOf = (changes: readonly { key: string; kind: string }[]) =>
	Object.fromEntries(changes.map(({ key, kind }) => [key, kind]));
const seenBy = async (person: Person, country: 'KH' | 'ID' = 'KH') => {
	const { compared } = await getRoundChanges(world.as(person), world.roundId);
	return compared.find(({ delegation }) => delegation.id === world.delegations[country])!;
};

describe('a delegation', () => {
	test('sees its draft beside what it may read of the round before', async () => {
		const { changes, earlier } = await getOwnChanges(world.as('dara'), world.delegations.KH);
		expect(earlier?.roundName).toBe('2018');
		expect(kindsOf(changes)).toEqual({
			side: 'still_true',
			can_complain: 'still_true',
			obstacles: 'changed',
			cases: 'no_longer_known',
			detained: 'changed',
			helped: 'changed',
			how: 'not_answered'
		});
		expect(changes.filter(({ isUntouched }) => isUntouched).map(({ key }) => key)).toEqual(['how']);
	});

	test('whose member was not there does not see what was not public then', async () => {
		const { changes } = await getOwnChanges(world.as('sokha'), world.delegations.KH);
		const detained = changes.find(({ key }) => key === 'detained');
		expect(detained).toMatchObject({ kind: 'new', before: null });
		expect(JSON.stringify(changes)).not.toContain('wait for months');
	});

	test('is closed to everybody else', async () => {
		for (const person of ['budi', 'rina', 'rudi', 'omar'] as const)
			await expect(getOwnChanges(world.as(person), world.delegations.KH)).rejects.toMatchObject({
				code: 'not_found'
			});
	});
});

describe('coordinators', () => {
	test('compare what was submitted, and nothing of a draft', async () => {
		const { areas, changes, earlier } = await seenBy('rina');
		expect(areas).toEqual(['justice']);
		expect(earlier?.roundName).toBe('2018');
		expect(kindsOf(changes)).toEqual({
			can_complain: 'still_true',
			obstacles: 'changed',
			cases: 'no_longer_known',
			detained: 'changed'
		});
		expect(changes.every(({ mark: said, kind }) => said === kind)).toBe(true);
		expect(JSON.stringify(changes)).not.toContain('hotline');
	});

	test('see of a country that has submitted nothing that it has not', async () => {
		expect(await seenBy('rina', 'ID')).toMatchObject({ areas: [], changes: [] });
	});

	test('leave an entry when they read restricted answers of one country', async () => {
		const count = () =>
			asSystem(database.db, async (trx) =>
				Number(
					(
						await trx
							.selectFrom('audit_entries')
							.select((eb) => eb.fn.countAll<number>().as('n'))
							.where('action', '=', 'response.read')
							.executeTakeFirstOrThrow()
					).n
				)
			);
		const before = await count();
		await getRoundChanges(world.as('rina'), world.roundId);
		expect(await count()).toBe(before);
		await getRoundChanges(world.as('rina'), world.roundId, world.delegations.KH);
		expect(await count()).toBe(before + 1);
	});
});

describe('readers', () => {
	test('see nothing before it is accepted, and then as far as its exposure goes', async () => {
		expect(await seenBy('rudi')).toMatchObject({ areas: [], changes: [] });
		await acceptResponse(world.as('rina'), await world.responseId('KH', 'justice'));
		const { changes } = await seenBy('rudi');
		expect(kindsOf(changes)).toEqual({
			can_complain: 'still_true',
			obstacles: 'changed',
			cases: 'no_longer_known'
		});
		for (const person of ['rudi', 'edi', 'nadia'] as const)
			expect(JSON.stringify((await seenBy(person)).changes)).not.toContain('wait for');
		expect(JSON.stringify((await seenBy('rina')).changes)).toContain('wait for weeks');
	});

	test('are the team of the study', async () => {
		for (const person of ['sokha', 'budi', 'omar', 'citra', 'ana'] as const)
			await expect(getRoundChanges(world.as(person), world.roundId)).rejects.toMatchObject({
				code: 'not_found'
			});
	});
});

describe('the round before', () => {
	let other: World;
	let second: Database;
	beforeAll(async () => {
		second = await openTestDatabase();
		other = await buildWorld(second);
	});
	afterAll(() => second.close());
	const roundOf = async (person: Person, country: 'KH' | 'ID') =>
		(await getOwnChanges(other.as(person), other.delegations[country])).earlier?.roundName ?? null;

	test('is none where the country was in none', async () => {
		expect(await roundOf('sokha', 'KH')).toBeNull();
		const { compared } = await getRoundChanges(other.as('rina'), other.roundId);
		expect(compared.map(({ earlier }) => earlier)).toEqual([null, null]);
	});

	test('is the latest in which it answered, by the delegation of the same name or the only one', async () => {
		const answers = { can_complain: content('yes') };
		await addEarlierRound(
			other,
			{ KH: { members: ['dara'], answers } },
			{ name: '2014', opensOn: '2014-01-01' }
		);
		expect(await roundOf('sokha', 'KH')).toBe('2014');
		// Two of a country, of which neither has its name: nobody can tell whose answers they were.
		await addEarlierRound(
			other,
			{
				'KH one': { members: ['dara'], answers, name: 'One' },
				'KH two': { members: ['dara'], answers, name: 'Two' }
			},
			{ name: '2016', opensOn: '2016-01-01' }
		);
		expect(await roundOf('sokha', 'KH')).toBe('2014');
		await addEarlierRound(
			other,
			{
				KH: { members: ['dara'], answers, name: 'The only one' },
				ID: { members: ['budi'], answers }
			},
			{ name: '2018', opensOn: '2018-01-01' }
		);
		expect(await roundOf('sokha', 'KH')).toBe('2018');
		expect(await roundOf('budi', 'ID')).toBe('2018');
		await addEarlierRound(
			other,
			{ KH: { members: ['dara'], answers: {}, status: 'no_respondent' } },
			{ name: '2020', opensOn: '2020-01-01' }
		);
		expect(await roundOf('sokha', 'KH')).toBe('2018');
		// One that opens later is none before.
		await addEarlierRound(
			other,
			{ KH: { members: ['dara'], answers } },
			{ name: '2030', opensOn: '2030-01-01' }
		);
		expect(await roundOf('sokha', 'KH')).toBe('2018');
	});

	test('of those who withdrew for their safety is read by themselves alone', async () => {
		const answers = { can_complain: content('no') };
		await addEarlierRound(
			other,
			{ KH: { members: ['dara'], answers, status: 'withdrawn_for_safety' } },
			{ name: '2022', opensOn: '2022-01-01' }
		);
		const read = async (person: Person) =>
			kindsOf((await getOwnChanges(other.as(person), other.delegations.KH)).changes);
		expect(await read('dara')).toEqual({ can_complain: 'not_answered' });
		expect(await read('sokha')).toEqual({});
	});

	test('gives newcomers only what was accepted', async () => {
		await addEarlierRound(
			other,
			{
				KH: {
					members: ['dara'],
					answers: { can_complain: content('yes'), helped: content('yes') },
					notAccepted: ['return']
				}
			},
			{ name: '2024', opensOn: '2024-01-01' }
		);
		const read = async (person: Person) =>
			Object.keys(kindsOf((await getOwnChanges(other.as(person), other.delegations.KH)).changes));
		expect(await read('dara')).toEqual(['can_complain', 'helped']);
		expect(await read('sokha')).toEqual(['can_complain']);
	});
});

describe('two questionnaires', () => {
	const repeated = (definition: Definition): Definition => {
		const [first] = definition.areas;
		const body = first!.questions.map(({ name }) =>
			name === 'what'
				? { kind: 'repeat' as const, name: 'case', label: { en: 'Case' }, body: [name] }
				: name
		);
		return { ...definition, areas: [{ ...first!, body }] };
	};
	const law = (...more: Parameters<typeof area> extends [string, ...infer Q] ? Q : never) =>
		repeated(questionnaire(area('law', ...more, text('what'))));
	const before = law(
		selectOne('has_law'),
		text('which'),
		selectMultiple('sectors'),
		number('hours'),
		text('fine')
	);
	const now: Definition = {
		...law(
			selectOne('has_law'),
			longText('which'),
			selectMultiple('sectors'),
			text('hours'),
			text('more')
		),
		choices: { ...CHOICES, sectors: CHOICES.sectors.filter(({ name }) => name !== 'fishing') }
	};
	const given = (all: Record<string, ReturnType<typeof content>>) =>
		Object.entries(all).map(([question, each]) => ({ question, ...each }));

	test('are compared question by question, with the reason where that cannot be done', () => {
		const found = compareRounds(
			{ before, now },
			{
				before: given({
					has_law: content(null, { status: 'not_applicable', reason: 'No parliament' }),
					which: content('The act of 2010'),
					sectors: content(['fishing', 'domestic']),
					hours: content({ value: 8 }),
					fine: content('Ten days of wages'),
					'what[1]': content('A boat')
				}),
				now: given({
					has_law: content(null, { status: 'not_applicable', reason: 'No law' }),
					which: content('The act of 2010'),
					sectors: content(['domestic']),
					hours: content('Eight'),
					more: content('Much'),
					'what[1]': content('A farm')
				})
			},
			new Map()
		);
		expect(found.map(({ key, kind, why }) => [key, kind, why])).toEqual([
			['has_law', 'changed', null],
			['which', 'still_true', null],
			['sectors', 'not_comparable', 'value'],
			['hours', 'not_comparable', 'type'],
			['more', 'new', null],
			['what[1]', 'not_comparable', 'entry'],
			['fine', 'not_comparable', 'gone']
		]);
		expect(countKinds(found)).toMatchObject({ not_comparable: 4, changed: 1, new: 1 });
	});

	test('a mark as changed is believed in a draft, words decide otherwise', () => {
		const both = given({ which: content('The act') });
		const kindWith = (said?: CarryMark) =>
			compareRounds(
				{ before, now: before },
				{ before: both, now: both },
				new Map(said ? [['which', { mark: said }]] : [])
			)[0]!.kind;
		expect(kindWith()).toBe('still_true');
		expect(kindWith('changed')).toBe('changed');
		expect(
			compareRounds(
				{ before, now: before },
				{ before: both, now: given({ which: content('Another act') }) },
				new Map([['which', { mark: 'still_true' as const }]])
			)[0]!.kind
		).toBe('changed');
	});
});
