import { sha256Of } from '#lib/report/canonical.ts';
import type { EditionFacts } from '#lib/report/content.ts';
import { frameLocale } from '#lib/report/html/words.ts';
import { buildSite } from '#lib/report/site/buildSite.ts';
import { m } from '#lib/paraglide/messages.js';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { EditionFormat } from '../database/reportTables.ts';
import { notFound } from '../problem.ts';
import { type EditionFile, fileHead, findFile, wakeAndThrow } from './files.ts';
import {
	type EditionRow,
	editionsFrom,
	findDatasetRemoval,
	readContent,
	readFacts
} from './queries.ts';

/** A file of a public edition's pages. */
export interface PublicPage {
	bytes: Uint8Array;
	sha256: string;
	mediaType: string;
}

const TYPES: Record<string, string> = {
	html: 'text/html; charset=utf-8',
	css: 'text/css; charset=utf-8',
	js: 'text/javascript; charset=utf-8',
	json: 'application/json; charset=utf-8',
	svg: 'image/svg+xml; charset=utf-8'
};

/** Sites that were asked for last; whoever asks for a page asks for its pictures next. */
const sites = new Map<string, Promise<Map<string, PublicPage>>>();
const MOST_SITES = 4;

/** @throws Problem not_found for all that is not released */
async function getPublished(trx: Trx, slug: string, number: string | null): Promise<EditionRow> {
	if (number !== null && !/^[1-9]\d{0,5}$/.test(number)) throw notFound();
	const found = await editionsFrom(trx)
		.where('r.slug', '=', slug)
		.where('e.state', '=', 'released')
		.$if(number !== null, (query) => query.where('e.number', '=', Number(number)))
		.orderBy('e.number', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!found) throw notFound();
	return found;
}

/** Number of the newest edition at an address. @throws Problem not_found */
export function newestNumber(system: SystemContext, slug: string): Promise<number> {
	return asSystem(system.db, async (trx) => (await getPublished(trx, slug, null)).number!);
}

/**
 * A page or picture of a released edition, for everybody. What was taken back is not in it from the
 * moment it is: sites are kept by the edition's build.
 * @throws Problem not_found
 */
export async function openPublishedPage(
	system: SystemContext,
	at: { slug: string; number: string; path: string }
): Promise<PublicPage> {
	const { edition, facts } = await asSystem(system.db, async (trx) => {
		const found = await getPublished(trx, at.slug, at.number);
		return { edition: found, facts: await readFacts(trx, found, system.config.origin) };
	});
	const key = `${edition.id} ${edition.build} ${facts.address}`;
	let site = sites.get(key);
	if (!site) {
		site = makeSite(system, edition.contentSha256, facts);
		// One that could not be made is tried again.
		site.catch(() => sites.delete(key));
		sites.set(key, site);
		for (const old of [...sites.keys()].slice(0, -MOST_SITES)) sites.delete(old);
	}
	const page = (await site).get(at.path);
	if (!page) throw notFound();
	return page;
}

async function makeSite(system: SystemContext, contentSha256: string, facts: EditionFacts) {
	const content = await readContent(system.storage, contentSha256);
	const locale = frameLocale(content.language);
	const files = buildSite(content, facts, [
		{ href: 'files', words: m.editions_public_files({}, { locale }) }
	]);
	return new Map([...files].map(([path, bytes]) => [path, pageOf(path, bytes)]));
}

function pageOf(path: string, bytes: Uint8Array): PublicPage {
	const ending = path.slice(path.lastIndexOf('.') + 1);
	return {
		bytes,
		sha256: sha256Of(bytes),
		mediaType: TYPES[ending] ?? 'application/octet-stream'
	};
}

/** A file of a released edition to take along. @throws Problem not_found, edition_rebuilding */
export async function openPublishedFile(
	system: SystemContext,
	at: { slug: string; number: string; format: EditionFormat | 'dataset' }
): Promise<EditionFile> {
	const { edition, file } = await asSystem(system.db, async (trx) => {
		const found = await getPublished(trx, at.slug, at.number);
		return { edition: found, file: await findFile(trx, found, at.format) };
	}).catch((thrown) => wakeAndThrow(system, thrown));
	const stream = await system.storage.open(file.sha256);
	if (!stream) throw notFound();
	return { ...fileHead(edition, at.format), ...file, stream };
}

/** What there is to take along of a released edition, and its siblings. @throws Problem not_found */
export function getPublishedFiles(system: SystemContext, slug: string, number: string) {
	return asSystem(system.db, async (trx) => {
		const edition = await getPublished(trx, slug, number);
		const files = await trx
			.selectFrom('edition_files')
			.select(['format', 'sha256', 'size'])
			.where('edition_id', '=', edition.id)
			.where('build', '=', edition.build)
			.where('state', '=', 'done')
			.orderBy('format')
			.execute();
		const dataset = await findFile(trx, edition, 'dataset').catch(() => null);
		const siblings = await editionsFrom(trx)
			.where('e.round_id', '=', edition.roundId)
			.where('e.state', '=', 'released')
			.orderBy('e.number', 'desc')
			.execute();
		const study = await trx
			.selectFrom('studies')
			.select(['name', 'is_invented as isInvented'])
			.where('id', '=', edition.studyId)
			.executeTakeFirstOrThrow();
		return {
			title: edition.title,
			number: edition.number!,
			study,
			contentSha256: edition.contentSha256,
			datasetRemovedAt: await findDatasetRemoval(trx, edition.id),
			files: [...files, ...(dataset ? [{ format: 'dataset' as const, ...dataset }] : [])],
			editions: siblings.map(({ number: each, decidedAt }) => ({
				number: each!,
				releasedAt: decidedAt
			}))
		};
	});
}
