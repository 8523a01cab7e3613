import { expect, test, vi } from 'vitest';
import { runSuite, SUITE_ZONE, type Outcome } from '../support/xpathSuite.ts';

// Generated cases are many, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

// That suite works out what it expects of dates with the zone of the process.
vi.stubEnv('TZ', SUITE_ZONE);
const outcomes = runSuite();
const failed = outcomes.filter(({ passed }) => !passed);

/** Where we differ on purpose, and why. */
const DEVIATIONS: readonly [expression: RegExp, reason: string][] = [
	[
		/format-date(-time)?\('\w{3} \w{3} \d\d \d{4} /,
		'dates as JavaScript prints them are no dates of ODK'
	],
	[/^once\(\. \* 10\)$/, 'once() keeps no NaN, or it would stay for ever'],
	[/^uuid\(\/(nonsense|numbers)\)$/, 'a length that is no number gives an empty text']
];

/** What those documents hold and the data of a form never does. */
const NOT_IN_FORMS: readonly [where: (outcome: Outcome) => boolean, reason: string][] = [
	[({ expression }) => /@|attribute::/.test(expression), 'attributes'],
	[({ expression }) => /(?<!\w)id\(/.test(expression), 'identifiers'],
	[
		({ expression }) => /comment\(|processing-instruction|text\(/.test(expression),
		'other kinds of nodes'
	],
	[({ expression }) => /namespace|(^|\W)(local-)?name\(/.test(expression), 'namespaces'],
	[({ file }) => file.endsWith('lang.spec.js'), 'languages of elements'],
	[({ file }) => file.endsWith('namespace-resolver.spec.js'), 'namespaces'],
	[({ file }) => file.endsWith('custom.spec.js'), 'functions added by the page'],
	[({ file }) => file === 'attributes.spec.js', 'attributes'],
	[({ file }) => /native\/(axis|node-name|node-type)/.test(file), 'other kinds of nodes'],
	[({ detail }) => detail.startsWith('undefined instead of 3'), 'types of results in a browser'],
	[
		({ file, expression }) => file.endsWith('expression-evaluation.spec.js') && expression === '.',
		'other kinds of nodes'
	]
];

test('the cases that need no document agree, but for the deviations listed', () => {
	const scalar = outcomes.filter(({ isScalar }) => isScalar);
	expect(scalar.length).toBeGreaterThan(1500);
	const unexplained = scalar.filter(
		({ passed, expression }) => !passed && !DEVIATIONS.some(([pattern]) => pattern.test(expression))
	);
	expect(unexplained).toEqual([]);
});

test('the cases on documents agree where a form could hold such a document', () => {
	const onDocuments = failed.filter(
		({ isScalar, expression }) =>
			!isScalar && !DEVIATIONS.some(([pattern]) => pattern.test(expression))
	);
	expect(onDocuments.filter((each) => !NOT_IN_FORMS.some(([where]) => where(each)))).toEqual([]);
	// More than that would be more than was looked at.
	expect(onDocuments.length).toBeLessThan(190);
	expect(outcomes.length - failed.length).toBeGreaterThan(2300);
});

test.each(DEVIATIONS)('%s still differs: %s', (pattern) => {
	expect(failed.some(({ expression }) => pattern.test(expression))).toBe(true);
});

const reasons = Map.groupBy(
	failed.filter(({ isScalar }) => !isScalar),
	(outcome) => NOT_IN_FORMS.find(([where]) => where(outcome))?.[1] ?? 'listed above'
);
for (const [reason, cases] of reasons)
	test.skip(`${cases.length} cases about what forms do not hold: ${reason}`, () => {});
