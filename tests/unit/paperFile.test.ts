import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Condition, describeCondition } from '#lib/paper/condition.ts';
import { fieldsOf } from '#lib/paper/paper.ts';
import { readPaper, readShown } from '#lib/paper/readPaper.ts';
import { scanHtml } from '#lib/paper/scanHtml.ts';
import { contentDigest, contentOfPairs, saidDigest } from '#lib/server/paper/digests.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { findArea, type Question } from '#lib/xlsform/definition.ts';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { arbitraryDefinition } from '../support/arbitraryDefinition.ts';
import { smallDefinition } from '../support/definition.ts';
import { householdQuestionnaire } from '../support/householdQuestionnaire.ts';
import { arbitraryAnswers, assets, fileOf, openFile, paperOf } from '../support/paperFile.ts';

const answered = (value: AnswerContent['value']): AnswerContent => ({
	status: 'answered',
	value,
	reason: null,
	exposure: 'public'
});
const pairsIn = (html: string) =>
	JSON.parse(readShown(html).data.get('mufakat-answers') ?? 'null') as [string, string][];
/** Of several choices the order they were ticked in says nothing. */
const inOrder = ({ type }: Question, content: AnswerContent) =>
	type === 'select_multiple' && Array.isArray(content.value)
		? { ...content, value: [...content.value].sort() }
		: content;
/** A browser of its own for every file takes its time. */
const LONG = 120_000;
const small = (name: string) => findArea(smallDefinition, name)!;

/** Every question of every area of a definition, filled and read back. */
describe('what is typed into a file is what comes back', () => {
	const cases = (isTyped: boolean) =>
		arbitraryDefinition.chain((definition) => {
			const area = definition.areas[1]!;
			const asked = fieldsOf(paperOf(definition, area).parts).map(({ key }) => ({
				question: questionOf(area, key)!,
				entries: readAnswerKey(key)!.entries
			}));
			return fc.tuple(
				fc.constant({ definition, area }),
				arbitraryAnswers(definition, asked, isTyped)
			);
		});

	test(
		'typed by hand, then saved by the browser',
		() => {
			fc.assert(
				fc.property(cases(true), ([{ definition, area }, answers]) => {
					const paper = paperOf(definition, area);
					const file = openFile(fileOf(paper));
					for (const { key } of fieldsOf(paper.parts))
						if (answers[key]) file.fill(questionOf(area, key)!, key, answers[key]);
					const pairs = pairsIn(file.saved());
					for (const [key, content] of Object.entries(answers)) {
						const own = pairs?.filter(([name]) => name.startsWith(`q.${key}.`)) ?? [];
						const question = questionOf(area, key)!;
						const typed = contentOfPairs(definition, question, key, own);
						expect(inOrder(question, typed)).toEqual(inOrder(question, content));
					}
					file.dom.window.close();
				}),
				{ numRuns: 30 }
			);
		},
		LONG
	);

	test(
		'a file nobody changed says what it was made with',
		() => {
			fc.assert(
				fc.property(cases(false), ([{ definition, area }, answers]) => {
					const paper = paperOf(definition, area, answers);
					const first = openFile(fileOf(paper));
					// Opened, saved, opened and saved again.
					first.document.querySelector('form')!.dispatchEvent(new first.dom.window.Event('input'));
					const second = openFile(first.saved());
					second.document
						.querySelector('form')!
						.dispatchEvent(new second.dom.window.Event('input'));
					const pairs = pairsIn(second.saved());
					for (const { key, content } of fieldsOf(paper.parts)) {
						const question = questionOf(area, key)!;
						const own = pairs.filter(([name]) => name.startsWith(`q.${key}.`));
						expect(
							contentDigest(question, contentOfPairs(definition, question, key, own)),
							key
						).toBe(saidDigest(definition, question, key, content));
					}
					expect(readShown(second.saved()).shown).toEqual(readShown(fileOf(paper)).shown);
					first.dom.window.close();
					second.dom.window.close();
				}),
				{ numRuns: 30 }
			);
		},
		LONG
	);
});

describe('entries', () => {
	const area = findArea(householdQuestionnaire, 'household')!;
	const answers = { has_children: answered('yes'), child_name: answered('none') };

	test('are added with fields of their own, those inside them too', () => {
		const file = openFile(fileOf(paperOf(householdQuestionnaire, area, answers)));
		const count = () => file.document.querySelectorAll('[name="q.child.entry"]').length;
		expect(count()).toBe(1);
		const adds = [...file.document.querySelectorAll<HTMLElement>('.repeat > [data-do="add"]')];
		adds.at(-1)!.click();
		expect(count()).toBe(2);
		const id = [...file.document.querySelectorAll<HTMLInputElement>('[name="q.child.entry"]')].at(
			-1
		)!.value;
		expect(id).toMatch(/^[0-9a-f]{10}$/);
		const name = questionOf(area, 'child_name')!;
		file.fill(name, `child_name[${id}]`, answered('Dara'));
		const toy = file.document.querySelector(`[name="q.toy[${id}/1].value"]`);
		expect(toy).not.toBeNull();
		const saved = file.saved();
		expect(pairsIn(saved)).toContainEqual([`q.child_name[${id}].value`, 'Dara']);
		// The same questions, so the same words: an entry more is no altered question.
		const before = readShown(fileOf(paperOf(householdQuestionnaire, area, answers))).shown;
		expect(readShown(saved).shown).toEqual(before);
		// Opened again they are there, with what was typed.
		const again = openFile(saved);
		expect(
			again.document.querySelector<HTMLInputElement>(`[name="q.child_name[${id}].value"]`)!.value
		).toBe('Dara');
		again.press('remove', `.entry:has([value="${id}"])`);
		expect(again.saved()).not.toContain(`q.child_name[${id}].value","Dara`);
	});
});

describe('conditions', () => {
	const standpoint = {
		definition: smallDefinition,
		area: 'return',
		repeats: [],
		entries: [],
		elsewhere: { side: { status: 'answered', value: 'both' } } as const,
		language: 'en',
		locale: 'en' as const
	};
	const cases: [string, string | null, Condition?][] = [
		["${helped} = 'yes'", '2.1 is “yes”', ['=', 'q.helped.value', 'yes']],
		["'yes' != ${helped}", '2.1 is not “yes”', ['!=', 'q.helped.value', 'yes']],
		["${helped} != ''", '2.1 is answered', ['!=', 'q.helped.value', '']],
		["${side} = 'both'", '0.1 is “both”', true],
		[
			"not(${helped} = 'no') and (${side} = 'origin' or ${how} != '')",
			'it is not so that 2.1 is “no” and (0.1 is “origin” or 2.2 is answered)',
			['&', ['!', ['=', 'q.helped.value', 'no']], ['|', false, ['!=', 'q.how.value', '']]]
		],
		['string-length(${how}) > 3', null],
		["${nowhere} = 'yes'", null],
		['${helped} = ', null]
	];
	test.each(cases)('%s', (expression, words, condition) => {
		const said = describeCondition(standpoint, expression);
		expect(said?.words ?? null).toBe(words);
		if (condition !== undefined) expect(said?.condition).toEqual(condition);
	});

	test('fold what is not asked, and never what is answered', () => {
		const area = small('return');
		const file = openFile(fileOf(paperOf(smallDefinition, area)));
		const isOff = () => file.document.getElementById('q-how')!.classList.contains('off');
		expect(isOff()).toBe(true);
		file.fill(area.questions[0]!, 'helped', answered('yes'));
		expect(isOff()).toBe(false);
		file.fill(area.questions[1]!, 'how', answered('By a hotline'));
		file.fill(area.questions[0]!, 'helped', answered('no'));
		expect(isOff()).toBe(false);
	});
});

describe('the file', () => {
	const area = small('justice');
	const html = fileOf(
		paperOf(smallDefinition, area, { obstacles: answered('Fees & <b>fear</b>') })
	);

	test('needs nothing else: no address, no import, its script and style allowed by their hashes', () => {
		expect(html).not.toMatch(/https?:|\bsrc=|\bhref=|@import|url\(/);
		expect(html).toContain("default-src 'none'");
		expect(html).toContain(assets.hashes.script.replaceAll("'", "'"));
		expect(html).not.toMatch(/\son[a-z]+=/);
		expect(html).toMatch(/<html lang="en" translate="no">/);
	});

	test('says how many are answered, and whether anything is unsaved', () => {
		const file = openFile(html);
		const state = () => file.document.getElementById('state')!.textContent;
		expect(state()).toBe('1 of 3 answered · nothing unsaved');
		file.fill(area.questions[0]!, 'can_complain', answered('no'));
		expect(state()).toBe('2 of 3 answered · not saved yet');
	});

	test('gives everything answered as text', () => {
		const file = openFile(html);
		file.fill(area.questions[0]!, 'can_complain', answered('no'));
		file.press('text');
		const text = file.document.querySelector<HTMLTextAreaElement>('#text')!.value;
		expect(text).toContain('Can a worker complain?\nno');
		expect(text).toContain('Fees & <b>fear</b>');
	});

	test('is small: the largest area of the baseline stays under 60 KB', () => {
		const sizes = aseanBaseline.areas.flatMap((each) =>
			aseanBaseline.languages.map((language) => {
				const paper = paperOf(aseanBaseline, each, {}, language);
				return [Buffer.byteLength(fileOf(paper)), `${each.name} ${language}`] as const;
			})
		);
		const [largest, name] = sizes.sort(([left], [right]) => right - left)[0]!;
		expect(largest, name).toBeLessThan(60_000);
		expect(largest).toBeGreaterThan(20_000);
	});
});

describe('reading never throws', () => {
	const payload = {
		format: 'mufakat-paper',
		version: 1,
		id: 'x',
		delegation: 'x',
		response: 'x',
		area: 'x',
		round: 'x',
		questionnaire: 'x',
		language: 'en',
		madeAt: '2026-11-24T08:00:00.000Z',
		madeBy: 'Sokha',
		asked: {},
		answers: {},
		entries: {},
		signature: 'x'
	};
	const html = fileOf(paperOf(smallDefinition, small('justice')), payload);

	test('our own file is read', () => {
		expect(readPaper(html)?.payload.madeBy).toBe('Sokha');
	});

	test('whatever is cut out of it or put into it', () => {
		const cut = fc.tuple(fc.nat(html.length), fc.nat(200), fc.string({ maxLength: 40 }));
		fc.assert(
			fc.property(cut, ([at, length, put]) => {
				const broken = html.slice(0, at) + put + html.slice(at + length);
				const read = readPaper(broken);
				expect(read === null || typeof read.signature === 'string').toBe(true);
			}),
			{ numRuns: 300 }
		);
	});

	test('any text, and any JSON where ours should be', () => {
		fc.assert(
			fc.property(fc.string(), fc.jsonValue(), (text, value) => {
				expect(readPaper(text)).toBeNull();
				const inside = JSON.stringify(value).replace(/</g, '\\u003c');
				const page = `<script id="mufakat-paper">${inside}</script>${text}`;
				expect(readPaper(page)).toBeNull();
				const changed = { ...payload, answers: value };
				readPaper(fileOf(paperOf(smallDefinition, small('return')), changed));
			}),
			{ numRuns: 100 }
		);
	});

	test('takes time in step with the size, however it is nested', () => {
		const began = performance.now();
		for (const part of ['<a "', '<!--', '<script>', '<p data-q="x">', '&#x', '</', "<a b='", '[['])
			for (const piece of scanHtml(part.repeat(200_000))) void piece;
		readPaper(`<script id="mufakat-paper">${'['.repeat(1_000_000)}</script>`);
		expect(performance.now() - began).toBeLessThan(10_000);
	});
});
