import { PgBoss, fromPglite } from 'pg-boss';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';

export const QUEUES = ['mail', 'digest', 'dataset', 'edition'] as const;
export type Queue = (typeof QUEUES)[number];
/** Does all the work that waits in its queue; called again after a failure. */
export type JobHandlers = Record<Queue, () => Promise<void>>;

export interface JobRunner {
	wake(queue: Queue): void;
	stop(): Promise<void>;
}

/**
 * Starts the runner. What is to be done stands in our own tables, written in the transaction
 * that asked for it; a job only says "look", so a lost or doubled job loses and doubles nothing.
 */
export async function startJobs(
	config: Config,
	database: Database,
	handlers: JobHandlers,
	report: (error: unknown) => void
): Promise<JobRunner> {
	const boss = database.lite
		? new PgBoss({ db: fromPglite(database.lite), backend: 'pglite' })
		: new PgBoss({ connectionString: config.databaseUrl!, max: 3 });
	// The library keeps what a job failed with in a table of its own. A message may quote somebody's
	// words, that of a database does: there only the kind of the fault is kept, for it to be tried again.
	const attempt = async (queue: Queue) => {
		try {
			await handlers[queue]();
		} catch (error) {
			report(error);
			throw new Error(error instanceof Error ? error.name : typeof error);
		}
	};
	boss.on('error', report);
	await boss.start();
	for (const queue of QUEUES) {
		await boss.createQueue(queue, { retryLimit: 3, retryDelay: 30, retryBackoff: true });
		await boss.work(queue, { pollingIntervalSeconds: 1, batchSize: 20 }, () => attempt(queue));
		await boss.schedule(queue, '*/5 * * * *');
		await boss.send(queue);
	}
	return {
		wake: (queue) => void boss.send(queue).catch(report),
		stop: () => boss.stop({ graceful: true, timeout: 5_000 })
	};
}
