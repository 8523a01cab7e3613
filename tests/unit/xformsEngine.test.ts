/**
 * The differential test: our engine beside that of ODK Web Forms, on questionnaires written by
 * our XForm writer. Both are walked the same random steps and must agree after each on what is
 * relevant, required, read-only, on every value and on what is valid.
 *
 * MUFAKAT_WALK=300 walks that many steps (and every accepted workbook, not the real ones only);
 * MUFAKAT_WALK_SEED chooses the walk.
 */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';
import { WORKBOOK_LIMITS } from '#lib/server/workbooks/limits.ts';
import { parseWorkbook } from '#lib/server/workbooks/parseWorkbook.ts';
import { arbitraryDefinition } from '../support/arbitraryDefinition.ts';
import { differences, openWalk, step, WALK_CHANCE, WALK_TIME } from '../support/engineWalk.ts';
import { ORACLE_FAILURES } from '../support/knownDeviations.ts';

const STEPS = Number(process.env.MUFAKAT_WALK ?? 0) || 20;
const isLong = STEPS > 100;
const SEED = Number(process.env.MUFAKAT_WALK_SEED ?? 2018);
const CORPUS = new URL('../../../shared/corpus/xlsform/', import.meta.url);

beforeAll(() => {
	// The oracle knows only the time zone of the machine.
	vi.stubEnv('TZ', 'UTC');
	vi.useFakeTimers({ toFake: ['Date'], now: WALK_TIME });
	vi.spyOn(Math, 'random').mockReturnValue(WALK_CHANCE);
});
afterAll(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
});

const figures = (length: number) =>
	fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: length, maxLength: length });

/** Walks a form; the message of a failure says what was done and where the engines differ. */
async function walk(form: string, definition: Definition, steps: readonly [number, number][]) {
	const walked = await openWalk(form, definition);
	const check = () =>
		expect(
			differences(walked),
			`${form}: ${walked.done.slice(-12).join(', ') || 'as opened'}`
		).toEqual([]);
	check();
	for (const [which, what] of steps) {
		step(walked, which, what);
		check();
	}
}

/** What an error and those that caused it say. */
const saidBy = (error: unknown): string =>
	error instanceof Error ? `${error.message} ${saidBy(error.cause)}` : '';

const once = { numRuns: 1, seed: SEED, endOnFailure: true } as const;

describe('our engine and that of ODK Web Forms agree', () => {
	test('on the baseline', { timeout: 120_000 }, () =>
		fc.assert(
			fc.asyncProperty(figures(STEPS), (steps) => walk('baseline', aseanBaseline, steps)),
			once
		)
	);

	test('on questionnaires of every shape', { timeout: 240_000 }, () =>
		fc.assert(
			fc.asyncProperty(arbitraryDefinition, figures(12), (definition, steps) =>
				walk('drawn', definition, steps)
			),
			{ ...once, numRuns: isLong ? 500 : 40 }
		)
	);
});

interface Entry {
	file: string;
	kind: string;
	accepted: boolean;
}

const manifest = existsSync(CORPUS)
	? (JSON.parse(readFileSync(new URL('manifest.json', CORPUS), 'utf8')) as Entry[])
	: [];
const walked = manifest.filter(
	({ accepted, kind }) => accepted && (isLong || kind === 'real-questionnaire')
);

describe.skipIf(walked.length === 0)('on real questionnaires (skipped without the corpus)', () => {
	test.each(walked.map(({ file }) => [file]))('%s', { timeout: 120_000 }, async (file) => {
		const sheets = parseWorkbook(readFileSync(new URL(file, CORPUS)), file, WORKBOOK_LIMITS);
		const { definition, errors } = parseSheets(sheets, { fileName: file });
		expect(errors).toEqual([]);
		const failures = ORACLE_FAILURES.filter(({ form }) => file.includes(form));
		try {
			await fc.assert(
				fc.asyncProperty(figures(STEPS), (steps) => walk(file, definition!, steps)),
				once
			);
		} catch (error) {
			if (failures.some(({ message }) => message.test(saidBy(error)))) return;
			throw error;
		}
		expect(
			failures.find(({ always }) => always),
			'the oracle fails no more: take it off the list'
		).toBeUndefined();
	});
});
