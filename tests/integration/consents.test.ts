import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsentText } from '#lib/consent/form.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { getFormPage, saveForm } from '#lib/server/focusgroups/consentForm.ts';
import { recordConsent } from '#lib/server/focusgroups/consents.ts';
import { getParticipantPage } from '#lib/server/focusgroups/participantPage.ts';
import { recordWithdrawal } from '#lib/server/focusgroups/withdrawals.ts';
import { CONSENT_ITEMS, type ConsentItem } from '#lib/terms.ts';
import { auditOf, answers, outcome, participantRow, placeOf } from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { PEOPLE, type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let groupId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
});
afterAll(() => database.close());

let pseudonyms = 0;
const newcomer = async (country: string | null = 'KH') => {
	const id = await addParticipant(world, groupId, { pseudonym: `N${++pseudonyms}`, country });
	return { id, at: placeOf(world, groupId, id) };
};
type At = Awaited<ReturnType<typeof newcomer>>['at'];
const QUOTED: ConsentItem[] = ['take_part', 'notes', 'quotation'];
const page = (at: At, person: Person = 'rina') => getParticipantPage(world.as(person), at);

async function record(
	at: At,
	given: Partial<Parameters<typeof recordConsent>[1]> = {},
	person: Person = 'nadia'
) {
	const { participant, form } = await page(at);
	return recordConsent(world.as(person), {
		...at,
		id: randomUUID(),
		formId: form.id,
		language: 'en',
		mode: 'screen',
		answers: answers(QUOTED),
		givenOn: new Date().toISOString().slice(0, 10),
		expiresOn: null,
		seen: participant.seen,
		isAfterWithdrawal: false,
		...given
	});
}
const takeBack = (
	at: At,
	scope: 'all' | 'quotes' | 'identity' | 'future_use',
	person: Person = 'nadia'
) => recordWithdrawal(world.as(person), { ...at, id: randomUUID(), scope });

const others = (may: readonly Person[]) => PEOPLE.filter((person) => !may.includes(person));

describe('the consent form of a study', () => {
	test('is Mufakat’s own until somebody writes one, and can be asked in English and Indonesian', async () => {
		const { form, versions } = await getFormPage(world.as('edi'), world.studyId);
		expect(form).toMatchObject({ version: 1, madeAt: null });
		expect(form.items).toEqual(CONSENT_ITEMS);
		expect(Object.keys(form.texts)).toEqual(['en', 'id']);
		expect(versions).toHaveLength(1);
		const { at } = await newcomer();
		await record(at, { language: 'id' });
		const used = await getFormPage(world.as('rina'), world.studyId);
		expect(used.form.id).toBe(form.id);
		expect(used.form.madeAt).toBeInstanceOf(Date);
		expect(used.form.texts).toEqual(form.texts);
	});

	test('is written by coordinators, read by the team, and nobody else learns of it', async () => {
		for (const person of others(['rina', 'edi', 'nadia']))
			expect(await outcome(getFormPage(world.as(person), world.studyId)), person).toBe('not_found');
		const { form } = await getFormPage(world.as('nadia'), world.studyId);
		const input = { studyId: world.studyId, seen: form.version, items: form.items };
		const text = { ...form.texts.en!, title: 'Forged' };
		for (const person of others(['rina']))
			expect(
				await outcome(saveForm(world.as(person), { ...input, language: 'en', text })),
				person
			).toBe('not_found');
	});

	test('changes as a new version; what was agreed to stays as it was read', async () => {
		const before = (await getFormPage(world.as('rina'), world.studyId)).form;
		const { at } = await newcomer();
		await record(at);
		const text = { ...before.texts.en!, closing: 'Other words at the end.' };
		const change = {
			studyId: world.studyId,
			seen: before.version,
			items: before.items.filter((item) => item !== 'photo' && item !== 'notes'),
			language: 'en',
			text
		};
		const { version } = await saveForm(world.as('rina'), change);
		expect(version).toBe(before.version + 1);
		// Sent twice: no further version.
		expect(await saveForm(world.as('rina'), change)).toEqual({ version });
		const { form } = await getFormPage(world.as('rina'), world.studyId);
		expect(form.texts.en!.closing).toBe('Other words at the end.');
		expect(form.texts.id).toEqual(before.texts.id);
		expect(form.items).not.toContain('photo');
		expect(form.items, 'nobody can be asked without').toContain('notes');
		expect((await page(at)).events[0]).toMatchObject({ kind: 'consent', version: before.version });
		const old = await getFormPage(world.as('edi'), world.studyId, before.version);
		expect(old.form.texts).toEqual(before.texts);
		// Somebody who still has the old one before them does not undo it.
		const stale = { ...change, text: { ...text, title: 'Stale' } };
		expect(await outcome(saveForm(world.as('rina'), stale))).toBe('form_changed');
		expect(await outcome(getFormPage(world.as('rina'), world.studyId, 99))).toBe('not_found');
		// An earlier version can still be recorded from paper, in its own items.
		const paper = await newcomer();
		await record(paper.at, { formId: before.id, mode: 'paper' });
		expect((await page(paper.at)).events[0]).toMatchObject({ version: before.version });
	});

	test('takes a language apart, and refuses to leave nobody to ask', async () => {
		const { form } = await getFormPage(world.as('rina'), world.studyId);
		const km: ConsentText = { ...form.texts.en!, title: 'ការយល់ព្រម', yes: '', no: '' };
		const base = { studyId: world.studyId, items: form.items };
		const made = await saveForm(world.as('rina'), {
			...base,
			seen: form.version,
			language: 'km',
			text: km
		});
		const { at } = await newcomer();
		const next = (await getFormPage(world.as('rina'), world.studyId)).form;
		expect(await outcome(record(at, { formId: next.id, language: 'km' })), 'not whole yet').toBe(
			'invalid'
		);
		const empty: ConsentText = { title: '', intro: '', items: {}, closing: '', yes: ' ', no: '' };
		await saveForm(world.as('rina'), { ...base, seen: made.version, language: 'km', text: empty });
		const { form: last } = await getFormPage(world.as('rina'), world.studyId);
		expect(Object.keys(last.texts)).not.toContain('km');
		const half = { ...base, seen: last.version, text: empty };
		const without = await saveForm(world.as('rina'), { ...half, language: 'id' });
		expect(
			await outcome(saveForm(world.as('rina'), { ...half, seen: without.version, language: 'en' }))
		).toBe('form_empty');
	});

	test('two coordinators at once: one version, the other is told', async () => {
		const { form } = await getFormPage(world.as('rina'), world.studyId);
		const both = ['One', 'Two'].map((title) =>
			outcome(
				saveForm(world.as('rina'), {
					studyId: world.studyId,
					seen: form.version,
					items: form.items,
					language: 'en',
					text: { ...form.texts.en!, title }
				})
			)
		);
		expect((await Promise.all(both)).sort()).toEqual(['done', 'form_changed']);
	});
});

describe('a consent', () => {
	test('is recorded by coordinators and note-takers, and by nobody else', async () => {
		const { at } = await newcomer();
		const { participant, form } = await page(at);
		for (const person of others(['rina', 'nadia'])) {
			expect(await outcome(page(at, person)), person).toBe('not_found');
			const given = { formId: form.id, seen: participant.seen };
			expect(await outcome(record(at, given, person)), person).toBe('not_found');
			expect(await outcome(takeBack(at, 'all', person)), person).toBe('not_found');
		}
		for (const person of ['rina', 'nadia'] as const) await record(at, {}, person);
	});

	test('keeps every item with version, language, mode and days, and says so in the record', async () => {
		const { id, at } = await newcomer();
		await record(at, {
			mode: 'oral',
			language: 'en',
			expiresOn: '2099-06-30',
			givenOn: '2026-08-30'
		});
		const { events, standing, participant } = await page(at);
		expect(events).toHaveLength(1);
		expect(events[0]).toMatchObject({
			kind: 'consent',
			mode: 'oral',
			language: 'en',
			givenOn: '2026-08-30',
			expiresOn: '2099-06-30',
			recordedBy: 'Nadia'
		});
		expect(participant).toMatchObject({ consentLevel: 2, consentUntil: '2099-06-30' });
		expect(standing).toEqual({ level: 2, holds: ['consent'] });
		const [entry] = await auditOf(world, id);
		expect(entry).toMatchObject({ action: 'consent.record', study_id: world.studyId });
		expect(entry!.detail).toMatchObject({ mode: 'oral', yes: 3 });
	});

	test('needs yes or no to every item; sent twice it is there once, changed it counts', async () => {
		const { at } = await newcomer();
		const incomplete = { ...answers(QUOTED), photo: undefined };
		const asksPhoto = (await getFormPage(world.as('rina'), world.studyId, 1)).form;
		expect(await outcome(record(at, { formId: asksPhoto.id, answers: incomplete }))).toBe(
			'consent_incomplete'
		);
		const id = randomUUID();
		const { seen } = (await page(at)).participant;
		await record(at, { id, seen });
		await record(at, { id, seen });
		expect((await page(at)).events).toHaveLength(1);
		// Gone back and changed: the page still holds the old id.
		await record(at, { id, answers: answers(['take_part', 'notes']) });
		const { events, participant } = await page(at);
		expect(events).toHaveLength(2);
		expect(participant.consentLevel).toBe(1);
	});

	test('recorded from a page that is behind is refused, so that nobody undoes a withdrawal unseen', async () => {
		const { at } = await newcomer();
		await record(at);
		const { seen } = (await page(at)).participant;
		await takeBack(at, 'all');
		expect(await outcome(record(at, { seen }))).toBe('consent_changed');
		expect((await page(at)).participant.withdrawnScope).toBe('all');
		// Looked at again, and given on the spot, it counts.
		await record(at);
		expect((await page(at)).participant).toMatchObject({ withdrawnScope: null, consentLevel: 2 });
	});

	test('on paper that is older than what stands takes no effect', async () => {
		const { at } = await newcomer();
		await record(at, { mode: 'paper', givenOn: '2026-08-30' });
		expect(await outcome(record(at, { mode: 'paper', givenOn: '2026-08-29' }))).toBe(
			'consent_older'
		);
		await takeBack(at, 'quotes');
		const today = new Date().toISOString().slice(0, 10);
		expect(await outcome(record(at, { mode: 'paper', givenOn: '2026-08-31' }))).toBe(
			'consent_older'
		);
		expect(await outcome(record(at, { mode: 'paper', givenOn: today }))).toBe('consent_older');
		await record(at, { mode: 'paper', givenOn: today, isAfterWithdrawal: true });
		expect((await page(at)).participant.withdrawnScope).toBeNull();
	});

	test('belongs to the participant, meeting and round of its address', async () => {
		const { at } = await newcomer();
		const elsewhere = await addGroup(world, { name: 'Elsewhere' });
		for (const wrong of [
			{ ...at, groupId: elsewhere },
			{ ...at, roundId: randomUUID() },
			{ ...at, participantId: randomUUID() }
		])
			expect(await outcome(page(wrong))).toBe('not_found');
		const { form } = await page(at);
		const foreign = await asSystem(database.db, (trx) =>
			trx
				.insertInto('consent_forms')
				.values({
					id: randomUUID(),
					study_id: world.otherStudyId,
					version: 1,
					items: form.items,
					texts: JSON.stringify(form.texts)
				})
				.returning('id')
				.executeTakeFirstOrThrow()
		);
		expect(await outcome(record(at, { formId: foreign.id })), 'a form of another study').toBe(
			'not_found'
		);
	});
});

describe('what a consent comes to is told with what holds it', () => {
	const cases: [string, ConsentItem[], number, string[]][] = [
		['nothing agreed', [], 0, ['consent']],
		['background', ['take_part', 'notes'], 1, ['consent']],
		['the organisation', [...QUOTED, 'country', 'organisation'], 4, ['consent']],
		['everything', [...CONSENT_ITEMS], 5, []]
	];
	test.each(cases)('%s', async (_what, yes, level, holds) => {
		const { at } = await newcomer();
		await record(at, { answers: answers(yes) });
		expect((await page(at)).standing).toEqual({ level, holds });
	});

	test('as the database has it, whatever was agreed, taken back or has run out', async () => {
		const chatham = await addGroup(world, { rule: 'chatham_house', name: 'Under the rule' });
		let count = 0;
		for (const group of [groupId, chatham])
			for (const country of ['KH', 'TL', null])
				for (const yes of [QUOTED, [...QUOTED, 'country' as const], [...CONSENT_ITEMS]])
					for (const after of [null, 'identity', 'quotes', 'expired'] as const) {
						const id = await addParticipant(world, group, {
							pseudonym: `L${++count}`,
							country,
							...(after === 'expired' ? { expiresOn: '2020-01-01' } : {}),
							agrees: yes
						});
						const at = placeOf(world, group, id);
						const turn = await addTurn(world, group, { participantId: id, body: 'x' });
						if (after && after !== 'expired') await takeBack(at, after);
						expect((await page(at)).standing.level, `${country} ${yes.length} ${after}`).toBe(
							await readLevel(turn)
						);
					}
		expect(count).toBe(72);
	});

	test('and why', async () => {
		const lone = await newcomer('BN');
		await record(lone.at, { answers: answers([...QUOTED, 'country']) });
		expect((await page(lone.at)).standing).toEqual({ level: 2, holds: ['small_cell'] });
		const silent = await newcomer();
		expect((await page(silent.at)).standing).toEqual({ level: 0, holds: ['none_given'] });
		const left = await newcomer();
		await record(left.at, { answers: answers([...CONSENT_ITEMS]) });
		await takeBack(left.at, 'identity');
		expect((await page(left.at)).standing).toMatchObject({ level: 2, holds: ['withdrawn'] });
		const late = await newcomer();
		await record(late.at, { expiresOn: '2026-09-01', givenOn: '2026-08-30', mode: 'paper' });
		expect((await page(late.at)).standing).toEqual({ level: 0, holds: ['expired'] });
	});
});

const readLevel = (turn: string) =>
	asSystem(database.db, async (trx) => {
		const found = await sql<{
			level: number;
		}>`select level from levels_of(${[turn]}::uuid[])`.execute(trx);
		return found.rows[0]!.level;
	});

describe('taking back', () => {
	test('acts at once, is recorded, and sent twice happens once', async () => {
		const { id, at } = await newcomer();
		await record(at, { answers: answers([...CONSENT_ITEMS]) });
		const input = { ...at, id: randomUUID(), scope: 'quotes' as const };
		expect(await recordWithdrawal(world.as('nadia'), input)).toEqual([]);
		await recordWithdrawal(world.as('nadia'), input);
		const { events, participant } = await page(at);
		expect(events.map(({ kind }) => kind)).toEqual(['withdrawal', 'consent']);
		expect(participant).toMatchObject({ consentLevel: 1, withdrawnScope: 'quotes' });
		// The same page, another scope: a wider one.
		await recordWithdrawal(world.as('nadia'), { ...input, scope: 'all' });
		expect(await participantRow(world, id)).toMatchObject({
			withdrawn_scope: 'all',
			recording_allowed: false,
			notes_refused: true
		});
		const entries = await auditOf(world, id);
		expect(entries.map(({ action }) => action)).toEqual([
			'consent.record',
			'consent.withdraw',
			'consent.withdraw'
		]);
	});

	test('names the findings, texts and editions that cite the words, and what was taken out of them', async () => {
		const { at, id } = await newcomer();
		const other = await newcomer();
		await record(at, { answers: answers([...CONSENT_ITEMS]) });
		await record(other.at, { answers: answers([...CONSENT_ITEMS]) });
		expect((await page(at)).uses).toEqual([]);
		const turn = await addTurn(world, groupId, { participantId: id, body: 'Cited words.' });
		const { chapterId, released, proposed } = await addReport(turn, id);
		const report = `/rounds/${world.roundId}/report`;
		const found = [
			{ kind: 'edition', number: null, state: 'holds', href: `${report}/editions/${proposed}` },
			{ kind: 'edition', number: 1, state: 'holds', href: `${report}/editions/${released}` },
			{ kind: 'finding', state: 'holds', title: 'Justice', href: `${report}/${chapterId}` }
		];
		expect((await page(at)).uses).toMatchObject(found);
		expect((await page(other.at)).uses).toEqual([]);
		// Without the name the words may stay; then they go. Nothing of it for future use alone.
		await takeBack(at, 'identity');
		expect((await page(at)).uses[1]).toMatchObject({ number: 1, state: 'unnamed' });
		const uses = await recordWithdrawal(world.as('nadia'), {
			...at,
			id: randomUUID(),
			scope: 'all'
		});
		expect(uses[1]).toMatchObject({ number: 1, state: 'removed' });
		expect(JSON.stringify(uses)).not.toContain('Cited words');
	});
});

/** A report whose finding cites a turn, with a released edition and a proposed one. */
async function addReport(turnId: string, participantId: string) {
	const study = { round_id: world.roundId, study_id: world.studyId };
	const [chapterId, released, proposed] = [randomUUID(), randomUUID(), randomUUID()];
	await asSystem(database.db, async (trx) => {
		await trx
			.insertInto('reports')
			.values({ ...study, title: 'Sample report' })
			.execute();
		await trx
			.insertInto('chapters')
			.values({
				...study,
				id: chapterId,
				kind: 'area',
				key: 'justice',
				title: 'Justice',
				position: 1
			})
			.execute();
		for (const [label, body] of [
			['Q1', 'As somebody said [@Q1].'],
			['Q12', 'As somebody else said [@Q12].']
		] as const)
			await trx
				.insertInto('blocks')
				.values({
					...study,
					id: randomUUID(),
					chapter_id: chapterId,
					position: 1,
					kind: label === 'Q1' ? 'finding' : 'text',
					body
				})
				.execute();
		await trx
			.insertInto('citations')
			.values({
				...study,
				id: randomUUID(),
				label: 'Q1',
				kind: 'quote',
				turn_id: turnId,
				source_hash: 'a'.repeat(64)
			})
			.execute();
		for (const [id, number] of [
			[released, 1],
			[proposed, null]
		] as const) {
			await trx
				.insertInto('editions')
				.values({
					...study,
					id,
					number,
					state: number ? 'released' : 'proposed',
					title: 'Sample report',
					content_sha256: 'b'.repeat(64),
					content_size: 1,
					proposed_by: world.accounts.edi,
					...(number ? { decided_by: world.accounts.rina, decided_at: new Date() } : {})
				})
				.execute();
			await trx
				.insertInto('edition_citations')
				.values({
					edition_id: id,
					study_id: world.studyId,
					label: 'Q1',
					kind: 'quote',
					turn_id: turnId,
					participant_id: participantId,
					level: 5
				})
				.execute();
		}
	});
	return { chapterId, released, proposed };
}
