import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { addCodings } from '#lib/server/coding/addCodings.ts';
import { readCitable } from '#lib/report/readCitable.ts';
import { addCitation } from '#lib/server/report/citations.ts';
import { getCitation } from '#lib/server/report/openCitation.ts';
import { getWorkbench } from '#lib/server/report/pages.ts';
import { code, makeCode } from '../support/codingWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import {
	AGREES_TO_ALL,
	AGREES_TO_QUOTES,
	addForm,
	addGroup,
	addParticipant,
	addTurn
} from '../support/groupWorld.ts';
import { PUBLIC_WORDS, TEAM_WORDS, acceptAnswers, beginReport } from '../support/reportWorld.ts';
import { type World, buildWorld } from '../support/world.ts';

/** What stands beside a chapter: coded passages that may be cited, and how the answers are spread. */
let database: Database;
let world: World;
let chapters: Record<string, string>;
let secret: string;

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await acceptAnswers(world);
	chapters = await beginReport(world);
	await addForm(world);
	const groupId = await addGroup(world);
	const speaker = (pseudonym: string, agrees: readonly (typeof AGREES_TO_ALL)[number][]) =>
		addParticipant(world, groupId, { pseudonym, agrees });
	const named = await speaker('Kolap', AGREES_TO_ALL);
	const unnamed = await speaker('Malis', AGREES_TO_QUOTES);
	const quiet = await speaker('Chan', ['take_part', 'notes', 'confidentiality']);
	const barrier = await makeCode(world, 'barrier');
	const passage = async (
		participantId: string,
		body: string,
		words: string,
		mark?: 'off_record'
	) => {
		const turn = await addTurn(world, groupId, { participantId, body, mark });
		await code(world, 'rina', turn, barrier, words);
		return turn;
	};
	const twice = await passage(named, 'We waited a year. Nobody wrote.', 'Nobody wrote.');
	await code(world, 'nadia', twice, barrier, 'Nobody wrote.');
	await passage(unnamed, 'They kept my passport.', 'kept my passport');
	secret = await passage(quiet, 'Marker quiet words.', 'quiet words');
	await passage(named, 'Marker struck words.', 'struck words', 'off_record');
	const responseId = await world.responseId('KH', 'return');
	const { revision } = await asSystem(database.db, (trx) =>
		trx
			.selectFrom('submitted_answers')
			.select('revision')
			.where('response_id', '=', responseId)
			.where('question', '=', 'how')
			.where('is_latest', '=', true)
			.executeTakeFirstOrThrow()
	);
	await addCodings(world.as('rina'), {
		roundId: world.roundId,
		codings: [
			{
				...{ id: randomUUID(), codeId: barrier, place: { responseId, question: 'how' } },
				...{ field: 'value', start: 0, end: 'By a hotline.'.length, textRevision: revision }
			}
		]
	});
});
afterAll(() => database.close());

const bench = (chapter: string, person: 'edi' | 'nadia' = 'edi') =>
	getWorkbench(
		world.as(person),
		{ roundId: world.roundId, chapterId: chapters[chapter]! },
		{ area: null, country: null }
	);

describe('coded passages beside a chapter', () => {
	test('are those that may be cited, with their code, and none else', async () => {
		const { passages } = await bench('foreword');
		expect(passages.map(({ code: name, words, country }) => [name, words, country])).toEqual([
			['barrier', 'Nobody wrote.', 'KH'],
			['barrier', 'kept my passport', null],
			['barrier', 'By a hotline.', 'KH']
		]);
		const all = JSON.stringify(passages);
		for (const hidden of ['quiet words', 'struck words', TEAM_WORDS, secret])
			expect(all).not.toContain(hidden);
		expect((await bench('foreword', 'nadia')).passages).toHaveLength(3);
	});

	test('are narrowed as the material is', async () => {
		const { passages } = await bench('area/return');
		expect(passages.map(({ words }) => words)).toEqual(['By a hotline.']);
	});

	test('are cited as the words they are', async () => {
		const { passages } = await bench('foreword');
		for (const { of, words } of passages) {
			const source =
				of.kind === 'quote' ? `quote:${of.turnId}` : `answer:${of.responseId}:${of.question}`;
			const label = await addCitation(world.as('edi'), {
				roundId: world.roundId,
				// As a browser sends the value of a button.
				what: readCitable(`${source}\r\n${words}`)!
			});
			const cited = await getCitation(world.as('edi'), { roundId: world.roundId, label });
			expect([cited.isPassage, cited.cited.source?.words]).toEqual([true, words]);
		}
	});
});

describe('how answers are spread', () => {
	test('stands beside each question that has one, in words', async () => {
		const { spreads, material } = await bench('area/return');
		expect(Object.keys(spreads).sort()).toEqual(['helped', 'how']);
		expect(material.answers.map(({ value }) => value)).toContain(PUBLIC_WORDS);
		expect(spreads.helped!.sentence).toMatch(/^One of two countries answered/);
		expect(spreads.helped!.change).toBe('');
		expect(JSON.stringify(spreads)).not.toContain(TEAM_WORDS);
	});
});
