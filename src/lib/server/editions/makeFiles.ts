import { sql } from 'kysely';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { EditionFormat } from '../database/reportTables.ts';
import { fileHead } from './files.ts';
import { drawProposed, keepPictures } from './keepPictures.ts';
import { makeFile } from './makeFile.ts';
import { queueAgain } from './queueFiles.ts';
import { editionsFrom, readContent, readFacts } from './queries.ts';

interface Claimed {
	id: string;
	edition_id: string;
	format: EditionFormat;
	build: number;
}

/**
 * Makes every file that waits, one after the other; the handler of the queue `edition`. What was made
 * before something was taken out of an edition is made again. One that fails keeps none waiting.
 */
export async function makeEditionFiles(
	system: SystemContext,
	findBrowser: () => string | undefined
): Promise<void> {
	await asSystem(system.db, (trx) => queueAgain(trx));
	await drawProposed(system);
	for (;;) {
		const claimed = await claimFile(system);
		if (!claimed) return;
		try {
			await makeOne(system, claimed, findBrowser);
		} catch (thrown) {
			await finish(system, claimed, { state: 'failed', error: reasonOf(thrown) });
		}
	}
}

/** The oldest that waits, or one whose maker has not been heard of for half an hour. */
function claimFile({ db }: SystemContext): Promise<Claimed | undefined> {
	return asSystem(db, async (trx) => {
		const claimed = await sql<Claimed>`update edition_files
			set state = 'running', claimed_at = now(), steps_done = 0, steps_total = null
			where id = (select f.id from edition_files f join editions e on e.id = f.edition_id
				where f.build = e.build and (f.state = 'queued'
					or (f.state = 'running' and f.claimed_at < now() - interval '30 minutes'))
				order by f.requested_at, f.format limit 1 for update of f skip locked)
			returning id, edition_id, format, build`.execute(trx);
		return claimed.rows[0];
	});
}

async function makeOne(
	system: SystemContext,
	claimed: Claimed,
	findBrowser: () => string | undefined
): Promise<void> {
	const { edition, facts } = await asSystem(system.db, async (trx) => {
		const found = await editionsFrom(trx)
			.where('e.id', '=', claimed.edition_id)
			.executeTakeFirstOrThrow();
		return { edition: found, facts: await readFacts(trx, found, system.config.origin) };
	});
	const content = await readContent(system.storage, edition.contentSha256);
	const bytes = await makeFile(claimed.format, content, facts, {
		pictures: await keepPictures(system, edition),
		chromium: claimed.format === 'pdf' ? findBrowser() : undefined,
		folder: fileHead(edition, claimed.format).name.replace(/\.\w+$/, ''),
		progress: (done, total) =>
			asSystem(system.db, async (trx) => {
				await sql`update edition_files set steps_done = ${done}::integer,
					steps_total = ${total}::integer, claimed_at = now() where id = ${claimed.id}`.execute(trx);
			})
	});
	await finish(system, claimed, {
		state: 'done',
		error: null,
		...(await system.storage.put(bytes))
	});
}

/** What was taken out while it was being made may still be in it: then it is given to nobody. */
async function finish(
	{ db, now }: SystemContext,
	{ id, edition_id, build }: Claimed,
	end: { state: 'done' | 'failed'; error: string | null; sha256?: string; size?: number }
): Promise<void> {
	await asSystem(db, async (trx) => {
		const edition = await trx
			.selectFrom('editions')
			.select('build')
			.where('id', '=', edition_id)
			.executeTakeFirstOrThrow();
		const isOutdated = edition.build !== build;
		const outdated = { state: 'failed' as const, error: 'superseded' };
		await trx
			.updateTable('edition_files')
			.set({ ...(isOutdated ? outdated : end), finished_at: now() })
			.where('id', '=', id)
			.execute();
		if (isOutdated) await queueAgain(trx, edition_id);
	});
}

/** A code or the error's name: its message could hold words of an answer. */
function reasonOf(thrown: unknown): string {
	const { code, name } = (thrown ?? {}) as { code?: unknown; name?: unknown };
	return String(code ?? name ?? 'unknown').slice(0, 80);
}
