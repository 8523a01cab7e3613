import type { Span } from '../../passages/span.ts';
import { createFindings } from './findings.ts';
import type { GuidReader } from './guid.ts';
import type { QdaLimits } from './limits.ts';
import {
	type FoundConvention,
	type QdaCase,
	type QdaCode,
	type QdaFile,
	type QdaNote,
	type QdaProject,
	type QdaSource,
	type QdaVariable,
	VARIABLE_TYPES
} from './model.ts';
import { keepText, placePassages } from './offsets.ts';
import {
	type Reading,
	attribute,
	childOf,
	childrenOf,
	createReading,
	descriptionOf,
	guidOfElement,
	noteUnknown,
	readCodes,
	readSets,
	readValues,
	targetsOf
} from './readElements.ts';
import { type RawSource, type ReadText, readRaw, readSources } from './readSources.ts';
import type { XmlElement } from './xmlTree.ts';

/** What the standard has in a project. */
const KNOWN = [
	'Users',
	'CodeBook',
	'Variables',
	'Cases',
	'Sources',
	'Notes',
	'Links',
	'Sets',
	'Graphs',
	'Description',
	'NoteRef'
];

/** The project in the root of a `.qde`, with its texts from `readText`. */
export function readProject(
	root: XmlElement,
	given: { limits: QdaLimits; guid: GuidReader; readText: ReadText }
): QdaFile {
	const { readText } = given;
	const findings = createFindings();
	const reading = createReading(findings, given.limits, given.guid);
	noteUnknown(reading, root, KNOWN);
	const within = (list: string, name: string) => childrenOf(childOf(root, list), name);
	const origin = attribute(root, 'origin');
	const codes = readCodes(reading, childOf(childOf(root, 'CodeBook'), 'Codes'));
	const raw = readSources(reading, childOf(root, 'Sources'), readText);
	const { sources, convention } = placeSources(reading, raw, codes, origin);
	const project: QdaProject = {
		name: attribute(root, 'name'),
		origin,
		description: descriptionOf(root),
		users: within('Users', 'User').map((element) => ({
			guid: guidOfElement(reading, element),
			name: attribute(element, 'name') || attribute(element, 'id')
		})),
		codes,
		variables: within('Variables', 'Variable').map((element) => readVariable(reading, element)),
		cases: within('Cases', 'Case').map((element) => readCase(reading, element)),
		sources,
		notes: within('Notes', 'Note').flatMap((element) => readNote(reading, element, readText)),
		sets: readSets(reading, childOf(root, 'Sets')),
		noteRefs: targetsOf(reading, root, 'NoteRef')
	};
	findings.leave('link', within('Links', 'Link').length);
	findings.leave('graph', within('Graphs', 'Graph').length);
	return {
		kind: 'project',
		project,
		convention,
		leftOut: findings.leftOut(),
		warnings: findings.warnings()
	};
}

/** Gives every passage its place in the text as it is kept, and drops what has none. */
function placeSources(
	{ findings }: Reading,
	raw: readonly RawSource[],
	codes: readonly QdaCode[],
	origin: string
): { sources: QdaSource[]; convention: FoundConvention } {
	const known = new Set<string>();
	const remember = ({ guid, children }: QdaCode): void => {
		known.add(guid);
		children.forEach(remember);
	};
	codes.forEach(remember);
	const { spans, convention } = placePassages(
		raw.map((source) => ({ raw: source.raw ?? '', passages: source.selections })),
		origin
	);
	const keep = <T extends { code: string }>(codings: readonly T[]): T[] => {
		const kept = codings.filter(({ code }) => known.has(code));
		findings.leave('code_unknown', codings.length - kept.length);
		return kept;
	};
	const sources = raw.map(({ raw: text, ...source }, at): QdaSource => {
		const places: readonly (Span | null)[] = spans[at]!;
		const selections = source.selections.flatMap((selection, index) => {
			const place = text === null ? null : places[index];
			return place ? { ...selection, ...place, codings: keep(selection.codings) } : [];
		});
		findings.leave('passage_outside', source.selections.length - selections.length, source.name);
		return {
			...source,
			text: text === null ? null : keepText(text),
			selections,
			codings: keep(source.codings)
		};
	});
	if (convention.isGuessed) findings.warn('offsets_guessed');
	if (!convention.isStandard)
		findings.warn(convention.lineEnds === 'as_written' ? 'offsets_utf16' : 'offsets_line_ends');
	return { sources, convention };
}

function readVariable(reading: Reading, element: XmlElement): QdaVariable {
	const type = attribute(element, 'typeOfVariable').toLowerCase();
	return {
		guid: guidOfElement(reading, element),
		name: attribute(element, 'name'),
		type: VARIABLE_TYPES.find((each) => each.toLowerCase() === type) ?? 'Text',
		description: descriptionOf(element)
	};
}

function readCase(reading: Reading, element: XmlElement): QdaCase {
	noteUnknown(reading, element, [
		'Description',
		'CodeRef',
		'VariableValue',
		'SourceRef',
		'SelectionRef'
	]);
	return {
		guid: guidOfElement(reading, element),
		name: attribute(element, 'name'),
		description: descriptionOf(element),
		codes: targetsOf(reading, element, 'CodeRef'),
		values: readValues(reading, element),
		sources: targetsOf(reading, element, 'SourceRef'),
		selections: targetsOf(reading, element, 'SelectionRef')
	};
}

/** A note with its text. Passages of a note are left out; a note without text says nothing. */
function readNote(reading: Reading, element: XmlElement, readText: ReadText): QdaNote[] {
	noteUnknown(reading, element, [
		'Description',
		'PlainTextContent',
		'PlainTextSelection',
		'Coding',
		'NoteRef',
		'VariableValue'
	]);
	const name = attribute(element, 'name');
	const selections = childrenOf(element, 'PlainTextSelection').length;
	reading.findings.leave('passage_in_note', selections, name);
	const raw =
		childOf(element, 'PlainTextContent') || attribute(element, 'plainTextPath')
			? readRaw(reading, element, name, readText)
			: null;
	const text = keepText(raw ?? '').trim() || descriptionOf(element);
	return [{ guid: guidOfElement(reading, element), name, text }];
}
