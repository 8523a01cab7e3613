import type { Findings } from './findings.ts';
import type { GuidReader } from './guid.ts';
import type { QdaLimits } from './limits.ts';
import type { QdaCode, QdaCoding, QdaSet, QdaValue } from './model.ts';
import { tooMuch } from './refusal.ts';
import type { XmlElement } from './xmlTree.ts';

/** What reading the elements of one file shares. */
export interface Reading {
	findings: Findings;
	limits: QdaLimits;
	guid: GuidReader;
	/** Makes GUIDs for what has none, in the order of the file. */
	unnamed: () => string;
}

export function createReading(findings: Findings, limits: QdaLimits, guid: GuidReader): Reading {
	let count = 0;
	return { findings, limits, guid, unnamed: () => guid(`unnamed ${(count += 1)}`).guid };
}

export const childOf = (element: XmlElement | undefined, name: string) =>
	element?.children.find((child) => child.name === name);
export const childrenOf = (element: XmlElement | undefined, name: string) =>
	element?.children.filter((child) => child.name === name) ?? [];

/** A name or other attribute on one line; '' where it is not there. */
export const attribute = (element: XmlElement, name: string) =>
	(element.attributes[name] ?? '').replaceAll('\0', '\uFFFD').trim();

export const textOf = (element: XmlElement | undefined) =>
	(element?.text ?? '').replaceAll('\0', '\uFFFD');

/** The text of a `Description`, without the white space that indented XML puts around it. */
export const descriptionOf = (element: XmlElement) =>
	textOf(childOf(element, 'Description')).trim();

/** Counts children that are not among those the standard has there. */
export function noteUnknown(reading: Reading, element: XmlElement, known: readonly string[]): void {
	for (const { name } of element.children)
		if (!known.includes(name)) reading.findings.leave('unknown_element', 1, name);
}

/** The element's own GUID. */
export function guidOfElement(reading: Reading, element: XmlElement): string {
	const given = attribute(element, 'guid');
	if (given === '') {
		reading.findings.warn('no_guid');
		return reading.unnamed();
	}
	const { guid, isValid } = reading.guid(given);
	if (!isValid) reading.findings.warn('no_guid');
	return guid;
}

/** A reference to something by its GUID; undefined where there is none. */
export function targetOf(reading: Reading, element: XmlElement | undefined): string | undefined {
	// Sets of a codebook name their members by `guid`.
	const given = element && (attribute(element, 'targetGUID') || attribute(element, 'guid'));
	return given ? reading.guid(given).guid : undefined;
}

/** What the references called `name` in an element point to. */
export function targetsOf(reading: Reading, element: XmlElement, name: string): string[] {
	return childrenOf(element, name).flatMap((child) => targetOf(reading, child) ?? []);
}

/** The tree of codes in a `Codes` element. A GUID that stands twice is given to the first. */
export function readCodes(reading: Reading, codes: XmlElement | undefined): QdaCode[] {
	const seen = new Set<string>();
	const read = (element: XmlElement): QdaCode => {
		noteUnknown(reading, element, ['Description', 'NoteRef', 'Code']);
		let guid = guidOfElement(reading, element);
		if (seen.has(guid)) {
			reading.findings.warn('guid_twice');
			guid = reading.unnamed();
		}
		seen.add(guid);
		if (seen.size > reading.limits.codes) throw tooMuch('codes', reading.limits.codes);
		const name = attribute(element, 'name').replace(/\s+/g, ' ');
		if (name === '') reading.findings.warn('no_name');
		return {
			guid,
			writtenGuid: attribute(element, 'guid'),
			name,
			isCodable: !/^(false|0)$/i.test(attribute(element, 'isCodable')),
			color: readColor(attribute(element, 'color')),
			description: descriptionOf(element),
			noteRefs: targetsOf(reading, element, 'NoteRef'),
			children: childrenOf(element, 'Code').map(read)
		};
	};
	if (codes) noteUnknown(reading, codes, ['Code']);
	return childrenOf(codes, 'Code').map(read);
}

/** A colour as `#rrggbb`. Some programs put how opaque it is in front. */
function readColor(text: string): string | null {
	const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text)?.[1]?.toLowerCase();
	if (!digits) return null;
	return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits.slice(-6)}`;
}

export function readCoding(reading: Reading, element: XmlElement): QdaCoding | undefined {
	noteUnknown(reading, element, ['CodeRef', 'NoteRef']);
	const code = targetOf(reading, childOf(element, 'CodeRef'));
	if (!code) {
		reading.findings.leave('code_unknown');
		return undefined;
	}
	const user = attribute(element, 'creatingUser');
	return {
		guid: guidOfElement(reading, element),
		code,
		user: user === '' ? null : reading.guid(user).guid,
		createdAt: attribute(element, 'creationDateTime') || null,
		noteRefs: targetsOf(reading, element, 'NoteRef')
	};
}

const VALUES = /^(Text|Boolean|Integer|Float|Date|DateTime)Value$/;

export function readValues(reading: Reading, element: XmlElement): QdaValue[] {
	return childrenOf(element, 'VariableValue').flatMap((child) => {
		const variable = targetOf(reading, childOf(child, 'VariableRef'));
		const value = child.children.find(({ name }) => VALUES.test(name));
		return variable ? [{ variable, value: value ? textOf(value).trim() : null }] : [];
	});
}

/** The sets in a `Sets` element, of a project or a codebook. */
export function readSets(reading: Reading, sets: XmlElement | undefined): QdaSet[] {
	if (sets) noteUnknown(reading, sets, ['Set']);
	return childrenOf(sets, 'Set').map((element) => {
		noteUnknown(reading, element, ['Description', 'MemberCode', 'MemberSource', 'MemberNote']);
		return {
			guid: guidOfElement(reading, element),
			name: attribute(element, 'name'),
			description: descriptionOf(element),
			codes: targetsOf(reading, element, 'MemberCode'),
			sources: targetsOf(reading, element, 'MemberSource'),
			notes: targetsOf(reading, element, 'MemberNote')
		};
	});
}
