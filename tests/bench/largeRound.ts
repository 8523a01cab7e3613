import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../../bin/find.mjs';
import { type BenchWorld, LARGE_ANSWERS } from './benchWorld.ts';
import { peakMemory, report, timeCalls } from './measure.ts';
import type { Running } from './serve.ts';

/** The overview of a round with 100,000 answers, against a page that reads nothing. */
export async function measureOverview(world: BenchWorld, running: Running): Promise<void> {
	const headers = { cookie: world.coordinator.cookie };
	const get = async (path: string) => {
		const response = await fetch(`${running.origin}${path}`, { headers, redirect: 'manual' });
		const body = await response.arrayBuffer();
		if (response.status !== 200) throw new Error(`${path} answered ${response.status}.`);
		return body.byteLength;
	};
	const path = `/rounds/${world.largeRoundId}`;
	await timeCalls(10, 1, async () => void (await get(path)));
	const reference = await timeCalls(200, 1, async () => void (await get('/healthz')));
	const overview = await timeCalls(200, 1, async () => void (await get(path)));
	report('overview, 1,000 delegations, 100,000 answers', {
		...overview,
		htmlBytes: await get(path),
		reference: { what: '/healthz', ...reference },
		ratio: Number((overview.p50 / reference.p50).toFixed(2))
	});
	const small = `/rounds/${world.roundId}`;
	await timeCalls(10, 1, async () => void (await get(small)));
	report('overview, 50 delegations, beside 100,000 answers', {
		...(await timeCalls(200, 1, async () => void (await get(small)))),
		reference: { what: '/healthz', ...reference }
	});
}

/** The long CSV of 100,000 answers by the command line, against COPY of the same rows by psql. */
export async function measureExport(world: BenchWorld): Promise<void> {
	const bin = findPostgres();
	const out = join(mkdtempSync(join(tmpdir(), 'mufakat-bench-')), 'dataset.csv');
	const copy = `copy (select a.*, d.country, c.name from submitted_answers a join delegations d on d.id = a.delegation_id
		join round_countries c on c.round_id = d.round_id and c.country = d.country
		where a.round_id = '${world.largeRoundId}' and is_latest and is_accepted order by a.delegation_id, a.question)
		to stdout (format csv)`;
	const before = performance.now();
	// The owner sees no row of a closed table; the system role does.
	const copied = execFileSync(
		join(bin!, 'psql'),
		[world.url, '-q', '-c', 'set role mufakat_system', '-c', copy],
		{ maxBuffer: 1 << 30 }
	);
	const copyMs = performance.now() - before;

	const child = spawn(
		process.execPath,
		['src/cli/mufakat.ts', 'export', 'dataset', '--round', world.largeRoundId, '--out', out],
		{ env: { ...process.env, DATABASE_URL: world.url }, stdio: ['ignore', 'ignore', 'inherit'] }
	);
	const started = performance.now();
	let peak = 0;
	const watch = setInterval(() => (peak = Math.max(peak, peakMemory(child.pid!) ?? 0)), 50);
	const code = await new Promise((resolve) => child.once('exit', resolve));
	clearInterval(watch);
	if (code !== 0) throw new Error(`The export ended with ${code}.`);
	const exportMs = performance.now() - started;
	report('export of 100,000 answers', {
		answers: LARGE_ANSWERS,
		ms: Math.round(exportMs),
		bytes: statSync(out).size,
		peakMiB: peak,
		reference: {
			what: 'COPY … TO STDOUT (FORMAT csv) by psql',
			ms: Math.round(copyMs),
			bytes: copied.length
		},
		ratio: Number((exportMs / copyMs).toFixed(2))
	});
}
