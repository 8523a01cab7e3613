import { strToU8, zipSync } from 'fflate';

/** One passage in a source as a program writes it. */
export interface Passage {
	start: number;
	end: number;
	code?: string;
	name?: string;
}

export const CODE = '11111111-2222-4333-8444-555555555555';
const user = 'aaaaaaaa-2222-4333-8444-555555555555';

const passageXml = ({ start, end, code = CODE, name = '' }: Passage, at: number) =>
	`<PlainTextSelection guid="${String(at).padStart(8, '0')}-0000-4000-8000-000000000000" name="${name}" startPosition="${start}" endPosition="${end}" creatingUser="${user}" creationDateTime="2025-02-21T15:09:07Z">
<Coding guid="${String(at).padStart(8, '0')}-0000-4000-9000-000000000000" creatingUser="${user}"><CodeRef targetGUID="${code}" /></Coding>
</PlainTextSelection>`;

/** The parts of a project that `around` puts together. */
export function projectXml(given: {
	origin: string;
	source: string;
	passages: readonly Passage[];
	more?: string;
	xmlns?: string;
}): string {
	return `<?xml version="1.0" encoding="utf-8"?>
<Project xmlns:xsd="http://www.w3.org/2001/XMLSchema" name="Sample" origin="${given.origin}" creationDateTime="2025-02-21T15:09:07Z" basePath="" xmlns="${given.xmlns ?? 'urn:QDA-XML:project:1.0'}">
<Users><User guid="${user}" name="Somebody" /></Users>
<CodeBook><Codes><Code guid="${CODE}" name="Access" isCodable="true"><Description>First.</Description><Code guid="{21111111-2222-4333-8444-555555555555}" name="Cost" isCodable="true" color="#FF0000" /></Code></Codes></CodeBook>
<Sources>${given.source.replace('PASSAGES', given.passages.map(passageXml).join('\n'))}</Sources>
${given.more ?? ''}
</Project>`;
}

/** A package of these files; texts are written as UTF-8 unless they are bytes already. */
export function packageOf(files: Record<string, string | Uint8Array>): Uint8Array {
	return zipSync(
		Object.fromEntries(
			Object.entries(files).map(([name, text]) => [
				name,
				typeof text === 'string' ? strToU8(text) : text
			])
		)
	);
}

const BOM = '\uFEFF';
/** Signs outside the BMP early on, line ends and several scripts: every way of counting differs. */
export const TALK = [
	'Interviewer: Welcome 😀😀 everybody, please begin.',
	'P02: The recruiter kept my passport 📕 for two years.',
	'P03: ខ្ញុំមិនដឹងទេ។ I never saw a contract.',
	'P02: We paid the fee twice 💸, once here and once there.'
];
export const SAID = [
	'please begin',
	'The recruiter kept my passport',
	'for two years',
	'I never saw a contract',
	'paid the fee twice',
	'once there'
];

/** Positions of words in a text, counted one way. */
export function passagesIn(text: string, count: (before: string) => number): Passage[] {
	return SAID.map((words) => {
		const at = text.indexOf(words);
		return { start: count(text.slice(0, at)), end: count(text.slice(0, at + words.length)) };
	});
}

const source = (name: string, path: string) =>
	`<TextSource guid="68bbdc14-c361-4432-b4dd-ae1dbfc12890" name="${name}" richTextPath="internal://68bbdc14.docx" plainTextPath="internal://${path}">PASSAGES</TextSource>`;

/** As NVivo for Windows 12 writes it: `Sources`, a mark in front, CR LF, UTF-16 units. */
export function nvivoFile(): Uint8Array {
	const text = TALK.join('\r\n');
	return packageOf({
		'project.qde': projectXml({
			origin: 'NVivo for Windows 12.6',
			source: source('Interview', '68bbdc14.txt'),
			passages: passagesIn(text, (before) => before.length)
		}),
		'Sources/68bbdc14.txt': BOM + text,
		'Sources/68bbdc14.docx': 'not read',
		'Sources/~$bdc14.docx': 'not read'
	});
}

/** As the standard says: code points of the file, LF. */
export function standardFile(origin = 'Some program 1.0'): Uint8Array {
	const text = TALK.join('\n');
	return packageOf({
		'project.qde': projectXml({
			origin,
			source: source('Interview', '68bbdc14.txt'),
			passages: passagesIn(text, (before) => [...before].length)
		}),
		'sources/68bbdc14.txt': text
	});
}

/** UTF-16 units from a program that does not say that it counts so. */
export function namelessUtf16File(): Uint8Array {
	const text = TALK.join('\n');
	return packageOf({
		'PROJECT.QDE': projectXml({
			origin: 'Another program',
			source: source('Interview', '68bbdc14.txt'),
			passages: passagesIn(text, (before) => before.length)
		}),
		'sources/68BBDC14.TXT': text
	});
}

/** A file with CR LF whose positions count each line end once. */
export function countedOnceFile(): Uint8Array {
	const text = TALK.join('\n');
	return packageOf({
		'project.qde': projectXml({
			origin: 'Another program',
			source: source('Interview', '68bbdc14.txt'),
			passages: passagesIn(text, (before) => [...before].length)
		}),
		'sources/68bbdc14.txt': text.replaceAll('\n', '\r\n')
	});
}

/** As Taguette writes a codebook: an empty `Sets`, which the schema forbids. */
export const TAGUETTE = `<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.5.2"><Codes><Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" name="interesting" isCodable="true"/><Code guid="DFE5C38E-9449-5959-A1F7-E3D895CFA87F" name="people" isCodable="true"/></Codes><Sets/></CodeBook>`;
