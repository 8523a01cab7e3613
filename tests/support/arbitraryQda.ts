import fc from 'fast-check';
import type {
	QdaCase,
	QdaCode,
	QdaCoding,
	QdaProject,
	QdaSelection,
	QdaSet,
	QdaSource,
	QdaVariable,
	VariableType
} from '#lib/server/qda/model.ts';
import { VARIABLE_TYPES } from '#lib/server/qda/model.ts';

/** Words of every script the study is written in, and what breaks a writer of XML. */
const PIECES = [
	'កម្មករត្រូវការសំបុត្រ',
	'အလုပ်သမားများသည်',
	'ແຮງງານ',
	'แรงงานข้ามชาติ',
	'người lao động',
	'e\u0301te\u0301',
	'👩‍👩‍👧 line',
	'𝒳',
	'a & b < c > d "e" \'f\'',
	']]>',
	'<!-- -->',
	'&amp;',
	'\u0000',
	'\u0001',
	'\uFFFE',
	'\uD800',
	'\uDC00x',
	'\u2028',
	'\u0085',
	'\r\n',
	'\r',
	'\n',
	'\n\n',
	'\t',
	' ',
	'word',
	'P02: said',
	'\uFEFF'
] as const;

/** A text somebody might write or paste. */
export const anyText = (most = 12): fc.Arbitrary<string> =>
	fc.array(fc.constantFrom(...PIECES), { maxLength: most }).map((pieces) => pieces.join(' '));

const guid = fc.uuid();
const colour = fc.option(
	fc.constantFrom('#a1b2c3', '#fff', 'red', '#12345', '#12345678', '') as fc.Arbitrary<string>
);

const code: fc.Memo<QdaCode> = fc.memo((depth) =>
	fc.record({
		guid,
		name: fc.oneof(anyText(3), fc.string({ minLength: 300, maxLength: 400 })),
		isCodable: fc.boolean(),
		color: colour,
		description: anyText(4),
		noteRefs: fc.array(guid, { maxLength: 2 }),
		children: depth > 1 ? fc.array(code(), { maxLength: 3 }) : fc.constant([])
	})
);

const coding: fc.Arbitrary<QdaCoding> = fc.record({
	guid,
	code: guid,
	user: fc.option(guid),
	createdAt: fc.option(
		fc.constantFrom('2026-11-28T10:00:00Z', '2026-02-30T10:00:00Z', 'yesterday', '')
	),
	noteRefs: fc.array(guid, { maxLength: 1 })
});

const value = fc.record({ variable: guid, value: fc.option(anyText(2)) });

const selection: fc.Arbitrary<QdaSelection> = fc.record({
	guid,
	name: anyText(2),
	start: fc.nat(50),
	end: fc.nat(50),
	description: anyText(2),
	codings: fc.array(coding, { maxLength: 3 }),
	noteRefs: fc.array(guid, { maxLength: 1 })
});

const source: fc.Arbitrary<QdaSource> = fc.record({
	guid,
	name: anyText(2),
	type: fc.constant('text' as const),
	description: anyText(2),
	text: anyText(20),
	selections: fc.array(selection, { maxLength: 4 }),
	codings: fc.array(coding, { maxLength: 2 }),
	noteRefs: fc.array(guid, { maxLength: 1 }),
	values: fc.array(value, { maxLength: 2 }),
	counts: fc.constant({ selections: 0, codings: 0 })
});

const variable: fc.Arbitrary<QdaVariable> = fc.record({
	guid,
	name: anyText(2),
	type: fc.constantFrom(...(VARIABLE_TYPES as readonly VariableType[])),
	description: anyText(2)
});

const caseOf: fc.Arbitrary<QdaCase> = fc.record({
	guid,
	name: anyText(2),
	description: anyText(2),
	codes: fc.array(guid, { maxLength: 2 }),
	values: fc.array(value, { maxLength: 2 }),
	sources: fc.array(guid, { maxLength: 2 }),
	selections: fc.array(guid, { maxLength: 2 })
});

const set: fc.Arbitrary<QdaSet> = fc.record({
	guid,
	name: anyText(2),
	description: anyText(2),
	codes: fc.array(guid, { maxLength: 2 }),
	sources: fc.array(guid, { maxLength: 2 }),
	notes: fc.array(guid, { maxLength: 2 })
});

/** A project of anything, also of what no program would write. */
export const anyProject: fc.Arbitrary<QdaProject> = fc.record({
	name: anyText(3),
	origin: anyText(1),
	description: anyText(3),
	users: fc.array(fc.record({ guid, name: anyText(2) }), { maxLength: 2 }),
	codes: fc.array(code(3), { maxLength: 3 }),
	variables: fc.array(variable, { maxLength: 3 }),
	cases: fc.array(caseOf, { maxLength: 3 }),
	sources: fc.array(source, { maxLength: 3 }),
	notes: fc.array(fc.record({ guid, name: anyText(2), text: anyText(5) }), { maxLength: 2 }),
	sets: fc.array(set, { maxLength: 2 }),
	noteRefs: fc.array(guid, { maxLength: 1 })
});
