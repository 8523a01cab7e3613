import { listPendingMigrations } from '../database/migrate.ts';
import { deliverMails } from '../mail/deliver.ts';
import { mailAtOnce, sendDigests } from '../mail/digest.ts';
import { makeDatasets } from '../dataset/make.ts';
import { makeEditionFiles } from '../editions/makeFiles.ts';
import { discardExpiredPapers } from '../paper/imports.ts';
import { discardExpiredImports } from '../qda/imports.ts';
import { findBrowser } from '../report/pdf/findBrowser.ts';
import { readConfig } from '../config.ts';
import { type Instance, openInstance } from '../instance.ts';
import { startJobs } from '../jobs/jobs.ts';
import { announce } from './announce.ts';
import { log, logFault } from './log.ts';
import { prepare } from '../prepare.ts';

// Development reloads modules; the embedded database must be opened once only. The server
// outside the bundle stops us through the same object.
const held = globalThis as { mufakat?: Promise<Instance>; mufakatStop?: () => Promise<void> };

/** The instance of this server process, opened, migrated and seeded on first use. */
export function getInstance(): Promise<Instance> {
	held.mufakat ??= open();
	return held.mufakat;
}

async function open(): Promise<Instance> {
	const config = readConfig(process.env);
	const instance = await openInstance(config);
	const prepared = await prepare(instance);
	const { system } = instance;
	const jobs = await startJobs(
		config,
		instance.database,
		{
			mail: async () => {
				await mailAtOnce(system);
				await deliverMails(system, (line) => log.info(line));
			},
			digest: () => sendDigests(system),
			dataset: async () => {
				await discardExpiredPapers(system);
				await discardExpiredImports(system);
				await makeDatasets(system);
			},
			edition: () => makeEditionFiles(system, findBrowser)
		},
		(error) => logFault(error, 'a job failed')
	);
	instance.onWake = jobs.wake;
	instance.onFault = (error) => logFault(error, 'telling pages failed');
	held.mufakatStop = async () => {
		// First, so that open streams hold nothing up and pages look for another process at once.
		await instance.hub.stop();
		await jobs.stop();
		await instance.close();
	};
	announce(config, prepared);
	return instance;
}

/** How many migrations this instance still lacks. @throws where the database cannot be reached */
export async function countPendingMigrations(): Promise<number> {
	const { system } = await getInstance();
	return (await listPendingMigrations(system.db)).length;
}
