import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawBody, drawPaper } from '#lib/paper/html.ts';
import { m } from '#lib/paraglide/messages.js';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { json } from '#lib/server/database/json.ts';
import { packAssets } from '#lib/server/paper/assets.ts';
import {
	discardExpiredPapers,
	discardPaper,
	findTaken,
	getPaperPreview,
	listPaperImports,
	stagePaper,
	takePaper
} from '#lib/server/paper/imports.ts';
import { makePaper } from '#lib/server/paper/makePaper.ts';
import { writePaperDocx } from '#lib/server/paper/writeDocx.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { findArea } from '#lib/xlsform/definition.ts';
import { openTestDatabase } from '../support/database.ts';
import { householdQuestionnaire } from '../support/householdQuestionnaire.ts';
import { openFile, type OpenFile } from '../support/paperFile.ts';
import { hasWordSchema, schemaFaults } from '../support/wordSchema.ts';
import { buildWorld, type Person, type World } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());

const assets = packAssets(
	readFileSync('src/lib/paper/fill.js', 'utf8'),
	readFileSync('src/lib/paper/paper.css', 'utf8')
);

type Country = 'KH' | 'ID';

async function download(person: Person, area: string, country: Country = 'KH'): Promise<string> {
	const input = {
		delegationId: world.delegations[country],
		area,
		language: 'en',
		format: 'html'
	} as const;
	const { paper, seal } = await makePaper(world.as(person), input);
	const body = drawBody(paper);
	return drawPaper(paper, { body, payload: seal(body), name: 'filled.html', assets });
}

const at = (area: string, country: Country = 'KH') => ({
	delegationId: world.delegations[country],
	area
});

const bring = (
	person: Person,
	area: string,
	html: string,
	country: Country = 'KH',
	key = randomUUID()
) =>
	stagePaper(world.as(person), {
		...at(area, country),
		key,
		file: new TextEncoder().encode(html)
	});

async function preview(person: Person, area: string, importId: string) {
	const found = await getPaperPreview(world.as(person), { ...at(area), importId });
	if (found.isTaken) throw new Error('taken');
	return found.plan;
}

async function takeAll(person: Person, area: string, importId: string, only?: string[]) {
	const plan = await preview(person, area, importId);
	const take = new Map(
		plan.answers
			.filter(
				({ kind, key }) => kind !== 'refused' && kind !== 'done' && (only?.includes(key) ?? true)
			)
			.map(({ key, mark }) => [key, mark])
	);
	return takePaper(world.as(person), { ...at(area), importId, take });
}

const answered = (value: AnswerContent['value']): AnswerContent => ({
	status: 'answered',
	value,
	reason: null,
	exposure: 'public'
});

function fill(file: OpenFile, area: string, key: string, content: AnswerContent) {
	file.fill(questionOf(findArea(world.definition, area)!, key)!, key, content);
}

const save = async (person: Person, area: string, question: string, value: unknown, base = 0) =>
	saveAnswers(world.as(person), {
		responseId: await world.responseId('KH', area),
		saveId: randomUUID(),
		answers: [{ question, base, status: 'answered', value, reason: null, exposure: null }]
	});

const answersOf = async (area: string) =>
	(await getAreaPage(world.as('sokha'), world.delegations.KH, area, 'en')).answers;

const countOf = (table: 'paper_imports' | 'saves' | 'answer_revisions' | 'audit_entries') =>
	asSystem(database.db, async (trx) =>
		Number(
			(
				await trx
					.selectFrom(table)
					.select((eb) => eb.fn.countAll<number>().as('n'))
					.executeTakeFirstOrThrow()
			).n
		)
	);

const TEXT = 'Workers wait for months. Nobody tells them why.';

describe('a file that is filled in and brought back', () => {
	let importId: string;

	test('holds the answers as they stand; making it leaves an audit entry', async () => {
		await save('sokha', 'justice', 'obstacles', TEXT);
		const html = await download('dara', 'justice');
		const file = openFile(html);
		const box = file.document.querySelector<HTMLTextAreaElement>('[name="q.obstacles.value"]')!;
		expect(box.value).toBe(TEXT);
		const entry = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.select(['actor_id', 'detail'])
				.where('action', '=', 'paper.make')
				.executeTakeFirstOrThrow()
		);
		expect(entry).toEqual({
			actor_id: world.accounts.dara,
			detail: { area: 'justice', format: 'html' }
		});
	});

	test('untouched, changes nothing', async () => {
		const id = await bring('dara', 'justice', openFile(await download('sokha', 'justice')).saved());
		const plan = await preview('dara', 'justice', id);
		expect(plan.answers).toEqual([]);
		// A file no script ever ran in says nothing at all.
		const blank = await bring('dara', 'justice', await download('sokha', 'justice'));
		expect((await preview('dara', 'justice', blank)).answers).toEqual([]);
		for (const each of [id, blank])
			await discardPaper(world.as('sokha'), { ...at('justice'), importId: each });
		expect(await countOf('paper_imports')).toBe(0);
	});

	test('shows what is new, what is merged and what clashes, and saves nothing yet', async () => {
		const file = openFile(await download('dara', 'justice'));
		fill(file, 'justice', 'can_complain', answered('no'));
		fill(file, 'justice', 'obstacles', answered(TEXT.replace('months', 'years')));
		fill(file, 'justice', 'cases', {
			status: 'not_applicable',
			value: null,
			reason: 'Nobody counts',
			exposure: 'coordinators'
		});
		const revision = (await answersOf('justice')).obstacles!.revision;
		await save('sokha', 'justice', 'obstacles', `${TEXT} Some give up.`, revision);
		await save('sokha', 'justice', 'can_complain', 'yes');
		importId = await bring('dara', 'justice', file.saved());
		expect(await bring('dara', 'justice', file.saved(), 'KH')).not.toBe(importId);
		const plan = await preview('sokha', 'justice', importId);
		const kinds = Object.fromEntries(plan.answers.map(({ key, kind }) => [key, kind]));
		expect(kinds).toEqual({ can_complain: 'conflict', obstacles: 'merged', cases: 'new' });
		const merged = plan.answers.find(({ key }) => key === 'obstacles')!;
		expect(merged.after.value).toBe('Workers wait for years. Nobody tells them why. Some give up.');
		expect((await answersOf('justice')).obstacles!.value).toBe(`${TEXT} Some give up.`);
		expect(plan.untouched).toBe(1);
	});

	test('is taken over as one save; twice does it once', async () => {
		const plan = await preview('sokha', 'justice', importId);
		const take = new Map(plan.answers.map(({ key, mark }) => [key, mark]));
		const first = await takePaper(world.as('sokha'), { ...at('justice'), importId, take });
		const results = Object.fromEntries(
			first.answers.map(({ question, result }) => [question, result])
		);
		expect(results).toEqual({ can_complain: 'conflict', obstacles: 'merged', cases: 'saved' });
		const before = [await countOf('saves'), await countOf('answer_revisions')];
		const again = await takePaper(world.as('sokha'), { ...at('justice'), importId, take });
		expect(again).toEqual(first);
		expect([await countOf('saves'), await countOf('answer_revisions')]).toEqual(before);
		const now = await answersOf('justice');
		expect(now.obstacles!.value).toBe(
			'Workers wait for years. Nobody tells them why. Some give up.'
		);
		expect(now.can_complain!.value).toBe('yes');
		expect(now.cases).toMatchObject({ status: 'not_applicable', exposure: 'coordinators' });
		const page = await getAreaPage(world.as('dara'), world.delegations.KH, 'justice', 'en');
		expect(page.conflicts).toMatchObject([{ question: 'can_complain', value: 'no' }]);
		expect(await findTaken(world.as('dara'), { ...at('justice'), importId })).toEqual(first);
		expect(await getPaperPreview(world.as('dara'), { ...at('justice'), importId })).toEqual({
			isTaken: true
		});
	});

	test('only what is ticked', async () => {
		const file = openFile(await download('dara', 'return'));
		fill(file, 'return', 'helped', answered('yes'));
		fill(file, 'return', 'how', answered('By a hotline'));
		const id = await bring('dara', 'return', file.saved());
		await takeAll('dara', 'return', id, ['helped']);
		const now = await answersOf('return');
		expect(now.helped!.value).toBe('yes');
		expect(now.how!.status).toBe('empty');
	});

	test('what the preview said must still be so; what does not touch it may have changed', async () => {
		const file = openFile(await download('dara', 'return'));
		fill(file, 'return', 'how', answered('By a desk at the airport'));
		const id = await bring('dara', 'return', file.saved());
		const plan = await preview('dara', 'return', id);
		const take = new Map(plan.answers.map(({ key, mark }) => [key, mark]));
		const revision = (await answersOf('return')).helped!.revision;
		await save('sokha', 'return', 'helped', 'no', revision);
		await save('sokha', 'return', 'how', 'By mail');
		const taking = () => takePaper(world.as('dara'), { ...at('return'), importId: id, take });
		await expect(taking()).rejects.toMatchObject({ code: 'paper_outdated' });
		const next = await preview('dara', 'return', id);
		expect(next.answers).toMatchObject([{ key: 'how', kind: 'conflict' }]);
		await save('sokha', 'return', 'helped', 'yes', revision + 1);
		await takeAll('dara', 'return', id);
		expect((await answersOf('return')).how!.value).toBe('By mail');
	});

	test('waits once, however often it is sent', async () => {
		const html = openFile(await download('dara', 'return')).saved();
		const key = randomUUID();
		const ids = [
			await bring('dara', 'return', html, 'KH', key),
			await bring('dara', 'return', html, 'KH', key)
		];
		expect(new Set(ids).size).toBe(1);
		expect(await listPaperImports(world.as('sokha'), at('return'))).toHaveLength(1);
		await discardPaper(world.as('sokha'), { ...at('return'), importId: ids[0]! });
		await expect(
			discardPaper(world.as('sokha'), { ...at('return'), importId: ids[0]! })
		).rejects.toMatchObject({ code: 'not_found' });
	});

	test('is gone after seven days', async () => {
		const id = await bring('dara', 'return', await download('dara', 'return'));
		const later = { ...world.as('dara'), now: () => new Date(Date.now() + 8 * 86_400_000) };
		expect(await listPaperImports(later, at('return'))).toEqual([]);
		await expect(getPaperPreview(later, { ...at('return'), importId: id })).rejects.toMatchObject({
			code: 'not_found'
		});
		const waiting = await countOf('paper_imports');
		await discardExpiredPapers(world.system);
		expect([waiting > 0, await countOf('paper_imports')]).toEqual([true, waiting]);
		await discardExpiredPapers({ ...world.system, now: later.now });
		expect(await countOf('paper_imports')).toBe(0);
	});
});

describe('refused', () => {
	const refusal = async (html: string, area = 'justice', country: Country = 'KH') =>
		bring(country === 'KH' ? 'sokha' : 'budi', area, html, country).then(
			() => 'taken',
			(thrown: { code: string; detail: Record<string, unknown> }) =>
				[thrown.code, thrown.detail.question].filter(Boolean).join(' ')
		);

	test('a file for another delegation, or another area', async () => {
		const html = await download('budi', 'justice', 'ID');
		expect(await refusal(html)).toBe('paper_foreign');
		expect(await refusal(await download('sokha', 'return'))).toBe('paper_foreign');
		expect(await refusal(html, 'justice', 'ID')).toBe('taken');
	});

	test('what the file says of itself, changed', async () => {
		const html = await download('sokha', 'justice');
		const own = JSON.stringify(world.delegations.KH);
		const changes: [RegExp | string, string][] = [
			[/"madeBy":"Sokha"/, '"madeBy":"Rina"'],
			[/"obstacles":\[(\d+),/, '"obstacles":[99,'],
			[/"signature":"[^"]*"/, '"signature":"AAAA"'],
			[/"signature":"/, '"signature":"x'],
			[/"madeAt":"2/, '"madeAt":"3']
		];
		for (const [found, put] of changes) {
			expect(html).toMatch(found);
			expect(await refusal(html.replace(found, put)), String(found)).toBe('paper_altered');
		}
		// As another delegation's file that says it is ours.
		const foreign = await download('budi', 'justice', 'ID');
		const disguised = foreign
			.replaceAll(JSON.stringify(world.delegations.ID), own)
			.replaceAll(await world.responseId('ID', 'justice'), await world.responseId('KH', 'justice'));
		expect(await refusal(disguised)).toBe('paper_altered');
	});

	test('a question that reads otherwise, its choices swapped, or gone; by its number', async () => {
		const html = openFile(await download('sokha', 'justice')).saved();
		const altered = [
			html.replace('Can a worker complain?', 'Can a worker never complain?'),
			html.replace(/value="yes"([^>]*)> *yes/, 'value="no"$1>yes'),
			html.replace('name="q.can_complain.value"', 'name="q.helped.value"'),
			html.replace(/<section class="q" id="q-can_complain"[\s\S]*?<!--e-->/, ''),
			html.replace('data-q="can_complain"', 'data-q="other"')
		];
		for (const each of altered) {
			expect(each).not.toBe(html);
			expect(await refusal(each)).toBe('paper_question_altered 1.1');
		}
		expect(await refusal(html)).toBe('taken');
		// Blanks and line breaks a browser or an editor puts in are no change.
		expect(await refusal(html.replaceAll('</p>', '</p>\n\t'))).toBe('taken');
	});

	test('the words of a code, or of who may see an answer, changed under one question or all', async () => {
		const file = openFile(await download('sokha', 'justice'));
		const html = file.saved();
		const safe = m.questionnaire_code_not_safe();
		const everyone = m.questionnaire_exposure_public();
		const altered: Record<string, string> = {
			'a code, under one question': html.replace(
				new RegExp(`(class="tail" [^§]*?)${safe}`),
				'$1Not known'
			),
			'a code, everywhere': html.replaceAll(safe, 'Not known'),
			'two codes that changed places': html
				.replaceAll('value="not_safe"', 'value="other"')
				.replaceAll('value="dont_know"', 'value="not_safe"')
				.replaceAll('value="other"', 'value="dont_know"'),
			'who may see it': html.replaceAll(everyone, m.questionnaire_exposure_coordinators()),
			'nothing left of it': html
				.replace(/<template id="tail">[\s\S]*?<\/template>/, '')
				.replace(/<div class="tail"[\s\S]*?<!--e-->/g, ''),
			'its mark taken away': html.replaceAll(' data-tail', '')
		};
		for (const [what, each] of Object.entries(altered)) {
			expect(each, what).not.toBe(html);
			expect(await refusal(each), what).toBe('paper_altered');
		}
		// Codes chosen, and exposures, are what somebody filled in.
		for (const radio of file.document.querySelectorAll<HTMLInputElement>('[value="dont_know"]'))
			radio.click();
		for (const select of file.document.querySelectorAll<HTMLSelectElement>(
			'[data-part="exposure"]'
		))
			select.value = 'coordinators';
		const filled = file.saved();
		expect(filled).not.toBe(html);
		expect(await refusal(filled)).toBe('taken');
	});

	test('anything else, and never as a fault of ours', async () => {
		expect(await refusal('')).toBe('paper_unreadable');
		expect(await refusal('<html><body>Hello</body></html>')).toBe('paper_unreadable');
		const tooLarge = 'x'.repeat(6 * 1024 * 1024 + 1);
		expect(await refusal(tooLarge)).toBe('too_large');
		const html = openFile(await download('sokha', 'justice')).saved();
		const codes = ['taken', 'paper_unreadable', 'paper_altered', 'paper_foreign'];
		await fc.assert(
			fc.asyncProperty(
				fc.nat(html.length),
				fc.nat(400),
				fc.oneof(fc.string(), fc.constantFrom('\u0000', '\ud800', '"', '<', '\\u0000')),
				async (place, length, put) => {
					const broken = html.slice(0, place) + put + html.slice(place + length);
					const said = await refusal(broken);
					expect(
						[...codes, 'too_many_attempts'].some((code) => said.startsWith(code)) ||
							said.startsWith('paper_question_altered'),
						said
					).toBe(true);
				}
			),
			{ numRuns: 80 }
		);
		await asSystem(database.db, (trx) => trx.deleteFrom('paper_imports').execute());
	});

	test('values that do not fit, one by one and with the reason', async () => {
		const file = openFile(await download('sokha', 'justice'));
		fill(file, 'justice', 'cases', answered({ value: 3, year: 2025 }));
		const pairs = (change: (pairs: [string, string][]) => void) => {
			const saved = file.saved();
			const [all, inside] = /id="mufakat-answers">(.*?)<\/script>/.exec(saved)!;
			const given = JSON.parse(inside!) as [string, string][];
			change(given);
			return saved.replace(
				all,
				all.replace(inside!, JSON.stringify(given).replace(/</g, '\\u003c'))
			);
		};
		const html = pairs((given) => {
			given.find(([name]) => name === 'q.cases.value')![1] = '1,200';
			given.push(
				['q.can_complain.value', 'perhaps'],
				['q.nowhere.status', ''],
				['q.nowhere.value', 'x']
			);
			given.push(['q.helped.status', ''], ['q.helped.value', 'no'], ['nonsense', '\u0000']);
			for (const pair of given) if (pair[0] === 'q.can_complain.value') pair[1] = 'perhaps';
		});
		const id = await bring('sokha', 'justice', html);
		const plan = await preview('sokha', 'justice', id);
		const said = plan.answers.map(({ key, kind, code }) => [key, kind, code]);
		expect(said).toEqual([
			['can_complain', 'refused', 'unknown_choice'],
			['cases', 'refused', 'number']
		]);
		await discardPaper(world.as('sokha'), { ...at('justice'), importId: id });
	});

	test('a save while the area is with the coordinators', async () => {
		const file = openFile(await download('dara', 'background'));
		fill(file, 'background', 'side', answered('origin'));
		const id = await bring('dara', 'background', file.saved());
		await asSystem(database.db, (trx) =>
			sql`update responses set state = 'submitted' where delegation_id = ${world.delegations.KH}
				and area = 'background'`.execute(trx)
		);
		await expect(takeAll('dara', 'background', id)).rejects.toMatchObject({
			code: 'response_under_review'
		});
		await asSystem(database.db, (trx) =>
			sql`update responses set state = 'returned' where delegation_id = ${world.delegations.KH}
				and area = 'background'`.execute(trx)
		);
		await takeAll('dara', 'background', id);
		expect((await answersOf('background')).side!.value).toBe('origin');
	});
});

describe('nobody else', () => {
	test.each(['budi', 'rina', 'edi', 'rudi', 'omar'] as const)('%s', async (person) => {
		const html = await download('sokha', 'return');
		const id = await bring('sokha', 'return', html);
		const mine = { ...at('return'), importId: id };
		const ctx = world.as(person);
		const tries = [
			() => download(person, 'return'),
			() => bring(person, 'return', html),
			() => listPaperImports(ctx, at('return')),
			() => getPaperPreview(ctx, mine),
			() => takePaper(ctx, { ...mine, take: new Map([['helped', 'x']]) }),
			() => findTaken(ctx, mine),
			() => discardPaper(ctx, mine)
		];
		for (const attempt of tries)
			await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
		// Nor in the database, whatever is asked of it.
		const rows = await asActor(database.db, ctx.actor, (trx) =>
			trx.selectFrom('paper_imports').selectAll().execute()
		);
		expect(rows).toEqual([]);
		const removed = await asActor(database.db, ctx.actor, (trx) =>
			trx.deleteFrom('paper_imports').where('id', '=', id).executeTakeFirst()
		);
		expect(Number(removed.numDeletedRows)).toBe(0);
		const writing = asActor(database.db, ctx.actor, async (trx) =>
			trx
				.insertInto('paper_imports')
				.values({
					id: randomUUID(),
					delegation_id: world.delegations.KH,
					response_id: await world.responseId('KH', 'return').catch(() => id),
					account_id: ctx.actor.accountId,
					file_id: randomUUID(),
					made_at: new Date(),
					made_by: 'x',
					language: 'en',
					given: json({}) as never
				})
				.execute()
		);
		await expect(writing).rejects.toThrow();
		await discardPaper(world.as('sokha'), mine);
	});
});

describe('entries of repeats', () => {
	let other: Database;
	let here: World;
	beforeAll(async () => {
		other = await openTestDatabase();
		here = await buildWorld(other, householdQuestionnaire);
		[database, other, world, here] = [other, database, here, world];
	});
	afterAll(async () => {
		[database, other, world, here] = [other, database, here, world];
		await other.close();
	});

	test('come along with the answers in them; a colleague’s new one stays', async () => {
		await save('sokha', 'household', 'has_children', 'yes');
		const file = openFile(await download('dara', 'household'));
		file.document.querySelectorAll<HTMLElement>('.repeat > [data-do="add"]').forEach((button) => {
			if (button.closest('.entry')) return;
			button.click();
		});
		const ids = [...file.document.querySelectorAll<HTMLInputElement>('[name="q.child.entry"]')];
		const id = ids.at(-1)!.value;
		fill(file, 'household', `child_name[${id}]`, answered('Bopha'));
		fill(file, 'household', `toy[${id}/1]`, answered('Ball'));
		await save('sokha', 'household', 'child', ['1', 'theirs']);
		const importId = await bring('dara', 'household', file.saved());
		const plan = await preview('dara', 'household', importId);
		expect(plan.answers.map(({ key, kind, isNewEntry }) => [key, kind, isNewEntry])).toEqual([
			[`child_name[${id}]`, 'new', true],
			[`toy[${id}/1]`, 'new', true]
		]);
		await takeAll('dara', 'household', importId);
		const now = await answersOf('household');
		expect(now.child!.value).toEqual(['1', 'theirs', id]);
		expect(now[`child_name[${id}]`]!.value).toBe('Bopha');
		expect(now[`toy[${id}/1]`]!.value).toBe('Ball');
	});

	test('of an entry that was removed meanwhile are refused', async () => {
		const file = openFile(await download('dara', 'household'));
		fill(file, 'household', 'child_name[theirs]', answered('Nobody'));
		const { revision, value } = (await answersOf('household')).child!;
		await save(
			'sokha',
			'household',
			'child',
			(value as string[]).filter((each) => each !== 'theirs'),
			revision
		);
		const plan = await preview('dara', 'household', await bring('dara', 'household', file.saved()));
		expect(plan.answers).toMatchObject([{ kind: 'refused', code: 'entry_gone' }]);
	});

	test('a question that was changed after the file was made is refused, and no other', async () => {
		const file = openFile(await download('dara', 'household'));
		fill(file, 'household', 'remarks', answered('All well'));
		fill(file, 'household', 'head', answered('Bopha'));
		const changed = structuredClone(householdQuestionnaire) as typeof householdQuestionnaire;
		const question = changed.areas[0]!.questions.find(({ name }) => name === 'remarks')!;
		(question as { label: object }).label = { en: 'What else went wrong?' };
		const importId = await bring('dara', 'household', file.saved());
		await asSystem(database.db, (trx) =>
			sql`with next as (insert into questionnaire_versions (questionnaire_id, version, definition)
					select questionnaire_id, '2', ${JSON.stringify(changed)}::jsonb from questionnaire_versions
						where version = ${householdQuestionnaire.version} limit 1 returning id)
				update rounds set questionnaire_version_id = (select id from next)`.execute(trx)
		);
		const plan = await preview('dara', 'household', importId);
		expect(plan.answers.map(({ key, kind, code }) => [key, kind, code])).toEqual([
			['head', 'new', undefined],
			['remarks', 'refused', 'asked_anew']
		]);
	});
});

test('for printing it is a DOCX, with its questions in it', async () => {
	const { paper } = await makePaper(world.as('sokha'), {
		...at('justice'),
		language: 'id',
		format: 'docx'
	});
	const { unzipSync, strFromU8 } = await import('fflate');
	const docx = await writePaperDocx(paper);
	if (await hasWordSchema()) expect(await schemaFaults(docx)).toEqual([]);
	const parts = unzipSync(docx);
	const xml = strFromU8(parts['word/document.xml']!);
	expect(xml).toContain('What stops workers? (id)');
	expect(xml).toContain('Workers wait for years.');
	expect(xml).toMatch(/w:pStyle w:val="Heading1"/);
	const styles = strFromU8(parts['word/styles.xml']!);
	expect(styles).toContain('w:lang');
	expect(styles).toContain('id-ID');
	expect(styles).toMatch(/w:rFonts[^>]*w:cs=[^>]*w:eastAsia=|w:rFonts[^>]*w:eastAsia=[^>]*w:cs=/);
});
