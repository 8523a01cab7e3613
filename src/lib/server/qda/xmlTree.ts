import { attributesOf, decodeXml, scanXml } from '../workbooks/scanXml.ts';

/** An element of a file, without what its name space is called. */
export interface XmlElement {
	name: string;
	attributes: Readonly<Record<string, string>>;
	children: XmlElement[];
	/** All text directly in it. */
	text: string;
}

/** More would be no project of a study. */
const MOST_ELEMENTS = 2_000_000;

/**
 * The root of an XML file in UTF-8 or UTF-16. Document types and entities of one's own are refused.
 * @throws Error on anything that is not well formed
 */
export function readXmlTree(bytes: Uint8Array): XmlElement {
	// As XML 1.0, 2.11 has it: a program that does not write &#13; does not mean it.
	const xml = decodeXml(bytes).replace(/\r\n?/g, '\n');
	const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
	const open = [root];
	let count = 0;
	scanXml(xml, {
		open(name, attributes) {
			count += 1;
			if (count > MOST_ELEMENTS) throw new Error('too many elements');
			// XML 1.0, 3.3.3: white space in an attribute is a space, unless it is written as a number.
			const element = {
				name,
				attributes: attributesOf(attributes.replace(/[\t\n]/g, ' ')),
				children: [],
				text: ''
			};
			open.at(-1)!.children.push(element);
			open.push(element);
		},
		text(text) {
			open.at(-1)!.text += text;
		},
		close() {
			open.pop();
		}
	});
	return root.children[0]!;
}
