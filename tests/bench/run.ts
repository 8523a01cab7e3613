/**
 * npm run bench: one line of JSON per measure, each beside a reference measured in the same run
 * on the same PostgreSQL. Everything stays on loopback, bounded in count and time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../support/postgres.ts';
import { measureAreaPage } from './areaPage.ts';
import { buildBenchWorld } from './benchWorld.ts';
import { measureCoding } from './coding.ts';
import { measureEdition } from './edition.ts';
import { measureEngine } from './engine.ts';
import { measureExport, measureOverview } from './largeRound.ts';
import { measureLive } from './live.ts';
import { peakMemory, report } from './measure.ts';
import { measureSaves } from './saves.ts';
import { serve } from './serve.ts';
import { measureSlowLine } from './slowLine.ts';

const only = process.argv.slice(2);
const wanted = (name: string) => only.length === 0 || only.includes(name);
if (wanted('engine')) await measureEngine();
if (wanted('edition') && !(await measureEdition())) {
	console.error('aim not met: an edition as HTML and Word');
	process.exitCode = 1;
}
// By themselves they need no database.
if (only.length > 0 && only.every((name) => name === 'engine' || name === 'edition'))
	process.exit();

const dataDir = mkdtempSync(join(tmpdir(), 'mufakat-bench-'));
const cluster = await startCluster(['-c max_connections=100']);
try {
	const world = await buildBenchWorld(cluster.adminUrl, dataDir);
	const running = await serve(
		{ DATABASE_URL: world.url, MUFAKAT_DATA: dataDir, MUFAKAT_DEMO: '0' },
		4199
	);
	try {
		if (wanted('saves')) await measureSaves(world, running);
		if (wanted('live') && !(await measureLive(world, running))) {
			console.error('aim not met: saves with 200 pages connected');
			process.exitCode = 1;
		}
		if (wanted('page')) await measureAreaPage(world, running);
		if (wanted('slowLine')) await measureSlowLine(world, running);
		if (wanted('coding')) await measureCoding(world, running);
		if (wanted('overview')) await measureOverview(world, running);
		report('memory of the server', { peakMiB: peakMemory(running.pid) });
		if (wanted('export')) await measureExport(world);
	} finally {
		await running.stop();
		await world.instance.close();
	}
} finally {
	cluster.stop();
	rmSync(dataDir, { recursive: true, force: true });
}
