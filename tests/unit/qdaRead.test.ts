import { describe, expect, test, vi } from 'vitest';
import { QDA_LIMITS } from '#lib/server/qda/limits.ts';
import type { QdaFile } from '#lib/server/qda/model.ts';
import { parseQda } from '#lib/server/qda/parseQda.ts';
import { readQda } from '#lib/server/qda/readQda.ts';
import {
	CODE,
	countedOnceFile,
	namelessUtf16File,
	nvivoFile,
	packageOf,
	projectXml,
	SAID,
	standardFile,
	TAGUETTE,
	TALK
} from '../support/qdaFiles.ts';

// A thread is started for each refusal.
vi.setConfig({ testTimeout: 60_000 });

const read = (file: Uint8Array | string) =>
	parseQda(typeof file === 'string' ? new TextEncoder().encode(file) : file, QDA_LIMITS);
function projectOf(file: QdaFile) {
	if (file.kind !== 'project') throw new Error('not a project');
	return file;
}
const said = (file: QdaFile) =>
	projectOf(file).project.sources.flatMap(({ text, selections }) =>
		selections.map(({ start, end }) => text!.slice(start, end))
	);

describe('positions as programs count them', () => {
	test.each([
		['NVivo for Windows', nvivoFile, ['offsets_utf16']],
		['the standard', standardFile, []],
		[
			'the standard, by a program that is known to count otherwise',
			() => standardFile('NVivo 15'),
			[]
		],
		['UTF-16 units by a program unknown', namelessUtf16File, ['offsets_utf16']],
		['line ends counted once where the file has two signs', countedOnceFile, ['offsets_line_ends']]
	] as const)('%s', (_name, make, warnings) => {
		const file = projectOf(read(make()));
		expect(said(file)).toEqual(SAID);
		expect(file.project.sources[0]!.text).toBe(TALK.join('\n'));
		expect(file.warnings.map(({ code }) => code)).toEqual(warnings);
		expect(file.convention.isGuessed).toBe(false);
		expect(file.leftOut).toEqual([]);
	});

	test('where nothing tells which, the standard is taken and it is said to be a guess', () => {
		const text = '😀a b c d e f';
		const file = projectOf(
			read(
				packageOf({
					'project.qde': projectXml({
						origin: 'Another program',
						source:
							'<TextSource guid="68bbdc14-c361-4432-b4dd-ae1dbfc12890" name="x" plainTextPath="internal://x.txt">PASSAGES</TextSource>',
						passages: [{ start: 3, end: 6 }]
					}),
					'sources/x.txt': text
				})
			)
		);
		expect(file.convention).toMatchObject({ unit: 'codepoint', isGuessed: true });
		expect(file.warnings).toEqual([{ code: 'offsets_guessed', count: 1 }]);
	});

	test('the words some programs put into the name of a passage tell it too', () => {
		const text = '🎈🎈🎈🎈 abcdefghijklmnopqrstuvwxyz';
		const file = read(
			packageOf({
				'project.qde': projectXml({
					origin: 'ATLAS.ti 8.4.0',
					source:
						'<TextSource guid="68bbdc14-c361-4432-b4dd-ae1dbfc12890" name="x" plainTextPath="internal://x.txt">PASSAGES</TextSource>',
					passages: [
						{ start: 9, end: 19, name: 'abcdefghij' },
						{ start: 12, end: 24, name: 'defghijklm…' },
						{ start: 14, end: 23, name: 'fghijklmn' }
					]
				}),
				'sources/x.txt': text
			})
		);
		expect(said(file)).toEqual(['abcdefghij', 'defghijklmno', 'fghijklmn']);
	});
});

describe('what real programs write', () => {
	test('a text in the XML, braces, upper case, no attributes but the required', () => {
		const file = projectOf(
			read(
				projectXml({
					origin: '',
					source: `<TextSource guid="{68BBDC14-C361-4432-B4DD-AE1DBFC12890}"><PlainTextContent>one &amp; two
three</PlainTextContent><PlainTextSelection guid="6" startPosition="0" endPosition="3"><Coding guid="7"><CodeRef targetGUID="{${CODE.toUpperCase()}}"/></Coding></PlainTextSelection></TextSource>`,
					passages: []
				})
			)
		);
		const [source] = file.project.sources;
		expect(source).toMatchObject({
			guid: '68bbdc14-c361-4432-b4dd-ae1dbfc12890',
			text: 'one & two\nthree',
			selections: [{ start: 0, end: 3, codings: [{ code: CODE }] }]
		});
		expect(file.warnings).toEqual([{ code: 'no_guid', count: 2 }]);
	});

	test('an empty Sets in a codebook, which the schema forbids', () => {
		const file = read(TAGUETTE);
		if (file.kind !== 'codebook') throw new Error('not a codebook');
		expect(file.codebook).toMatchObject({
			origin: 'Taguette 1.5.2',
			codes: [{ name: 'interesting', isCodable: true }, { name: 'people' }],
			sets: []
		});
	});

	test('another name space, colours of three and eight digits, a code without a name', () => {
		const file = read(
			TAGUETTE.replace('codebook:1.0', 'codebook:0:4')
				.replace('name="people"', 'name=" " color="#80FF8800"')
				.replace('name="interesting"', 'name="interesting" color="#FA0"')
		);
		if (file.kind !== 'codebook') throw new Error('not a codebook');
		expect(file.codebook.codes.map(({ color }) => color)).toEqual(['#ffaa00', '#ff8800']);
		expect(file.warnings).toEqual([{ code: 'no_name', count: 1 }]);
	});

	test('pictures, pages, recordings, links and what nobody knows are counted as left out', () => {
		const file = projectOf(
			read(
				packageOf({
					'a/project.qde': projectXml({
						origin: 'MAXQDA 2022',
						source: `<TextSource guid="A" name="Only styled" richTextPath="internal://a.docx"/>
<TextSource guid="B" name="Elsewhere" plainTextPath="absolute:///C:/secret/b.txt"/>
<TextSource guid="C" name="Not there" plainTextPath="internal://../../etc/passwd"/>
<PictureSource guid="D" name="A picture" path="internal://d.png"><PictureSelection guid="E" firstX="1" firstY="1" secondX="2" secondY="2"><Coding guid="F"><CodeRef targetGUID="${CODE}"/></Coding></PictureSelection></PictureSource>
<PDFSource guid="G" name="A report" path="internal://g.pdf"><PDFSelection guid="H" page="0" firstX="1" firstY="1" secondX="2" secondY="2"/><Representation guid="I" plainTextPath="internal://i.txt"/></PDFSource>
<AudioSource guid="J" name="A tape"><Transcript guid="K"><PlainTextContent>Say it again.</PlainTextContent><SyncPoint guid="L" timeStamp="0" position="0"/><SyncPoint guid="M" timeStamp="900" position="6"/><TranscriptSelection guid="N" fromSyncPoint="L" toSyncPoint="M"><Coding guid="O"><CodeRef targetGUID="${CODE}"/></Coding></TranscriptSelection></Transcript><AudioSelection guid="P" begin="1" end="2"/></AudioSource>
<VideoSource guid="Q" name="A film" path="internal://q.mp4"/>`,
						passages: [],
						more: '<Notes><Note guid="R" name="Memo"><PlainTextContent>Ask again.</PlainTextContent></Note></Notes><Links><Link guid="S"/></Links><Graphs><Graph guid="T"/></Graphs><Custom/>'
					}),
					'a/sources/i.txt': 'Text of the report.',
					'__MACOSX/a/._project.qde': 'not XML'
				})
			)
		);
		expect(Object.fromEntries(file.leftOut.map(({ code, count }) => [code, count]))).toEqual({
			rich_text: 1,
			outside: 1,
			no_text: 1,
			picture: 1,
			picture_passage: 1,
			page_passage: 1,
			recording: 1,
			moment: 1,
			link: 1,
			graph: 1,
			unknown_element: 1
		});
		const { sources, notes } = file.project;
		expect(sources.map(({ type, text, counts }) => [type, text, counts.selections])).toEqual([
			['text', null, 0],
			['text', null, 0],
			['text', null, 0],
			['picture', null, 1],
			['pdf', 'Text of the report.', 1],
			['audio', 'Say it again.', 2],
			['video', null, 0]
		]);
		expect(sources[5]!.selections).toMatchObject([{ start: 0, end: 6 }]);
		expect(notes).toMatchObject([{ name: 'Memo', text: 'Ask again.' }]);
	});

	test('a text that is not UTF-8 is read as Windows-1252, and it is said', () => {
		const file = projectOf(
			read(
				packageOf({
					'project.qde': projectXml({
						origin: 'x',
						source:
							'<TextSource guid="68bbdc14-c361-4432-b4dd-ae1dbfc12890" plainTextPath="internal://x.txt"/>',
						passages: []
					}),
					'sources/x.txt': Uint8Array.from([0x63, 0x61, 0x66, 0xe9])
				})
			)
		);
		expect(file.project.sources[0]!.text).toBe('café');
		expect(file.warnings).toEqual([{ code: 'not_utf8', count: 1 }]);
	});
});

describe('what is refused, with a reason', () => {
	const refusal = async (bytes: Uint8Array | string, limits = {}) => {
		const file = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
		try {
			await readQda(file, { ...QDA_LIMITS, ...limits });
		} catch (error) {
			return (error as { detail?: { refusal?: string } }).detail?.refusal;
		}
		return undefined;
	};
	const project = projectXml({ origin: 'x', source: '<TextSource guid="A"/>', passages: [] });

	test.each([
		['nothing', '', 'empty'],
		['a text', 'hello', 'type'],
		['another XML', '<html/>', 'type'],
		['XML that is not well formed', '<CodeBook><Codes></CodeBook>', 'xml'],
		['a document type', '<!DOCTYPE x><CodeBook/>', 'xml'],
		[
			'entities of its own',
			'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><CodeBook origin="&b;"/>',
			'xml'
		],
		['an entity nobody knows', '<CodeBook origin="&b;"/>', 'xml'],
		['depth without end', '<CodeBook>'.repeat(5000) + '</CodeBook>'.repeat(5000), 'xml'],
		['a package without a project', packageOf({ 'a.txt': 'x' }), 'no_project'],
		['two projects', packageOf({ 'a.qde': project, 'b.qde': project }), 'two_projects'],
		['a broken package', new TextEncoder().encode('PK\u0003\u0004 broken'), 'broken'],
		[
			'a bomb',
			packageOf({ 'project.qde': project, 'sources/a.txt': new Uint8Array(30 * 1024 * 1024) }),
			'bomb'
		]
	] as const)('%s', async (_name, bytes, code) => {
		expect(await refusal(bytes)).toBe(code);
	});

	test('more than the limits, each by itself', async () => {
		const file = nvivoFile();
		expect(await refusal(file)).toBeUndefined();
		expect(await refusal(file, { bytes: 100 })).toBe('too_large');
		for (const limit of ['entries', 'entryBytes', 'totalBytes', 'xmlBytes', 'textBytes'])
			expect(await refusal(file, { [limit]: 1 }), limit).toBe('too_many');
		for (const limit of ['codes', 'sources', 'selections'])
			expect(await refusal(file, { [limit]: 0 }), limit).toBe('too_many');
		expect(await refusal(file, { timeoutMs: 1 })).toBe('time');
	});
});
