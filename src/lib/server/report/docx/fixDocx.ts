import { type Zippable, unzipSync, zipSync } from 'fflate';
import { tableStyle } from './look.ts';

/** As the zip says it, which has no time zone. */
const MOMENT = new Date(2000, 0, 1);

/**
 * A Word file as it is every time: the names and numbers the library makes up are counted anew in
 * the order they stand in, moments are `day` (YYYY-MM-DD) or left out, and the table style is put in.
 */
export function fixDocx(docx: Uint8Array, day: string | null): Uint8Array {
	const files = unzipSync(docx);
	const decode = (name: string) => new TextDecoder().decode(files[name]);
	const fixed = new Map<string, Uint8Array>(Object.entries(files));
	const set = (name: string, text: string) => fixed.set(name, new TextEncoder().encode(text));

	for (const name of Object.keys(files).filter((file) => file.endsWith('.rels'))) {
		const part = name.replace('_rels/', '').replace(/\.rels$/, '');
		const rels = decode(name);
		const ids = [...rels.matchAll(/\sId="([^"]+)"/g)].map((match) => match[1]!);
		const body = files[part] ? decode(part) : '';
		// In the order the part speaks of them; the others in the order they are declared.
		const order = [...body.matchAll(/\sr:(?:id|embed|link)="([^"]+)"/g)].map((match) => match[1]!);
		const names = new Map(
			[...new Set([...order.filter((id) => ids.includes(id)), ...ids])].map((id, at) => [
				id,
				`rId${at + 1}`
			])
		);
		const renamed = rels.replace(
			/(\sId=")([^"]+)"/g,
			(_, before: string, id: string) => `${before}${names.get(id)}"`
		);
		const [head, ...entries] = renamed.split(/(?=<Relationship\s)/);
		const last = entries.pop()?.replace('</Relationships>', '');
		const sorted = [...entries, last ?? ''].sort((one, other) => numberOf(one) - numberOf(other));
		set(
			name,
			`${head}${sorted.join('')}${renamed.endsWith('</Relationships>') && last !== undefined ? '</Relationships>' : ''}`
		);
		if (body)
			set(
				part,
				body.replace(
					/(\sr:(?:id|embed|link)=")([^"]+)"/g,
					(_, before: string, id: string) => `${before}${names.get(id) ?? id}"`
				)
			);
	}
	for (const name of [...fixed.keys()].filter((file) => /^word\/\w+\.xml$/.test(file)))
		set(name, countAnew(new TextDecoder().decode(fixed.get(name))));
	set(
		'word/styles.xml',
		new TextDecoder()
			.decode(fixed.get('word/styles.xml'))
			.replace('</w:styles>', `${tableStyle}</w:styles>`)
	);
	set('docProps/core.xml', fixMoments(decode('docProps/core.xml'), day));

	const first = '[Content_Types].xml';
	const order = [first, ...[...fixed.keys()].filter((name) => name !== first).sort()];
	const entries: Zippable = Object.fromEntries(
		order.map((name) => [name, [fixed.get(name)!, { mtime: MOMENT, level: 6, os: 0 }]])
	);
	return zipSync(entries);
}

/** Drawings, bookmarks and the headings' own bookmarks, from one in the order they stand in. */
function countAnew(xml: string): string {
	const counters = new Map<string, Map<string, number>>();
	const of = (kind: string, id: string) => {
		const known = counters.get(kind) ?? new Map<string, number>();
		counters.set(kind, known);
		if (!known.has(id)) known.set(id, known.size + 1);
		return known.get(id)!;
	};
	let drawings = 0;
	return xml
		.replace(/(<wp:docPr\s[^>]*?\bid=")[^"]*"/g, (_, before: string) => `${before}${++drawings}"`)
		.replace(
			/(<w:bookmark(?:Start|End)\s[^>]*?w:id=")([^"]*)"/g,
			(_, before: string, id: string) => `${before}${of('bookmark', id)}"`
		)
		.replace(
			/(w:(?:name|anchor)="_Toc|<w:instrText[^>]*>\s*PAGEREF _Toc)(\w+)/g,
			(_, before: string, id: string) => `${before}${of('heading', id)}`
		);
}

const numberOf = (relationship: string) => Number(/\sId="rId(\d+)"/.exec(relationship)?.[1] ?? 0);

/** ECMA-376 part 2, core properties: a draft was made at no moment. */
const fixMoments = (core: string, day: string | null): string =>
	core.replace(
		/<dcterms:(created|modified)([^>]*)>[^<]*<\/dcterms:\1>/g,
		(_, name: string, type: string) =>
			day ? `<dcterms:${name}${type}>${day}T00:00:00Z</dcterms:${name}>` : ''
	);
