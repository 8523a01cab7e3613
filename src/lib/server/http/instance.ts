import { readConfig } from '../config.ts';
import { type Instance, openInstance } from '../instance.ts';
import { prepare } from '../prepare.ts';

// Development reloads modules; the embedded database must be opened once only.
const held = globalThis as { mufakat?: Promise<Instance> };

/** The instance of this server process, opened, migrated and seeded on first use. */
export function getInstance(): Promise<Instance> {
	held.mufakat ??= (async () => {
		const config = readConfig(process.env);
		const instance = await openInstance(config, { jobs: false });
		await prepare(instance);
		return instance;
	})();
	return held.mufakat;
}
