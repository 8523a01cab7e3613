// What this machine offers the tests: a Chromium and PostgreSQL's programs. Prints
// {"postgres": boolean, "env": {...}}; ends with a message that says what to install where
// no browser can be had.
import { findChromium, findPostgres } from './find.mjs';

const chromium = findChromium({ mayInstall: true });
if (!chromium.path) {
	process.stderr.write(`${chromium.message}\n`);
	process.exit(1);
}
const postgres = process.env.TEST_DATABASE_URL ? 'given' : findPostgres();
if (!postgres)
	process.stderr.write(
		'PostgreSQL not found (no /usr/lib/postgresql/*/bin, no TEST_DATABASE_URL): integration tests run on the embedded engine only.\n'
	);
process.stdout.write(
	JSON.stringify({ postgres: Boolean(postgres), env: { CHROMIUM_PATH: chromium.path } })
);
