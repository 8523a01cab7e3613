import { unzipSync } from 'fflate';
import { JSDOM } from 'jsdom';

/** A page of a site as a reader gets it. */
export interface SitePage {
	path: string;
	html: string;
	bytes: number;
	document: Document;
}

/** The files of a packed site, by their path below its folder. */
export function unpackSite(zip: Uint8Array): Map<string, Uint8Array> {
	return new Map(
		Object.entries(unzipSync(zip)).map(([path, bytes]) => [path.replace(/^[^/]+\//, ''), bytes])
	);
}

/** Its pages, read as a browser reads them. */
export function readPages(files: ReadonlyMap<string, Uint8Array>): SitePage[] {
	return [...files]
		.filter(([path]) => path.endsWith('.html'))
		.map(([path, bytes]) => {
			const html = new TextDecoder().decode(bytes);
			return {
				...{ path, html, bytes: bytes.byteLength },
				document: new JSDOM(html).window.document
			};
		});
}

/** What an address inside the site leads to, seen from a page; null for one that leads out of it. */
export function targetOf(address: string, from: string): { path: string; id: string } | null {
	const base = new URL(from, 'file:///site/');
	const url = new URL(address, base);
	if (url.protocol !== 'file:') return null;
	return {
		path: decodeURIComponent(url.pathname).replace(/^\/site\//, ''),
		id: decodeURIComponent(url.hash.slice(1))
	};
}
