import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { addEvidence, removeEvidence } from '#lib/server/responses/evidence.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { getComparePage } from '#lib/server/review/compare.ts';
import { returnResponse } from '#lib/server/review/decision.ts';
import { getReviewPage } from '#lib/server/review/pages.ts';
import { openQuery } from '#lib/server/review/query.ts';
import { strFromU8, unzipSync } from 'fflate';
import { make, readCsv } from '../support/datasetWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { householdQuestionnaire } from '../support/householdQuestionnaire.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database, householdQuestionnaire);
});
afterAll(() => database.close());

type Given = { question: string; value: unknown; base?: number; status?: string };

const save = async (person: Person, answers: Given[], area = 'household') =>
	saveAnswers(world.as(person), {
		responseId: await world.responseId('KH', area),
		saveId: randomUUID(),
		answers: answers.map(({ base = 0, status = 'answered', ...given }) => ({
			...given,
			base,
			status,
			reason: null,
			exposure: null
		}))
	});

const page = (area = 'household', person: Person = 'dara') =>
	getAreaPage(world.as(person), world.delegations.KH, area, 'en');

const piece = async (question: string, isAnswer = true) => {
	const id = randomUUID();
	await addEvidence(world.as('sokha'), {
		id,
		responseId: await world.responseId('KH', 'household'),
		question,
		kind: 'observation',
		citation: 'The house',
		link: isAnswer ? 'https://example.org/house' : null,
		exposure: 'public',
		file: null,
		isAnswer
	});
	return id;
};

describe('entries of a repeat', () => {
	test('a section that is not asked has no questions', async () => {
		const { seen, counts } = await page();
		expect(seen.sections.child).toEqual({});
		expect(seen.questions['child_name[1]']).toEqual({});
		expect(counts).toEqual({ asked: 8, answered: 1, requiredMissing: 2 });
	});

	test('added by two colleagues at once, both stay; each keeps its answers', async () => {
		await save('sokha', [
			{ question: 'head', value: 'Aunt' },
			{ question: 'has_children', value: 'yes' }
		]);
		const mine = await save('sokha', [
			{ question: 'child', value: ['1', 'a1'] },
			{ question: 'child_name[1]', value: 'Ali' },
			{ question: 'child_name[a1]', value: 'Bo' },
			{ question: 'child_age[1]', value: '7' }
		]);
		expect(mine.answers.map(({ result }) => result)).toEqual(Array(4).fill('saved'));
		const theirs = await save('dara', [
			{ question: 'child', value: ['1', 'b2'] },
			{ question: 'child_name[b2]', value: 'Cy' },
			{ question: 'child_age[b2]', value: '3' }
		]);
		expect(theirs.answers[0]).toMatchObject({
			result: 'merged',
			content: { value: ['1', 'a1', 'b2'], exposure: 'public' }
		});
		const { seen, answers } = await page();
		const repeat = seen.outline.find((part) => typeof part !== 'string' && part.key === 'child');
		expect(repeat).toMatchObject({ entries: [{ id: '1' }, { id: 'a1' }, { id: 'b2' }] });
		expect(answers['child_name[b2]']).toMatchObject({ value: 'Cy', revision: 1 });
		expect(seen.questions['child_age[b2]']).toMatchObject({ label: 'How old is Cy?' });
	});

	test('one removed and another added at once', async () => {
		const before = (await page()).answers.child!;
		await save('sokha', [{ question: 'child', value: ['1', 'b2'], base: before.revision }]);
		const theirs = await save('dara', [
			{ question: 'child', value: ['1', 'a1', 'b2', 'c3'], base: before.revision }
		]);
		expect(theirs.answers[0]).toMatchObject({
			result: 'merged',
			content: { value: ['1', 'b2', 'c3'] }
		});
		const { seen, answers } = await page();
		expect(seen.questions).not.toHaveProperty('child_name[a1]');
		expect(answers).not.toHaveProperty('child_name[a1]');
		expect(seen.questions['child_name[c3]']).toMatchObject({ missing: true });
		await save('dara', [
			{ question: 'child', value: ['1', 'b2'], base: theirs.answers[0]!.revision }
		]);
		const after = await page();
		expect(after.seen.questions.all_ages).toMatchObject({
			label: 'Together they are 10 years old.'
		});
	});

	test('inside one another have keys of both', async () => {
		const { answers } = await save('sokha', [
			{ question: 'toys[b2]', value: ['1', 't2'] },
			{ question: 'toy[b2/t2]', value: 'Kite' }
		]);
		expect(answers.map(({ result }) => result)).toEqual(['saved', 'saved']);
		expect((await page()).answers['toy[b2/t2]']).toMatchObject({ value: 'Kite' });
	});

	test('are as many as the count says, and nobody may say otherwise', async () => {
		const { answers } = await save('sokha', [
			{ question: 'jobs', value: '2' },
			{ question: 'job', value: ['1', '2', '3'] },
			{ question: 'job_sector[2]', value: ['fishing'] }
		]);
		expect(answers.map(({ result, code }) => code ?? result)).toEqual([
			'saved',
			'entries',
			'saved'
		]);
		const { seen } = await page();
		expect(seen.outline).toContainEqual(
			expect.objectContaining({
				key: 'job',
				isCounted: true,
				entries: [
					{ id: '1', parts: expect.anything() },
					{ id: '2', parts: expect.anything() }
				]
			})
		);
	});
});

describe('what is refused', () => {
	test.each([
		['an entry of what is no repeat', 'head[1]', 'x', 'unknown_question'],
		['a question of a repeat without its entry', 'child_name', 'x', 'unknown_question'],
		['too many entries', 'child_name[1/1]', 'x', 'unknown_question'],
		['a broken key', 'child_name[1', 'x', 'unknown_question'],
		['an id that is none', 'child_name[../1]', 'x', 'unknown_question'],
		['a group as if it were a repeat', 'place', ['1'], 'unknown_question'],
		['a question of another area', 'go_to_school', 'yes', 'unknown_question'],
		['an entry twice', 'child', ['1', '1'], 'entries'],
		['entries that are no list', 'child', 'x', 'entries'],
		[
			'more entries than may be',
			'child',
			Array.from({ length: 501 }, (_, at) => `e${at}`),
			'too_many_entries'
		],
		['a computed value', 'ages', '99', 'computed'],
		['a file nobody added', 'house', randomUUID(), 'file'],
		['a file that is no id', 'house', 'house.jpg', 'file'],
		['a figure in words', 'child_age[1]', 'seven', 'integer']
	])('%s', async (_name, question, value, code) => {
		const { answers } = await save('sokha', [{ question, value }]);
		expect(answers).toEqual([expect.objectContaining({ question, result: 'refused', code })]);
	});

	test('a code in place of entries', async () => {
		const { answers } = await save('sokha', [
			{ question: 'child', value: null, status: 'dont_know' }
		]);
		expect(answers[0]).toMatchObject({ result: 'refused', code: 'entries' });
	});
});

describe('a question answered with a file', () => {
	test('takes the piece that was added for it, and the next one in its place', async () => {
		const first = await piece('house');
		expect((await page()).answers.house).toMatchObject({ value: first, status: 'answered' });
		const second = await piece('house');
		const { answers, evidence } = await page();
		expect(answers.house).toMatchObject({ value: second });
		expect(evidence.filter(({ question }) => question === 'house').map(({ id }) => id)).toEqual([
			second
		]);
	});

	test('is empty when its piece is removed', async () => {
		const id = (await page()).answers.house!.value as string;
		const responseId = await world.responseId('KH', 'household');
		await removeEvidence(world.as('dara'), { responseId, evidenceId: id });
		expect((await page()).answers.house).toMatchObject({ value: null, status: 'empty' });
	});

	test('does not take a source beside another answer', async () => {
		const id = await piece('head', false);
		const { answers } = await save('sokha', [{ question: 'house', value: id, base: 9 }]);
		expect(answers[0]).toMatchObject({ code: 'file' });
		await expect(piece('head', true)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('what is handed in', () => {
	test('an answer its filter no longer offers stands in the way', async () => {
		await save('sokha', [
			{ question: 'province', value: 'south' },
			{ question: 'town', value: 'alpha' }
		]);
		const { obstacles, seen } = await page();
		expect(seen.questions.town?.choices).toEqual(['gamma']);
		expect(obstacles).toContainEqual({ question: 'town', number: '1.1', code: 'invalid' });
		await save('sokha', [{ question: 'town', value: 'gamma', base: 1 }]);
	});

	test('the area that looks at the entries from outside', async () => {
		const { seen, definition } = await page('school');
		expect(seen.questions.go_to_school).toMatchObject({ relevant: true, missing: true });
		expect(definition.areas[1]).toMatchObject({ name: 'household' });
		expect(JSON.stringify(definition)).not.toContain('Remarks');
	});

	test('carries calculations, defaults and entries; a draft never does', async () => {
		const before = await page();
		expect(before.answers).not.toHaveProperty('ages');
		expect(before.answers.visited).toMatchObject({ value: '2026-01-05', revision: 0 });
		expect(before.obstacles).toEqual([]);
		await submitResponse(world.as('sokha'), await world.responseId('KH', 'household'));
		const handedIn = await asSystem(database.db, (trx) =>
			trx.selectFrom('submitted_answers').select(['question', 'value', 'exposure']).execute()
		);
		const values = Object.fromEntries(handedIn.map(({ question, value }) => [question, value]));
		expect(values).toMatchObject({
			ages: '10',
			'age_next[1]': '8',
			'age_next[b2]': '4',
			visited: '2026-01-05',
			child: ['1', 'b2'],
			'toys[b2]': ['1', 't2'],
			'toys[1]': ['1'],
			job: ['1', '2'],
			'child_name[1]': 'Ali'
		});
		// The child that was removed stays in the draft only.
		expect(values).not.toHaveProperty('child_name[a1]');
		expect(values).not.toHaveProperty('all_ages');
	});

	test('is reviewed entry by entry, and a query may be about one', async () => {
		const responseId = await world.responseId('KH', 'household');
		const { questions } = await getReviewPage(world.as('rina'), world.roundId, responseId);
		const ages = questions.filter(({ question }) => question.name.startsWith('child_age'));
		expect(
			ages.map(({ question, steps }) => [question.label.en, steps.map(({ position }) => position)])
		).toEqual([
			['How old is Ali?', [1]],
			['How old is Cy?', [2]]
		]);
		const query = { responseId, kind: 'unclear' as const, body: 'Three years?' };
		await openQuery(world.as('rina'), { id: randomUUID(), question: 'child_age[b2]', ...query });
		await expect(
			openQuery(world.as('rina'), { id: randomUUID(), question: 'child_age', ...query })
		).rejects.toMatchObject({ code: 'not_found' });
		const { queries } = await page();
		expect(queries).toMatchObject([{ question: 'child_age[b2]' }]);
	});

	test('is compared with its entries', async () => {
		const { rows, isRepeated } = await getComparePage(world.as('rina'), world.roundId, 'child_age');
		expect(isRepeated).toBe(true);
		expect(rows.find(({ delegation }) => delegation.country === 'KH')?.entries).toMatchObject([
			{ place: '1', answer: { value: '7' } },
			{ place: '2', answer: { value: '3' } }
		]);
		expect(rows.find(({ delegation }) => delegation.country === 'ID')?.entries).toEqual([]);
	});

	test('is computed anew once it is returned and changed', async () => {
		const responseId = await world.responseId('KH', 'household');
		await returnResponse(world.as('rina'), responseId, 'Please look again at the ages.', 1);
		const { answers } = await page();
		// What was computed is not an answer somebody could write over.
		expect(answers).not.toHaveProperty('age_next[1]');
		await save('sokha', [{ question: 'child_age[1]', value: '8', base: 1 }]);
		await submitResponse(world.as('sokha'), responseId);
		const { questions } = await getReviewPage(world.as('rina'), world.roundId, responseId);
		expect(questions.filter(({ change }) => change).map(({ question }) => question.name)).toEqual([
			'child_age[1]'
		]);
		const latest = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('submitted_answers')
				.select(['question', 'value', 'revision'])
				.where('is_latest', '=', true)
				.where('question', 'in', ['ages', 'age_next[1]', 'age_next[b2]'])
				.orderBy('question')
				.execute()
		);
		expect(latest).toEqual([
			{ question: 'age_next[1]', value: '9', revision: 2 },
			{ question: 'age_next[b2]', value: '4', revision: 1 },
			{ question: 'ages', value: '11', revision: 2 }
		]);
	});
});

describe('a dataset', () => {
	const childAges = (rows: Record<string, string>[]) =>
		rows
			.filter((row) => row.question === 'child_age')
			.map(({ repeat, entry, value, country_code }) => [country_code, repeat, entry, value]);

	test('has a row for every entry, with its place', async () => {
		const { header, rows } = readCsv(await make(world, 'rina', 'working', 'csv_long'));
		expect(header).toContain('entry');
		expect(childAges(rows)).toEqual([
			['KH', 'child', '1', '8'],
			['KH', 'child', '2', '3']
		]);
		expect(rows.find((row) => row.value === 'Kite')).toMatchObject({
			question: 'toy',
			repeat: 'toys',
			entry: '2.2'
		});
		expect(rows.find((row) => row.question === 'ages')).toMatchObject({ value: '11', entry: '' });
		expect(rows.some((row) => row.question === 'child')).toBe(false);
		expect(rows.find((row) => row.question === 'head')?.question_label).toBe('Who is the head?');
	});

	test('has columns for every entry there is, each delegation on one row', async () => {
		const { header, rows } = readCsv(await make(world, 'rina', 'working', 'csv_wide'));
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({
			'child_name[1]': 'Ali',
			'child_name[2]': 'Cy',
			'age_next[2]': '4',
			'toy[2][2]': 'Kite',
			'job_sector[2]/fishing': '1',
			ages: '11'
		});
		expect(header).not.toContain('child_name[3]');
		expect(header).not.toContain('all_ages');
	});

	test('gives figures as numbers, and says in the codebook where a question stands', async () => {
		const parts = unzipSync(await make(world, 'rina', 'working', 'xlsx'));
		const text = Object.values(parts)
			.map((part) => strFromU8(part))
			.join('\n');
		expect(text).toContain('child[]/toys[]');
		expect(text).toContain('sum(${child_age})');
		expect(/<c [^>]*><v>8<\/v><\/c>/.test(text)).toBe(true);
	});
});
