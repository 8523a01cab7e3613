import type { Config } from '../config.ts';

/** Takes a path of this instance; gives the whole address people can open from a mail. */
export function publicLink(config: Config, path: string): string {
	return new URL(path, config.origin ?? `http://127.0.0.1:${config.port}`).href;
}
