import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import { mailAtOnce } from '#lib/server/mail/digest.ts';
import { changeDraft, createDraft } from '#lib/server/questionnaires/drafts.ts';
import { publishDraft } from '#lib/server/questionnaires/publish.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { getAsideAnswers } from '#lib/server/responses/aside.ts';
import { getAreaPage, getDelegationPage } from '#lib/server/responses/pages.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { acceptResponse } from '#lib/server/review/decision.ts';
import { openQuery } from '#lib/server/review/query.ts';
import { getMovePage, moveRound } from '#lib/server/studies/moveRound.ts';
import { closeRound } from '#lib/server/studies/rounds.ts';
import type { Area, Definition, Question } from '#lib/xlsform/definition.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let world: World;
let versionId: string;

beforeEach(async () => {
	world = await buildWorld(await openTestDatabase());
	versionId = (await roundRow()).version;
});
afterEach(() => world.database.close());

const roundRow = () =>
	asSystem(world.database.db, (trx) =>
		trx
			.selectFrom('rounds')
			.select('questionnaire_version_id as version')
			.where('id', '=', world.roundId)
			.executeTakeFirstOrThrow()
	);
const responses = (country: 'KH' | 'ID' = 'KH') =>
	asSystem(world.database.db, (trx) =>
		trx
			.selectFrom('responses')
			.select(['area', 'state', 'asked', 'answered', 'required_missing as missing', 'reason'])
			.where('delegation_id', '=', world.delegations[country])
			.orderBy('area')
			.execute()
	);
const stateOf = async (area: string) =>
	(await responses()).find((response) => response.area === area);
const keys = () =>
	asSystem(world.database.db, async (trx) => {
		const rows = await trx
			.selectFrom('answers as a')
			.innerJoin('responses as r', 'r.id', 'a.response_id')
			.select(['a.question', 'r.area', 'a.value'])
			.where('a.delegation_id', '=', world.delegations.KH)
			.orderBy('a.question')
			.execute();
		return rows.map(({ question, area, value }) => `${area}: ${question} = ${String(value)}`);
	});

const rina = () => world.as('rina');
const save = async (area: string, question: string, value: unknown, person: Person = 'sokha') =>
	saveAnswers(world.as(person), {
		responseId: await world.responseId('KH', area),
		saveId: randomUUID(),
		answers: [{ question, base: 0, status: 'answered', value, reason: null, exposure: 'public' }]
	});
const areas = (change: (area: Area) => Area) => (definition: Definition) => ({
	...definition,
	areas: definition.areas.map(change)
});
const question = (name: string, change: (question: Question) => Question | null) =>
	areas((area) => ({
		...area,
		questions: area.questions.flatMap((each) =>
			each.name === name ? (change(each) ?? []) : [each]
		)
	}));

/** Publishes the definition changed so as version 2, from the one given. */
async function publish(
	change: (definition: Definition) => Definition,
	version = '2',
	from = versionId
) {
	const draft = await createDraft(rina(), {
		studyId: world.studyId,
		from: { kind: 'version', versionId: from }
	});
	await changeDraft(rina(), draft.id, 1, change);
	return (await publishDraft(rina(), draft.id, { revision: 2, version })).versionId;
}
const move = (to: string) => moveRound(rina(), world.roundId, { versionId: to, reason: 'Mended.' });

describe('who may move a round', () => {
	test('a coordinator; nobody else is told that it is there', async () => {
		const next = await publish(
			question('how', (each) => ({ ...each, label: { en: 'In what way?' } }))
		);
		for (const person of ['sokha', 'edi', 'nadia', 'rudi', 'ana', 'citra'] as const) {
			const input = { versionId: next, reason: 'Why' };
			await expect(moveRound(world.as(person), world.roundId, input)).rejects.toMatchObject({
				code: 'not_found'
			});
			await expect(getMovePage(world.as(person), world.roundId, next)).rejects.toMatchObject({
				code: 'not_found'
			});
		}
		await move(next);
		expect((await roundRow()).version).toBe(next);
	});

	test('not to a version of another study, not a closed round, not where it is, not without a reason', async () => {
		const foreign = await createDraft(world.as('citra'), {
			studyId: world.otherStudyId,
			from: { kind: 'empty', title: 'Theirs' }
		});
		const filled = await changeDraft(world.as('citra'), foreign.id, 1, () => world.definition);
		const { versionId: theirs } = await publishDraft(world.as('citra'), filled.id, {
			revision: 2,
			version: '1'
		});
		await expect(move(theirs)).rejects.toMatchObject({ code: 'not_found' });
		await expect(move(versionId)).rejects.toMatchObject({ code: 'same_version' });
		const next = await publish(question('how', () => null));
		await expect(
			moveRound(rina(), world.roundId, { versionId: next, reason: ' ' })
		).rejects.toMatchObject({ code: 'reason_required' });
		await closeRound(rina(), world.roundId);
		await expect(move(next)).rejects.toMatchObject({ code: 'round_closed' });
		expect((await roundRow()).version).toBe(versionId);
	});
});

describe('answers', () => {
	test('stay where name and type agree, and are set aside where not; nothing is lost', async () => {
		await save('background', 'side', 'destination');
		await save('justice', 'can_complain', 'yes');
		await save('justice', 'obstacles', 'Fees');
		await save('justice', 'cases', { value: 3 });
		await save('return', 'helped', 'yes');
		const next = await publish((definition) =>
			question(
				'cases',
				(each) => ({ ...each, type: 'text', constraint: undefined }) as Question
			)(
				question(
					'obstacles',
					() => null
				)({
					...definition,
					choices: {
						...definition.choices,
						side: definition.choices.side!.filter(({ name }) => name !== 'destination')
					}
				})
			)
		);
		const { chosen } = await getMovePage(rina(), world.roundId, next);
		expect(chosen?.effects).toMatchObject({
			kept: 2,
			lost: expect.arrayContaining([
				{ question: 'obstacles', loss: 'gone', answers: 1, delegations: 1 },
				{ question: 'cases', loss: 'type', answers: 1, delegations: 1 },
				{ question: 'side', loss: 'value', answers: 1, delegations: 1 }
			])
		});
		const effects = await move(next);
		expect(effects).toEqual(chosen?.effects);
		expect(await keys()).toEqual([
			'justice: can_complain = yes',
			'justice: cases@number = [object Object]',
			'return: helped = yes',
			'justice: obstacles@long_text = Fees',
			'background: side@select_one = destination'
		]);
		// What is left is a page like any other, and the questions can be answered anew.
		const page = await getAreaPage(world.as('sokha'), world.delegations.KH, 'justice', 'en');
		expect(Object.keys(page.answers)).not.toContain('obstacles');
		expect(page.answers.cases).toMatchObject({ status: 'empty', revision: 0 });
		await save('justice', 'cases', 'About three');
	});

	test('that were set aside are read by their delegation and by nobody else', async () => {
		await save('justice', 'obstacles', 'Fees');
		await move(await publish(question('obstacles', () => null)));
		const { KH } = world.delegations;
		const { answers, moves } = await getAsideAnswers(world.as('dara'), KH);
		expect(answers.map((each) => [each.question.name, each.content.value])).toEqual([
			['obstacles', 'Fees']
		]);
		expect(moves).toMatchObject([{ from: '1', to: '2', reason: 'Mended.' }]);
		expect((await getDelegationPage(world.as('dara'), KH)).aside).toBe(1);
		for (const person of ['rina', 'budi', 'edi', 'ana', 'omar'] as const)
			await expect(getAsideAnswers(world.as(person), KH)).rejects.toMatchObject({
				code: 'not_found'
			});
	});

	test('come back when the round moves back', async () => {
		await save('justice', 'obstacles', 'Fees');
		await save('justice', 'can_complain', 'yes');
		const before = await keys();
		await move(await publish(question('obstacles', () => null)));
		const back = await move(versionId);
		expect(back.returned).toBe(1);
		expect(await keys()).toEqual(before);
	});

	test('follow their question into another area', async () => {
		await save('return', 'helped', 'yes');
		await save('return', 'how', 'A hotline');
		const next = await publish((definition) => {
			const moved = definition.areas[2]!.questions;
			return {
				...definition,
				areas: definition.areas
					.slice(0, 2)
					.map((area) =>
						area.name === 'justice' ? { ...area, questions: [...area.questions, ...moved] } : area
					)
			};
		});
		await move(next);
		expect(await keys()).toEqual(['justice: helped = yes', 'justice: how = A hotline']);
		expect(await stateOf('justice')).toMatchObject({ state: 'draft', answered: 2 });
		const page = await getDelegationPage(world.as('sokha'), world.delegations.KH);
		expect(page.areas.map(({ area }) => area)).toEqual(['background', 'justice']);
	});
});

describe('areas', () => {
	test('that are new are there for every delegation, counted', async () => {
		const next = await publish((definition) => ({
			...definition,
			areas: [
				...definition.areas,
				{
					...definition.areas[2]!,
					name: 'health',
					number: 3,
					questions: [
						{
							name: 'clinic',
							number: '3.1',
							type: 'text',
							label: { en: 'Is there a clinic?' },
							exposure: 'public',
							required: true
						}
					]
				}
			]
		}));
		await move(next);
		for (const country of ['KH', 'ID'] as const)
			expect((await responses(country)).find(({ area }) => area === 'health')).toMatchObject({
				state: 'not_started',
				asked: 1,
				missing: 1
			});
	});

	test('that are gone and untouched go; those with answers stay out of the counts', async () => {
		await save('return', 'helped', 'yes');
		const next = await publish((definition) => ({
			...definition,
			areas: definition.areas.filter(({ name }) => name !== 'return')
		}));
		await move(next);
		expect(await stateOf('return')).toMatchObject({ asked: 0, answered: 0, missing: 0 });
		expect((await responses('ID')).map(({ area }) => area)).toEqual(['background', 'justice']);
		expect(await keys()).toEqual(['return: helped@select_one = yes']);
	});

	test('that were submitted cannot be dropped', async () => {
		await save('return', 'helped', 'no');
		await submitResponse(world.as('sokha'), await world.responseId('KH', 'return'));
		const next = await publish((definition) => ({
			...definition,
			areas: definition.areas.filter(({ name }) => name !== 'return')
		}));
		const { chosen } = await getMovePage(rina(), world.roundId, next);
		expect(chosen?.effects.blocked).toEqual(['return']);
		await expect(move(next)).rejects.toMatchObject({ code: 'area_in_review' });
		expect((await roundRow()).version).toBe(versionId);
		expect(await keys()).toEqual(['return: helped = no']);
	});

	test('under review go back when they ask something else, and stay when only words changed', async () => {
		await save('background', 'side', 'origin');
		await submitResponse(world.as('sokha'), await world.responseId('KH', 'background'));
		await acceptResponse(rina(), await world.responseId('KH', 'background'));
		await save('return', 'helped', 'no');
		await submitResponse(world.as('sokha'), await world.responseId('KH', 'return'));
		const words = await publish((definition) =>
			question('side', (each) => ({ ...each, label: { en: 'Which side are you on?' } }))(
				question('helped', (each) => ({ ...each, label: { en: 'Is there help?' } }))(definition)
			)
		);
		await move(words);
		expect((await stateOf('background'))?.state).toBe('accepted');
		expect((await stateOf('return'))?.state).toBe('submitted');

		const more = await publish(
			(definition) =>
				question('side', (each) => ({ ...each, required: false }))(
					question('how', (each) => ({ ...each, type: 'date' }))(definition)
				),
			'3'
		);
		const effects = await move(more);
		expect(effects.reopened).toEqual([
			{ area: 'background', submitted: 0, accepted: 1 },
			{ area: 'return', submitted: 1, accepted: 0 }
		]);
		expect(await stateOf('background')).toMatchObject({ state: 'reopened', reason: 'Mended.' });
		expect(await stateOf('return')).toMatchObject({ state: 'returned', reason: 'Mended.' });
		const accepted = await asSystem(world.database.db, (trx) =>
			trx
				.selectFrom('submitted_answers')
				.select('question')
				.where('is_accepted', '=', true)
				.execute()
		);
		expect(accepted).toEqual([]);
	});

	test('keep what was handed in of a question that has another type now, and show it again on the way back', async () => {
		await save('return', 'helped', 'yes');
		await save('return', 'how', 'A hotline');
		await submitResponse(world.as('sokha'), await world.responseId('KH', 'return'));
		const latest = () =>
			asSystem(world.database.db, (trx) =>
				trx
					.selectFrom('submitted_answers')
					.select(['question', 'is_latest as isLatest'])
					.orderBy('question')
					.execute()
			);
		await move(await publish(question('how', (each) => ({ ...each, type: 'date' }))));
		expect(await latest()).toEqual([
			{ question: 'helped', isLatest: true },
			{ question: 'how@text', isLatest: false }
		]);
		await move(versionId);
		expect(await latest()).toEqual([
			{ question: 'helped', isLatest: true },
			{ question: 'how', isLatest: true }
		]);
	});

	test('close the queries on questions that are gone', async () => {
		await save('return', 'helped', 'yes');
		await save('return', 'how', 'A hotline');
		const responseId = await world.responseId('KH', 'return');
		await submitResponse(world.as('sokha'), responseId);
		for (const name of ['how', 'helped'])
			await openQuery(rina(), {
				id: randomUUID(),
				responseId,
				question: name,
				kind: 'unclear',
				body: 'Which?'
			});
		await move(await publish(question('how', () => null)));
		const queries = await asSystem(world.database.db, (trx) =>
			trx.selectFrom('queries').select(['question', 'state']).orderBy('question').execute()
		);
		expect(queries).toEqual([
			{ question: 'helped', state: 'open' },
			{ question: 'how', state: 'closed' }
		]);
	});
});

describe('what a move leaves', () => {
	test('a mark with counts and names, a record delegations may read, a mail with a link only', async () => {
		await save('justice', 'obstacles', 'Secret words');
		await move(await publish(question('obstacles', () => null)));
		await asSystem(world.database.db, (trx) =>
			trx.updateTable('accounts').set({ mail_rhythm: 'at_once' }).execute()
		);
		await mailAtOnce(world.system);
		const { marks, mails } = await asSystem(world.database.db, async (trx) => ({
			marks: await trx
				.selectFrom('audit_entries')
				.select(['detail', 'reason'])
				.where('action', '=', 'round.move')
				.execute(),
			mails: await trx.selectFrom('mails').select(['recipient', 'body']).execute()
		}));
		expect(marks).toHaveLength(1);
		expect(marks[0]).toMatchObject({ reason: 'Mended.', detail: { from: '1', to: '2', kept: 0 } });
		expect(mails.map(({ recipient }) => recipient).sort()).toEqual([
			'budi@example.org',
			'dara@example.org',
			'sokha@example.org'
		]);
		expect(JSON.stringify([marks, mails])).not.toContain('Secret words');
		expect(mails.find(({ recipient }) => recipient.startsWith('sokha'))?.body).toContain(
			`/respond/${world.delegations.KH}/aside`
		);
		expect((await getMovePage(rina(), world.roundId, undefined)).last).toMatchObject({
			from: '1',
			to: '2',
			lost: [{ question: 'obstacles', loss: 'gone', answers: 1, delegations: 1 }]
		});
		const seen = (person: Person) =>
			asActor(world.database.db, world.as(person).actor, (trx) =>
				trx.selectFrom('round_moves').select('reason').execute()
			);
		expect(await seen('sokha')).toHaveLength(1);
		expect(await seen('rina')).toHaveLength(1);
		expect(await seen('citra')).toEqual([]);
		expect(await seen('omar')).toEqual([]);
	});

	test('a save that began before it is judged by the new version', async () => {
		const next = await publish(question('obstacles', (each) => ({ ...each, type: 'date' })));
		const [, saved] = await Promise.allSettled([
			move(next),
			save('justice', 'obstacles', 'No date at all')
		]);
		const stored = await keys();
		// Either it came first and was set aside, or it came second and was refused.
		expect(stored.filter((key) => key.startsWith('justice: obstacles ='))).toEqual([]);
		expect(saved.status).toBe('fulfilled');
	});
});
