import type {
	QdaCase,
	QdaCode,
	QdaCodebook,
	QdaCoding,
	QdaNote,
	QdaProject,
	QdaSelection,
	QdaSet,
	QdaSource,
	QdaValue,
	QdaVariable,
	VariableType
} from './model.ts';
import { documentXml, element, listElement, textElement } from './writeXml.ts';

const SCHEMA = 'http://schema.qdasoftware.org/versions';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * A project as the XML of a `.qde`, which `Project.xsd` accepts whatever the texts hold: elements
 * in the schema's order, nothing that is empty. Texts of sources stand in files beside it, named
 * after the GUID of their source.
 */
export function writeProject(project: QdaProject): string {
	const types = new Map(project.variables.map(({ guid, type }) => [guid, type]));
	return documentXml(
		element(
			'Project',
			{
				xmlns: 'urn:QDA-XML:project:1.0',
				'xmlns:xsi': INSTANCE,
				'xsi:schemaLocation': `urn:QDA-XML:project:1.0 ${SCHEMA}/Project/v1.0/Project.xsd`,
				name: project.name,
				origin: project.origin
			},
			[
				'\n',
				listElement(
					'Users',
					project.users.map(({ guid, name }) => element('User', { guid, name }))
				),
				listElement('CodeBook', listOf('Codes', project.codes.map(codeXml))),
				listElement('Variables', project.variables.map(variableXml)),
				listElement(
					'Cases',
					project.cases.map((each) => caseXml(each, types))
				),
				listElement(
					'Sources',
					project.sources.map((each) => sourceXml(each, types))
				),
				listElement('Notes', project.notes.map(noteXml)),
				listElement(
					'Sets',
					project.sets.map((set) => setXml(set, 'targetGUID'))
				),
				textElement('Description', project.description),
				refs('NoteRef', project.noteRefs)
			].join('')
		)
	);
}

/**
 * A codebook as the XML of a `.qdc`. The schema wants one code at least: undefined without any.
 */
export function writeCodebook(codebook: QdaCodebook): string | undefined {
	if (codebook.codes.length === 0) return undefined;
	return documentXml(
		element(
			'CodeBook',
			{
				xmlns: 'urn:QDA-XML:codebook:1.0',
				'xmlns:xsi': INSTANCE,
				'xsi:schemaLocation': `urn:QDA-XML:codebook:1.0 ${SCHEMA}/Codebook/v1.0/Codebook.xsd`,
				origin: codebook.origin
			},
			[
				'\n',
				// A codebook has no notes its codes could refer to.
				listElement(
					'Codes',
					codebook.codes.map((code) => codeXml(withoutNotes(code)))
				),
				listElement(
					'Sets',
					codebook.sets.map((set) => setXml(set, 'guid'))
				)
			].join('')
		)
	);
}

function withoutNotes(code: QdaCode): QdaCode {
	return { ...code, noteRefs: [], children: code.children.map(withoutNotes) };
}

/** A list of one list, for `CodeBook`, which holds `Codes` alone. */
const listOf = (name: string, items: readonly string[]) =>
	items.length === 0 ? [] : [listElement(name, items)];

const refs = (name: string, guids: readonly string[]) =>
	guids.map((targetGUID) => element(name, { targetGUID })).join('');

/** How the schema spells a value of each type; another one is left out rather than written wrongly. */
const SPELT: Record<VariableType, RegExp> = {
	Text: /^/,
	Boolean: /^(true|false|0|1)$/,
	Integer: /^[+-]?\d{1,30}$/,
	Float: /^[+-]?\d{1,30}(\.\d{1,30})?$/,
	Date: /^\d{4}-\d\d-\d\d$/,
	DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z?$/
};

function isSpelt(text: string | null, type: VariableType): text is string {
	if (text === null || !SPELT[type].test(text)) return false;
	if (type !== 'Date' && type !== 'DateTime') return true;
	// The 30th of February is a Date of JavaScript, but another one.
	const day = text.slice(0, 10);
	const read = new Date(type === 'Date' ? day : text);
	return (
		!text.startsWith('0000') &&
		!Number.isNaN(read.getTime()) &&
		new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
	);
}

const isColor = (text: string | null) =>
	text !== null && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text);

function codeXml(code: QdaCode): string {
	const { guid, name, isCodable, color, description, noteRefs, children } = code;
	return element(
		'Code',
		{ guid, name, isCodable: String(isCodable), color: isColor(color) ? color : null },
		textElement('Description', description) +
			refs('NoteRef', noteRefs) +
			children.map(codeXml).join('')
	);
}

function variableXml({ guid, name, type, description }: QdaVariable): string {
	return element(
		'Variable',
		{ guid, name, typeOfVariable: type },
		textElement('Description', description)
	);
}

function valueXml({ variable, value }: QdaValue, types: ReadonlyMap<string, VariableType>): string {
	const type = types.get(variable) ?? 'Text';
	const said = isSpelt(value, type) ? value : '';
	return element(
		'VariableValue',
		{},
		element('VariableRef', { targetGUID: variable }) + textElement(`${type}Value`, said)
	);
}

function caseXml(each: QdaCase, types: ReadonlyMap<string, VariableType>): string {
	return element(
		'Case',
		{ guid: each.guid, name: each.name },
		textElement('Description', each.description) +
			refs('CodeRef', each.codes) +
			each.values.map((value) => valueXml(value, types)).join('') +
			refs('SourceRef', each.sources) +
			refs('SelectionRef', each.selections)
	);
}

function codingXml({ guid, code, user, createdAt, noteRefs }: QdaCoding): string {
	return element(
		'Coding',
		{
			guid,
			creatingUser: user,
			creationDateTime: isSpelt(createdAt, 'DateTime') ? createdAt : null
		},
		element('CodeRef', { targetGUID: code }) + refs('NoteRef', noteRefs)
	);
}

function selectionXml(selection: QdaSelection): string {
	const { guid, name, start, end, description, codings, noteRefs } = selection;
	return element(
		'PlainTextSelection',
		{ guid, name, startPosition: start, endPosition: end },
		textElement('Description', description) +
			codings.map(codingXml).join('') +
			refs('NoteRef', noteRefs)
	);
}

/** The name of the file a source's text stands in. */
export const textFileOf = ({ guid }: Pick<QdaSource, 'guid'>) => `${guid}.txt`;

function sourceXml(source: QdaSource, types: ReadonlyMap<string, VariableType>): string {
	const { guid, name, description, selections, codings, noteRefs, values } = source;
	return element(
		'TextSource',
		{ guid, name, plainTextPath: `internal://${textFileOf(source)}` },
		textElement('Description', description) +
			selections.map(selectionXml).join('') +
			codings.map(codingXml).join('') +
			refs('NoteRef', noteRefs) +
			values.map((value) => valueXml(value, types)).join('')
	);
}

function noteXml({ guid, name, text }: QdaNote): string {
	return element(
		'Note',
		{ guid, name },
		// A note has a text or a file; an empty one is still a text.
		textElement('PlainTextContent', text) || element('PlainTextContent', {})
	);
}

function setXml(set: QdaSet, member: 'targetGUID' | 'guid'): string {
	const members = (name: string, guids: readonly string[]) =>
		guids.map((guid) => element(name, { [member]: guid })).join('');
	return element(
		'Set',
		{ guid: set.guid, name: set.name },
		textElement('Description', set.description) +
			members('MemberCode', set.codes) +
			(member === 'guid'
				? ''
				: members('MemberSource', set.sources) + members('MemberNote', set.notes))
	);
}
