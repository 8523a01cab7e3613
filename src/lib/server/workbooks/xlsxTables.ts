import type { WorkbookLimits } from './limits.ts';
import { kindOfBuiltIn, kindOfFormat, type NumberKind } from './numberFormats.ts';
import { tooMany } from './refusal.ts';
import { attributesOf, scanXml } from './scanXml.ts';

/** Text with `_x000D_` and its like replaced, ECMA-376 part 1, 22.9.2.19 (ST_Xstring). */
export function unescapeText(text: string): string {
	if (!text.includes('_x')) return text;
	return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16))
	);
}

/** The texts that cells name by number. Runs of a formatted text are joined, readings left out. */
export function readSharedStrings(xml: string | undefined, limits: WorkbookLimits): string[] {
	const strings: string[] = [];
	if (xml === undefined) return strings;
	let text = '';
	let isText = false;
	let reading = 0;
	scanXml(xml, {
		open(name) {
			if (name === 'si') text = '';
			else if (name === 'rPh') reading += 1;
			else if (name === 't') isText = reading === 0;
		},
		text(piece) {
			if (isText) text += piece;
		},
		close(name) {
			if (name === 't') isText = false;
			else if (name === 'rPh') reading -= 1;
			else if (name === 'si' && strings.push(unescapeText(text)) > limits.cells)
				throw tooMany('cells', limits.cells);
		}
	});
	return strings;
}

/** What each cell style makes of a number. */
export function readNumberKinds(xml: string | undefined): NumberKind[] {
	const kinds: NumberKind[] = [];
	if (xml === undefined) return kinds;
	const custom = new Map<number, NumberKind>();
	let isCellFormats = false;
	scanXml(xml, {
		open(name, raw) {
			if (name === 'cellXfs') isCellFormats = true;
			else if (name === 'numFmt') {
				const { numFmtId, formatCode = '' } = attributesOf(raw);
				custom.set(Number(numFmtId), kindOfFormat(formatCode));
			} else if (name === 'xf' && isCellFormats) {
				const id = Number(attributesOf(raw).numFmtId ?? 0);
				kinds.push(custom.get(id) ?? kindOfBuiltIn(id));
			}
		},
		close(name) {
			if (name === 'cellXfs') isCellFormats = false;
		}
	});
	return kinds;
}
