// Finds the programs Mufakat borrows from the machine. Chromium is looked for in this order:
// CHROMIUM_PATH, the PATH, Playwright's own (fetched where that is possible), apt.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createRequire } from 'node:module';

const browsers = [
	'chromium',
	'chromium-browser',
	'google-chrome-stable',
	'google-chrome',
	'chrome'
];

/** @param {string} path */
function isProgram(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** @param {string[]} names @returns {string | undefined} */
function onPath(names) {
	for (const name of names)
		for (const dir of (process.env.PATH ?? '').split(delimiter))
			if (dir && isProgram(join(dir, name))) return join(dir, name);
	return undefined;
}

/** @returns {string | undefined} */
function fetchedByPlaywright() {
	const require = createRequire(import.meta.url);
	const script = `import(${JSON.stringify(require.resolve('playwright-core'))}).then(m => process.stdout.write((m.chromium ?? m.default.chromium).executablePath()))`;
	const path = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout?.trim();
	return path && existsSync(path) ? path : undefined;
}

/**
 * @param {{mayInstall?: boolean}} [options] mayInstall: fetch or install one where none is found
 * @returns {{path?: string, message?: string}}
 */
export function findChromium({ mayInstall = false } = {}) {
	const given = process.env.CHROMIUM_PATH;
	if (given)
		return isProgram(given)
			? { path: given }
			: {
					message: `CHROMIUM_PATH is ${given}, which is not a program. Point it at a Chromium or unset it.`
				};
	const found = onPath(browsers) ?? fetchedByPlaywright();
	if (found) return { path: found };
	if (mayInstall) {
		process.stderr.write('No Chromium found; fetching one …\n');
		const require = createRequire(import.meta.url);
		const cli = join(require.resolve('playwright-core/package.json'), '..', 'cli.js');
		spawnSync(process.execPath, [cli, 'install', 'chromium'], {
			stdio: ['ignore', 2, 2],
			timeout: 180_000
		});
		const fetched = fetchedByPlaywright();
		if (fetched) return { path: fetched };
		if (process.getuid?.() === 0 && onPath(['apt-get'])) {
			const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
			spawnSync('apt-get', ['update'], { stdio: ['ignore', 2, 2], env });
			spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
				stdio: ['ignore', 2, 2],
				env
			});
			const installed = onPath(browsers);
			if (installed) return { path: installed };
		}
	}
	return {
		message:
			'No Chromium found. Install one ("apt-get install chromium", or Chrome from its maker) so that it is on the PATH, ' +
			'or set CHROMIUM_PATH to it, or run "npx playwright install chromium" where downloads are possible.'
	};
}

/** @returns {string | undefined} the newest folder of PostgreSQL's programs (initdb, pg_ctl, …) */
export function findPostgres() {
	const base = '/usr/lib/postgresql';
	if (existsSync(base)) {
		const versions = readdirSync(base).sort((a, b) => Number(b) - Number(a));
		for (const version of versions)
			if (isProgram(join(base, version, 'bin', 'initdb'))) return join(base, version, 'bin');
	}
	const initdb = onPath(['initdb']);
	return initdb ? join(initdb, '..') : undefined;
}
