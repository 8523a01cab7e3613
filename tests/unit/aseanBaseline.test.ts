import { describe, expect, test } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { instruments, TREATY_ACTIONS, treatyFacts } from '#lib/treaties.ts';
import { parseExpression } from '#lib/xlsform/expression/parser.ts';
import { choicesOf, EXPOSURES, QUESTION_TYPES, type Text } from '#lib/xlsform/definition.ts';

const { areas, choices } = aseanBaseline;
const questions = areas.flatMap((area) => area.questions);
const names = questions.map((question) => question.name);
const states = ['BN', 'KH', 'ID', 'LA', 'MY', 'MM', 'PH', 'SG', 'TH', 'TL', 'VN'];

const LEGAL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const TOPIC = /^(C[2-8]|C[1-8]\.[a-z]+|ACTIP|D20\d\d\.[a-z]+)$/;

function expectUnique(values: readonly string[], where: string) {
	expect(
		values.filter((value, at) => values.indexOf(value) !== at),
		where
	).toEqual([]);
}

/** Every object below `value` that has an `en` or `id` string, with its path. */
function textsIn(value: unknown, path: string): { path: string; text: Text }[] {
	if (typeof value !== 'object' || value === null) return [];
	const own = value as Record<string, unknown>;
	const isText = 'en' in own && Object.values(own).every((part) => typeof part === 'string');
	if (isText) return [{ path, text: own as Text }];
	return Object.entries(own).flatMap(([key, part]) => textsIn(part, `${path}.${key}`));
}

describe('areas', () => {
	test('the background and the seven issue areas, in order', () => {
		expect(areas.map((area) => [area.number, area.name])).toEqual([
			[0, 'background'],
			[1, 'decent_work'],
			[2, 'undocumented'],
			[3, 'access_to_justice'],
			[4, 'information_recruitment'],
			[5, 'repatriation'],
			[6, 'cooperation'],
			[7, 'standards']
		]);
		expect(areas.filter((area) => area.kind === 'background')).toHaveLength(1);
		expect(areas.filter((area) => area.kind === 'issue')).toHaveLength(7);
	});

	test('a question bears the number of its area', () => {
		for (const area of areas)
			for (const { name, number } of area.questions) {
				expect(number).toMatch(new RegExp(`^${area.number}\\.\\d+[a-z]?$`));
				expect(name.startsWith(`q${number.replace('.', '_')}_`), name).toBe(true);
			}
	});
});

describe('questions', () => {
	test('names and numbers are unique and legal', () => {
		expectUnique(names, 'names');
		expectUnique(
			questions.map((question) => question.number),
			'numbers'
		);
		for (const name of names) expect(name).toMatch(LEGAL_NAME);
	});

	test('types and exposures are known ones; each of our own types occurs', () => {
		const types = new Set(questions.map((question) => question.type));
		for (const type of types) expect(QUESTION_TYPES).toContain(type);
		for (const own of ['scale', 'number', 'long_text', 'matrix', 'treaty'] as const)
			expect(types).toContain(own);
		for (const { name, exposure } of questions) expect(EXPOSURES, name).toContain(exposure);
	});

	test('92 numbered questions, 33 of them asked of everyone', () => {
		const numbered = questions.filter(({ number, type }) => /\d$/.test(number) && type !== 'note');
		expect(numbered).toHaveLength(92);
		const core = questions.filter((question) => question.core);
		expect(core).toHaveLength(33);
		for (const { name, required } of core) expect(required, name).toBe(true);
		const alsoRequired = questions.filter((question) => question.required && !question.core);
		expect(alsoRequired.map((question) => question.name)).toEqual(['q0_1_side']);
	});

	test('every expression is one the evaluator can read', () => {
		for (const { name, relevant, constraint } of questions)
			for (const expression of [relevant, constraint])
				if (expression) expect(() => parseExpression(expression), name).not.toThrow();
	});

	test('references point at an earlier question', () => {
		questions.forEach(({ name, relevant = '', constraint = '' }, at) => {
			for (const [, other] of `${relevant} ${constraint}`.matchAll(/\$\{([^}]*)\}/g))
				expect(names.slice(0, at), `${name} refers to ${other}`).toContain(other);
		});
	});

	test('a value compared with an answer is one of its choices', () => {
		for (const { name, relevant = '' } of questions)
			for (const [, other, equal, chosen] of relevant.matchAll(
				/\$\{(\w+)\}(?: !?= '(\w+)'|, '(\w+)')/g
			)) {
				const list = questions.find((question) => question.name === other)?.list;
				const known = choicesOf(aseanBaseline, list).map((choice) => choice.name);
				expect(known, `${name}: ${relevant}`).toContain(equal ?? chosen);
			}
	});

	test('a constraint says in words what it wants', () => {
		for (const question of questions)
			expect(Boolean(question.constraint), question.name).toBe(
				Boolean(question.constraint_message)
			);
	});

	test('topics are keys of the ASEAN instruments', () => {
		for (const { topics = [] } of questions) for (const key of topics) expect(key).toMatch(TOPIC);
	});

	test('what only coordinators see never starts wider in its follow-up', () => {
		for (const { number, exposure } of questions.filter((one) => /[a-z]$/.test(one.number))) {
			const first = questions.find((question) => question.number === number.slice(0, -1));
			if (first?.exposure === 'coordinators') expect(exposure, number).toBe('coordinators');
		}
	});
});

describe('lists', () => {
	test('every list named exists', () => {
		for (const { name, type, list, units, instruments: treaties, matrix } of questions) {
			const wantsList = ['select_one', 'select_multiple', 'scale', 'rank'].includes(type);
			expect(Boolean(list), `${name} list`).toBe(wantsList);
			expect(Boolean(matrix), `${name} matrix`).toBe(type === 'matrix');
			expect(Boolean(treaties), `${name} instruments`).toBe(type === 'treaty');
			const used = [list, units, treaties, matrix?.rows];
			for (const column of matrix?.columns ?? []) {
				expect(Boolean(column.list), `${name}.${column.name}`).toBe(column.type === 'choice');
				used.push(column.list);
			}
			for (const one of used) if (one) expect(choices[one], `${name}: ${one}`).toBeDefined();
		}
	});

	test('names in a list are unique', () => {
		for (const [list, rows] of Object.entries(choices)) {
			expect(rows.length, list).toBeGreaterThan(0);
			expectUnique(
				rows.map((choice) => choice.name),
				list
			);
			for (const { name } of rows) expect(name, list).toMatch(/^[A-Za-z0-9_]+$/);
		}
	});

	test('a matrix fits a phone: at most 8 rows and 5 columns', () => {
		for (const { name, matrix } of questions) {
			if (!matrix) continue;
			expect(choicesOf(aseanBaseline, matrix.rows).length, name).toBeLessThanOrEqual(8);
			expect(matrix.columns.length, name).toBeLessThanOrEqual(5);
			expectUnique(
				matrix.columns.map((column) => column.name),
				name
			);
		}
	});
});

test('every text is there in English and Bahasa Indonesia', () => {
	const texts = [...textsIn(aseanBaseline, 'definition'), ...textsIn(instruments, 'instruments')];
	expect(texts.length).toBeGreaterThan(500);
	for (const { path, text } of texts) {
		expect(Object.keys(text).sort(), path).toEqual(['en', 'id']);
		for (const words of Object.values(text)) {
			expect(words.trim(), path).toBe(words);
			expect(words, path).not.toBe('');
		}
	}
});

describe('treaties', () => {
	test('the questionnaire asks about the instruments we have facts on', () => {
		const listed = choices.instruments?.map((choice) => choice.name);
		expect(listed).toEqual(instruments.map((instrument) => instrument.code));
	});

	test('a verified fact has a source, and every fact an as-of date', () => {
		for (const country of states)
			for (const { code } of instruments)
				for (const fact of treatyFacts(country, code)) {
					const where = `${country} ${code}`;
					expect(TREATY_ACTIONS, where).toContain(fact.action);
					expect(fact.asOf, where).toMatch(/^\d{4}(-\d\d){0,2}$/);
					expect(fact.date ?? '2000', where).toMatch(/^\d{4}(-\d\d-\d\d)?$/);
					if (fact.verified) expect(fact.source, where).not.toBe('');
				}
	});

	test('claims that contradict each other stand side by side, the verified one first', () => {
		const claims = treatyFacts('PH', 'CEDAW').map(({ date, verified }) => ({ date, verified }));
		expect(claims).toEqual([
			{ date: '1981-08-05', verified: true },
			{ date: '1987', verified: false }
		]);
	});

	test('a signature stays beside the ratification that followed', () => {
		expect(treatyFacts('ID', 'CMW').map((fact) => [fact.action, fact.date])).toEqual([
			['signed', '2004-09-22'],
			['ratified', '2012-05-31']
		]);
		expect(treatyFacts('ID', 'ACTIP')).toEqual([]);
	});
});
