import {
	type Reading,
	attribute,
	childOf,
	childrenOf,
	descriptionOf,
	guidOfElement,
	noteUnknown,
	readCoding,
	readValues,
	targetsOf,
	textOf
} from './readElements.ts';
import type { QdaCoding, QdaSelection, QdaSource, SourceType } from './model.ts';
import { tooMuch } from './refusal.ts';
import type { XmlElement } from './xmlTree.ts';

/** A source as the file has it: its text not yet as it is kept, its positions those of the file. */
export type RawSource = Omit<QdaSource, 'text'> & { raw: string | null };

/** Reads a file of the package by its path; see QdaPackage. */
export type ReadText = (path: string) => Uint8Array | 'missing' | 'outside';

const TYPES: Record<string, SourceType> = {
	TextSource: 'text',
	PictureSource: 'picture',
	PDFSource: 'pdf',
	AudioSource: 'audio',
	VideoSource: 'video'
};
const BESIDE = ['PictureSelection', 'PDFSelection', 'AudioSelection', 'VideoSelection'];
const COMMON = ['Description', 'Coding', 'NoteRef', 'VariableValue'];
const CHILDREN: Record<SourceType, string[]> = {
	text: [...COMMON, 'PlainTextContent', 'PlainTextSelection'],
	picture: [...COMMON, 'TextDescription', 'PictureSelection'],
	pdf: [...COMMON, 'PDFSelection', 'Representation', 'PlainTextSelection'],
	audio: [...COMMON, 'Transcript', 'AudioSelection'],
	video: [...COMMON, 'Transcript', 'VideoSelection']
};

/** The sources of a project in their order; what has no text keeps its place without one. */
export function readSources(
	reading: Reading,
	sources: XmlElement | undefined,
	readText: ReadText
): RawSource[] {
	const { findings, limits } = reading;
	if (sources) noteUnknown(reading, sources, Object.keys(TYPES));
	const elements = sources?.children.filter(({ name }) => name in TYPES) ?? [];
	if (elements.length > limits.sources) throw tooMuch('sources', limits.sources);
	let selections = 0;
	return elements.map((element) => {
		const type = TYPES[element.name]!;
		noteUnknown(reading, element, CHILDREN[type]);
		const source = readSource(reading, element, type, readText);
		selections += source.selections.length;
		if (selections > limits.selections) throw tooMuch('passages', limits.selections);
		findings.leave(
			type === 'picture' ? 'picture_passage' : type === 'pdf' ? 'page_passage' : 'moment',
			source.counts.selections - source.selections.length,
			source.name
		);
		return source;
	});
}

function readSource(
	reading: Reading,
	element: XmlElement,
	type: SourceType,
	readText: ReadText
): RawSource {
	const { findings } = reading;
	const name = attribute(element, 'name');
	const beside = BESIDE.flatMap((each) => childrenOf(element, each));
	const [holder, ...more] =
		type === 'pdf'
			? childrenOf(element, 'Representation')
			: type === 'text'
				? [element]
				: childrenOf(element, 'Transcript');
	findings.leave('unknown_element', more.length, 'Transcript');
	const passages = [
		...(holder ? readPassages(reading, holder) : []),
		...(type === 'pdf' ? readPassages(reading, element) : [])
	];
	let raw: string | null = null;
	if (type === 'picture') findings.leave('picture', 1, name);
	else if (!holder) findings.leave(type === 'pdf' ? 'no_text' : 'recording', 1, name);
	else raw = readRaw(reading, holder, name, readText);
	const codings = readCodings(reading, element);
	const counted = (elements: readonly XmlElement[]) =>
		elements.reduce((sum, each) => sum + childrenOf(each, 'Coding').length, 0);
	const selections = [
		...beside,
		...passagesIn(holder),
		...(type === 'pdf' ? passagesIn(element) : [])
	];
	return {
		guid: guidOfElement(reading, element),
		writtenGuid: attribute(element, 'guid'),
		name,
		type,
		description: descriptionOf(element),
		raw,
		selections: passages,
		codings,
		noteRefs: [
			...targetsOf(reading, element, 'NoteRef'),
			...(holder && holder !== element ? targetsOf(reading, holder, 'NoteRef') : [])
		],
		values: readValues(reading, element),
		counts: { selections: selections.length, codings: counted([element, ...selections]) }
	};
}

const passagesIn = (holder: XmlElement | undefined) => [
	...childrenOf(holder, 'PlainTextSelection'),
	...childrenOf(holder, 'TranscriptSelection')
];

function readCodings(reading: Reading, element: XmlElement): QdaCoding[] {
	return childrenOf(element, 'Coding').flatMap((child) => readCoding(reading, child) ?? []);
}

/** The passages of a text or a transcript, in the units of the file. */
function readPassages(reading: Reading, holder: XmlElement): QdaSelection[] {
	const moments = new Map(
		childrenOf(holder, 'SyncPoint').map((point) => [
			reading.guid(attribute(point, 'guid')).guid,
			position(attribute(point, 'position'))
		])
	);
	return passagesIn(holder).map((element) => {
		noteUnknown(reading, element, ['Description', 'Coding', 'NoteRef']);
		const at = (plain: string, sync: string) =>
			element.name === 'PlainTextSelection'
				? position(attribute(element, plain))
				: (moments.get(reading.guid(attribute(element, sync)).guid) ?? NOWHERE);
		return {
			guid: guidOfElement(reading, element),
			name: attribute(element, 'name'),
			start: at('startPosition', 'fromSyncPoint'),
			end: at('endPosition', 'toSyncPoint'),
			description: descriptionOf(element),
			codings: readCodings(reading, element),
			noteRefs: targetsOf(reading, element, 'NoteRef')
		};
	});
}

/** A position that lies in no text. */
const NOWHERE = -1;
const position = (text: string) => (/^\d{1,12}$/.test(text) ? Number(text) : NOWHERE);

/** The text a source or note holds or names; null where it holds none that can be read. */
export function readRaw(
	reading: Reading,
	element: XmlElement,
	name: string,
	readText: ReadText
): string | null {
	const { findings } = reading;
	const inline = childOf(element, 'PlainTextContent');
	const path = attribute(element, 'plainTextPath');
	if (inline && (inline.text !== '' || path === '')) return textOf(inline);
	if (path === '') {
		findings.leave(attribute(element, 'richTextPath') === '' ? 'no_text' : 'rich_text', 1, name);
		return null;
	}
	const bytes = readText(path);
	if (bytes === 'missing' || bytes === 'outside') {
		findings.leave(bytes === 'missing' ? 'no_text' : 'outside', 1, name);
		return null;
	}
	const { text, isUnicode } = decode(bytes);
	if (!isUnicode) findings.warn('not_utf8');
	return text;
}

/** UTF-8, or UTF-16 with a mark; else Windows-1252, which nothing fails. The mark is taken off. */
function decode(bytes: Uint8Array): { text: string; isUnicode: boolean } {
	const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
	if (mark === 0xfffe || mark === 0xfeff) {
		const decoder = new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be');
		return { text: decoder.decode(bytes), isUnicode: true };
	}
	try {
		return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), isUnicode: true };
	} catch {
		return { text: new TextDecoder('windows-1252').decode(bytes), isUnicode: false };
	}
}
