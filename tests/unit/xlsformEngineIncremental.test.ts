import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answers } from '#lib/xlsform/answers.ts';
import { openCells } from '#lib/xlsform/engine/cells.ts';
import { nodeStates } from '#lib/xlsform/engine/nodeStates.ts';
import { question, selectOne } from '../support/questionnaireBuilder.ts';
import { formOf, group, opened, repeat } from '../support/sessionBuilder.ts';

/** Expressions over `q0`…`q9`, which stand in a group, at the root and in a repeat. */
const NAMES = Array.from({ length: 10 }, (_, at) => `q${at}`);
const below = (at: number) => (name: string) => Number(name.slice(1)) < at;
const expressionOver = (names: readonly string[]) =>
	names.length === 0
		? fc.constant('true()')
		: fc
				.tuple(
					fc.constantFrom(...names),
					fc.constantFrom(...names),
					fc.constantFrom(
						"${A} = ''",
						"${A} = 'yes' or ${B} = 'no'",
						'string-length(${A}) + sum(${B}) > 1',
						'count(${rep}) > 1',
						"selected(${A}, 'yes') != (${B} != '')",
						"concat(${A}, '-', join(' ', ${B}))",
						// Of the last only, which nothing looks at: no circle.
						...(names.length === 9 ? ["/data/rep[1]/q8 = 'yes' or position(..) = 2"] : [])
					)
				)
				.map(([a, b, form]) => form.replaceAll('${A}', `\${${a}}`).replaceAll('${B}', `\${${b}}`));

// Each looks only at those before it, so that there are no circles.
const form = fc
	.tuple(
		...NAMES.map((name, at) => {
			const expression = expressionOver(NAMES.filter(below(at)));
			return fc
				.record(
					{
						relevant: expression,
						required: expression,
						constraint: expression,
						read_only: expression,
						calculation: fc.constantFrom(
							'',
							...NAMES.filter(below(at)).map((each) => `\${${each}}`)
						)
					},
					{ requiredKeys: [] }
				)
				.map(({ calculation, ...more }) =>
					calculation
						? question('calculate', name, { label: {}, ...more, calculation })
						: selectOne(name, more)
				);
		})
	)
	.map((questions) =>
		formOf(
			...questions.slice(0, 3),
			group('box', { relevant: "${q0} != 'no'" }, ...questions.slice(3, 6)),
			repeat('rep', { relevant: "${q1} != 'no'" }, ...questions.slice(6))
		)
	);

const step = fc.oneof(
	{ weight: 6, arbitrary: fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom('yes', 'no', '')) },
	{ weight: 1, arbitrary: fc.constant('add' as const) },
	{ weight: 1, arbitrary: fc.constant('remove' as const) }
);

test('after any steps a session says what a new one says of the same answers', () => {
	fc.assert(
		fc.property(form, fc.array(step, { maxLength: 12 }), (definition, steps) => {
			const session = opened(definition, { seed: 's' });
			const said: Record<string, Answers[string]> = {};
			nodeStates(session);
			for (const each of steps) {
				const ids = session.section('rep')?.entries ?? [];
				if (each === 'add' || (each === 'remove' && ids.length > 0)) {
					const result =
						each === 'add' ? session.addEntry('rep') : session.removeEntry('rep', ids[0]!);
					said['rep'] = { status: 'answered', value: result.entries };
				} else if (Array.isArray(each)) {
					const [name, value] = each;
					const key = Number(name.slice(1)) > 5 ? `${name}[${ids.at(-1)}]` : name;
					if (session.question(key)?.hasCalculation !== false) continue;
					said[key] = { status: value ? 'answered' : 'empty', value: value || null };
					session.setAnswer(key, said[key]);
				}
				const fresh = opened(definition, { seed: 's', answers: said });
				expect(nodeStates(session)).toEqual(nodeStates(fresh));
				for (const key of session.keysOf('law'))
					expect(session.question(key)).toEqual(fresh.question(key));
			}
		}),
		{ numRuns: 150 }
	);
});

test('the keys a change gives are those whose state is another now', () => {
	fc.assert(
		fc.property(form, fc.array(step, { maxLength: 8 }), (definition, steps) => {
			const session = opened(definition);
			const look = () =>
				new Map(session.keysOf('law').map((key) => [key, JSON.stringify(session.question(key))]));
			for (const each of steps) {
				if (!Array.isArray(each)) continue;
				const before = look();
				const [name, value] = each;
				const key = Number(name.slice(1)) > 5 ? `${name}[1]` : name;
				const changed = session.setAnswer(key, {
					status: value ? 'answered' : 'empty',
					value: value || null
				});
				const after = look();
				const other = [...after.keys()].filter((each) => before.get(each) !== after.get(each));
				expect(changed.filter((each) => each.startsWith('q')).toSorted()).toEqual(other.toSorted());
			}
		}),
		{ numRuns: 100 }
	);
});

test('a change computes again only what depends on it, and stops where nothing changed', () => {
	const computed: string[] = [];
	const { cell, read, touch, settle } = openCells();
	let figure = 1;
	const noted = <T>(name: string, compute: () => T, initial: T) =>
		cell(() => {
			computed.push(name);
			return compute();
		}, initial);
	const source = noted('source', () => figure, 0);
	const isOdd = noted('isOdd', () => read(source) % 2 === 1, false);
	const word = noted('word', () => (read(isOdd) ? 'odd' : 'even'), '');
	const other = noted('other', () => 'x', '');
	expect([read(word), read(other)]).toEqual(['odd', 'x']);
	const change = (to: number) => {
		computed.length = 0;
		figure = to;
		touch(source);
		settle();
		return computed;
	};
	expect(change(3)).toEqual(['source', 'isOdd']);
	expect(change(4)).toEqual(['source', 'isOdd', 'word']);
	expect(read(word)).toBe('even');
});

test('chains of any length, read from their far end', () => {
	const { cell, read, touch, settle } = openCells();
	let start = 0;
	let last = cell(() => start, 0);
	const first = last;
	for (let at = 0; at < 20_000; at++) {
		const before = last;
		last = cell(() => read(before) + 1, 0);
	}
	expect(read(last)).toBe(20_000);
	start = 5;
	touch(first);
	settle();
	expect(read(last)).toBe(20_005);
});

test('circles end with what is known so far, also long ones', () => {
	const { cell, read } = openCells();
	const ring: ReturnType<typeof cell<number>>[] = [];
	for (let at = 0; at < 500; at++) ring.push(cell(() => read(ring[(at + 1) % 500]!) + 1, 0));
	expect(read(ring[0]!)).toBe(500);
});
