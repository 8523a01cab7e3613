import type { Actor } from './database/asActor.ts';
import type { Db } from './database/database.ts';
import type { Config } from './config.ts';
import type { Storage } from './storage/storage.ts';

/** What every domain verb gets first: where to work, who works, and what time it is. */
export interface Context {
	db: Db;
	actor: Actor;
	config: Config;
	storage: Storage;
	now: () => Date;
	/** Asks the job runner to look for work; harmless where none runs. */
	wake: (queue: 'mail' | 'dataset' | 'edition') => void;
}

/** A Context before anybody has signed in. */
export type SystemContext = Omit<Context, 'actor'>;
