import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { QDA_LIMITS } from '#lib/server/qda/limits.ts';
import type { QdaCode, QdaProject, QdaSource } from '#lib/server/qda/model.ts';
import { parseQda } from '#lib/server/qda/parseQda.ts';
import { writePackage } from '#lib/server/qda/writePackage.ts';
import { writeCodebook, writeProject } from '#lib/server/qda/writeProject.ts';
import { plainXmlText } from '#lib/server/qda/writeXml.ts';
import { anyProject } from '../support/arbitraryQda.ts';
import { judgeBySchema, noSchemas } from '../support/xmllint.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(noSchemas !== undefined)(`the schemas of REFI-QDA ${noSchemas ?? ''}`, () => {
	test('whatever a project holds, its XML is valid, and so is its codebook', () => {
		const projects = fc.sample(anyProject, { numRuns: 200, seed: 5 });
		expect(judgeBySchema('Project', projects.map(writeProject))).toBe('');
		const codebooks = projects.flatMap(
			({ origin, codes, sets }) => writeCodebook({ origin, codes, sets }) ?? []
		);
		expect(codebooks.length).toBeGreaterThan(100);
		expect(judgeBySchema('Codebook', codebooks)).toBe('');
	});

	test('an empty project is valid; an empty list would not be', () => {
		const [empty] = fc.sample(anyProject, { numRuns: 1, seed: 1 });
		const xml = writeProject({
			...empty!,
			users: [],
			codes: [],
			variables: [],
			cases: [],
			sources: [],
			notes: [],
			sets: []
		});
		expect(judgeBySchema('Project', [xml])).toBe('');
		expect(judgeBySchema('Project', [xml.replace('</Project>', '<Sets/></Project>')])).toContain(
			'Sets'
		);
	});
});

test('an empty codebook is no file: the schema wants a code', () => {
	expect(writeCodebook({ origin: 'x', codes: [], sets: [] })).toBeUndefined();
});

/** What reading gives back: texts with one kind of line end and without what XML cannot say. */
const plain = (text: string) => plainXmlText(text).replaceAll('\0', '\uFFFD');

describe('what was written is read again', () => {
	const trees = (codes: readonly QdaCode[]): unknown =>
		codes.map(({ guid, name, isCodable, description, children }) => ({
			guid,
			name: plain(name).replace(/\s+/g, ' ').trim(),
			isCodable,
			description: plain(description).trim(),
			children: trees(children)
		}));
	const passages = ({ text, selections }: QdaSource) =>
		selections
			// Ends that are one or two beyond the end are taken as the end.
			.filter(({ start, end }) => start < Math.min(end, text!.length) && end <= text!.length + 2)
			.map(({ start, end, codings }) => [text!.slice(start, end), codings.map(({ code }) => code)]);

	test('codes, texts, and passages of texts as an export has them', () => {
		fc.assert(
			fc.property(anyProject, (project) => {
				const written: QdaProject = {
					...project,
					// As an export has it: no sign outside the BMP, one kind of line end.
					sources: project.sources.map((source) => ({
						...source,
						text: plain(source.text ?? '').replace(/[\uFEFF]|[\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
					}))
				};
				const read = parseQda(writePackage(written), QDA_LIMITS);
				if (read.kind !== 'project') throw new Error('not a project');
				expect(trees(read.project.codes)).toEqual(trees(written.codes));
				expect(read.project.sources.map(({ text }) => text)).toEqual(
					written.sources.map(({ text }) => text)
				);
				const known = new Set(guidsOf(written.codes));
				expect(read.project.sources.map(passages)).toEqual(
					written.sources
						.map(passages)
						.map((each) =>
							each.map(([text, codes]) => [
								text,
								(codes as string[]).filter((code) => known.has(code))
							])
						)
				);
			}),
			{ numRuns: 100 }
		);
	});

	test('the same project is the same bytes', () => {
		const [project] = fc.sample(anyProject, { numRuns: 1, seed: 9 });
		expect(Buffer.from(writePackage(project!)).equals(writePackage(project!))).toBe(true);
	});
});

const guidsOf = (codes: readonly QdaCode[]): string[] =>
	codes.flatMap(({ guid, children }) => [guid, ...guidsOf(children)]);
