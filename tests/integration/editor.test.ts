import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#lib/server/database/database.ts';
import {
	changeDraft,
	createDraft,
	type Draft,
	getDraft
} from '#lib/server/questionnaires/drafts.ts';
import { findQuestion } from '#lib/xlsform/definition.ts';
import {
	askedChoices,
	askedMove,
	askedPart,
	askedQuestion,
	askedRemoval
} from '#lib/xlsform/edit/fields/asked.ts';
import type { Fields } from '#lib/xlsform/edit/fields/fields.ts';
import { choiceFields } from '#lib/xlsform/edit/fields/listFields.ts';
import { questionFields } from '#lib/xlsform/edit/fields/questionFields.ts';
import { locate } from '#lib/xlsform/edit/locate.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld, PEOPLE } from '../support/world.ts';

/** Forms of the editor, as they arrive at a draft that others see and change too. */
let database: Database;
let world: World;
let draft: Draft;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());
beforeEach(async () => {
	const { studyId } = world;
	const { definition } = world;
	draft = await createDraft(world.as('rina'), { studyId, from: { kind: 'empty', title: 'New' } });
	draft = await changeDraft(world.as('rina'), draft.id, draft.revision, () => definition);
});

const fieldsOf = (of: Draft, name: string): Fields =>
	questionFields(of.definition, findQuestion(of.definition, name)!.question);
const save = (person: Person, seen: Draft, name: string, more: Fields) =>
	changeDraft(
		world.as(person),
		seen.id,
		seen.revision,
		(definition) => askedQuestion(definition, name, { ...fieldsOf(seen, name), ...more }).definition
	);
const codeOf = async (work: Promise<unknown>) =>
	work.then(
		() => 'done',
		(thrown: { code?: string }) => thrown.code
	);

test('a question is changed, and every reference follows its name', async () => {
	const changed = await save('rina', draft, 'helped', {
		name: 'was_helped',
		'label.en': 'Helped?'
	});
	expect(changed.revision).toBe(draft.revision + 1);
	const again = await getDraft(world.as('rina'), draft.id);
	expect(findQuestion(again.definition, 'was_helped')!.question.label['en']).toBe('Helped?');
	expect(findQuestion(again.definition, 'how')!.question.relevant).toBe("${was_helped} = 'yes'");
	expect(again.problems).toEqual([]);
});

test('nobody but coordinators of the study changes or sees it', async () => {
	for (const person of PEOPLE.filter((each) => each !== 'rina')) {
		expect(await codeOf(getDraft(world.as(person), draft.id)), person).toBe('not_found');
		const answer = await codeOf(save(person, draft, 'helped', { 'label.en': 'Mine' }));
		expect(answer, person).toBe('not_found');
	}
	expect(await getDraft(world.as('rina'), draft.id)).toEqual(draft);
});

describe('two coordinators at once', () => {
	test('the second is told, and nothing of either is lost', async () => {
		const first = await save('rina', draft, 'how', { 'hint.en': 'The first' });
		const late = save('rina', draft, 'helped', { 'hint.en': 'The second' });
		expect(await codeOf(late)).toBe('draft_changed');
		const stands = await getDraft(world.as('rina'), draft.id);
		expect(stands).toEqual(first);
		// What was typed is sent once more, now on what stands.
		const then = await save('rina', stands, 'helped', { 'hint.en': 'The second' });
		expect(findQuestion(then.definition, 'how')!.question.hint).toEqual({ en: 'The first' });
		expect(findQuestion(then.definition, 'helped')!.question.hint).toEqual({ en: 'The second' });
	});

	test('only one of two at the same moment is taken', async () => {
		const both = await Promise.all([
			codeOf(save('rina', draft, 'how', { 'hint.en': 'One' })),
			codeOf(save('rina', draft, 'how', { 'hint.en': 'Two' }))
		]);
		expect(both.sort()).toEqual(['done', 'draft_changed']);
	});
});

test('a change that is refused leaves the draft as it was', async () => {
	expect(await codeOf(save('rina', draft, 'how', { name: 'helped' }))).toBe('name_taken');
	expect(await codeOf(save('rina', draft, 'how', { name: 'a b' }))).toBe('name_illegal');
	expect(await getDraft(world.as('rina'), draft.id)).toEqual(draft);
});

test('what is wrong is kept and said, not thrown away', async () => {
	const wrong = await save('rina', draft, 'how', { relevant: "${gone} = 'yes'" });
	expect(wrong.problems.map(({ path }) => locate(wrong.definition, path))).toEqual([
		{ kind: 'question', name: 'how', property: 'relevant' }
	]);
	expect(findQuestion(wrong.definition, 'how')!.question.relevant).toBe("${gone} = 'yes'");
});

test('a questionnaire of every part is made without a spreadsheet', async () => {
	const rina = world.as('rina');
	const from = { kind: 'empty', title: 'By hand' } as const;
	let made = await createDraft(rina, { studyId: world.studyId, from });
	const area = made.definition.areas[0]!.name;
	const step = async (change: Parameters<typeof changeDraft>[3]) => {
		made = await changeDraft(rina, made.id, made.revision, change);
	};
	const part = (what: string, words: string, place = `a:${area}`) =>
		step((definition) => askedPart(definition, { what, words, place }).definition);
	await part('select_one', 'Do you live abroad');
	await part('repeat', 'Each stay');
	await part('text', 'Which country', 's:each_stay');
	await part('note', 'Thank you');
	await step((definition) => askedMove(definition, { move: 'up:thank_you' }).definition);
	await save('rina', made, 'do_you_live_abroad', { list: '+' }).then((next) => (made = next));
	await step((definition) => {
		const choices = definition.choices['do_you_live_abroad']!;
		return askedChoices(definition, 'do_you_live_abroad', {
			...choiceFields(definition, choices, 0),
			'choice.0.label.en': 'Yes',
			'choice.0.name': '',
			'choice.1.label.en': 'No',
			'choice.1.name': 'no'
		}).definition;
	});
	expect(made.problems).toEqual([]);
	expect(made.definition.choices['do_you_live_abroad']!.map(({ name }) => name)).toEqual([
		'yes',
		'no'
	]);
	await step((definition) => askedRemoval(definition, 'part', 'each_stay', {}).definition);
	expect(made.definition.areas[0]!.questions.map(({ name }) => name)).toEqual([
		'do_you_live_abroad',
		'thank_you'
	]);
});
