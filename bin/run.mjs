// The one entry of every npm script. It brings a fresh clone to the point where the command
// can run: exact dependencies, Node 24 (from the npm package `node`), a current build. Until
// the first install the only Node here may be an old one, so this file stays plain and
// imports nothing that is not part of Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const [command = '', ...rest] = process.argv.slice(2);
/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`);

/** @param {string} text @returns {never} */
function fail(text) {
	say(text);
	process.exit(1);
}

function installWhenStale() {
	const stamp = join(modules, '.deps-stamp');
	const lock = createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	say('Installing dependencies (once, about a minute) …');
	const npm = process.env.npm_execpath;
	const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
	const done = npm
		? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
		: spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2] });
	if (done.status !== 0) fail('npm ci failed; the lines above say why. Mend that and run again.');
	writeFileSync(stamp, lock);
}

function findNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
	const bundled = join(modules, 'node', 'bin', 'node');
	if (!existsSync(bundled))
		spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
			cwd: join(modules, 'node'),
			stdio: ['ignore', 2, 2]
		});
	if (!existsSync(bundled))
		fail(
			'Mufakat needs Node 22.18 or newer and could not fetch its own. Install Node 24 and run again.'
		);
	return bundled;
}

installWhenStale();
const node = findNode();
const env = {
	...process.env,
	PATH: [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter),
	NODE_NO_WARNINGS: process.env.NODE_NO_WARNINGS ?? '1'
};
/** @param {string} name @param {string} file */
const tool = (name, file) => join(modules, name, file);
const vite = tool('vite', 'bin/vite.js');
const kit = tool('@sveltejs/kit', 'svelte-kit.js');
const vitest = tool('vitest', 'vitest.mjs');
const eslint = tool('eslint', 'bin/eslint.js');
const prettier = tool('prettier', 'bin/prettier.cjs');
const playwright = tool('@playwright/test', 'cli.js');
const svelteCheck = tool('svelte-check', 'bin/svelte-check');

/**
 * Runs one step with Node 24; ends this program with its status when it fails.
 * @param {string} name @param {string[]} args
 * @param {{ quiet?: boolean, env?: Record<string, string> }} [extra]
 */
function step(name, args, extra = {}) {
	const started = Date.now();
	const done = spawnSync(node, args, {
		cwd: root,
		env: { ...env, ...extra.env },
		// What a quiet step prints is of use only when it fails.
		stdio: extra.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
		maxBuffer: 64 * 1024 * 1024
	});
	if (done.status !== 0) {
		if (extra.quiet) say(`${done.stdout}${done.stderr}`);
		say(`✗ ${name} failed`);
		process.exit(done.status ?? 1);
	}
	if (!extra.quiet) say(`✓ ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

/** @param {string} path @returns {number} latest change below it, in ms */
function newest(path) {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat || path.endsWith(join('src', 'lib', 'paraglide'))) return 0;
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const sources = ['src', 'messages', 'static', 'migrations', 'vite.config.ts', 'svelte.config.js'];
/** @param {string} path */
const age = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Messages as functions; the command line and the tests read them without a build. */
function compileMessages() {
	const made = age('src/lib/paraglide/messages.js');
	if (made > newest(join(root, 'messages')) && made > age('project.inlang/settings.json')) return;
	step('messages', [join(root, 'bin', 'messages.mjs')], { quiet: true });
}

function buildWhenStale() {
	const built = age('build/handler.js');
	const wanted = Math.max(
		age('package-lock.json'),
		...sources.map((path) => newest(join(root, path)))
	);
	if (built > wanted) return;
	say('Building …');
	step('build', [vite, 'build', '--logLevel', 'warn'], { quiet: true });
}

function check() {
	step('svelte-kit sync', [kit, 'sync'], { quiet: true });
	step('types', [
		svelteCheck,
		'--tsconfig',
		'./tsconfig.json',
		'--output',
		'human',
		'--threshold',
		'warning',
		'--fail-on-warnings'
	]);
	step('lint', [eslint, '.', '--max-warnings', '0']);
	step('format', [prettier, '--check', '--log-level', 'warn', '.']);
}

function testAll() {
	compileMessages();
	check();
	buildWhenStale();
	const found = spawnSync(node, [join(root, 'bin', 'services.mjs')], {
		cwd: root,
		env,
		stdio: ['ignore', 'pipe', 2]
	});
	if (found.status !== 0) process.exit(found.status ?? 1);
	const services = JSON.parse(found.stdout.toString());
	const projects = ['--project', 'unit', '--project', 'pglite'];
	if (services.postgres) projects.push('--project', 'postgres');
	const vitestReport = join(root, '.cache', 'vitest.json');
	const playwrightReport = join(root, '.cache', 'playwright.json');
	rmSync(vitestReport, { force: true });
	rmSync(playwrightReport, { force: true });
	step(
		'unit and integration',
		[
			vitest,
			'run',
			...projects,
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${vitestReport}`
		],
		{ env: services.env }
	);
	step('end to end', [playwright, 'test', '--reporter=line,json'], {
		env: { ...services.env, PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport }
	});
	const plain = JSON.parse(readFileSync(vitestReport, 'utf8'));
	const { stats } = JSON.parse(readFileSync(playwrightReport, 'utf8'));
	const passed = plain.numPassedTests + stats.expected + stats.flaky;
	const failed = plain.numFailedTests + stats.unexpected;
	const skipped = plain.numPendingTests + stats.skipped;
	process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
}

/**
 * A long-running child: signals are handed on, its status becomes ours.
 * @param {string[]} args @param {Record<string, string>} [extra]
 */
function run(args, extra = {}) {
	const child = spawn(node, args, { cwd: root, env: { ...env, ...extra }, stdio: 'inherit' });
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
		process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}

switch (command) {
	case 'start':
		compileMessages();
		buildWhenStale();
		run([join(root, 'server.ts')]);
		break;
	case 'dev':
		run([vite, 'dev', ...rest]);
		break;
	case 'build':
		buildWhenStale();
		break;
	case 'check':
		compileMessages();
		check();
		break;
	case 'format':
		step('format', [prettier, '--write', '--log-level', 'warn', '.']);
		break;
	case 'test':
		testAll();
		break;
	case 'vitest':
		compileMessages();
		// In a fresh clone the settings of TypeScript point to what this makes.
		if (!existsSync(join(root, '.svelte-kit', 'tsconfig.json')))
			step('svelte-kit sync', [kit, 'sync'], { quiet: true });
		run([vitest, 'run', ...rest]);
		break;
	case 'e2e':
		buildWhenStale();
		run([playwright, 'test', ...rest]);
		break;
	case 'bench':
		buildWhenStale();
		run([join(root, 'tests', 'bench', 'run.ts'), ...rest]);
		break;
	case 'pictures':
		if (rest[0] === 'scripts') {
			compileMessages();
			run([join(root, 'tests', 'pictures', 'scripts.ts'), ...rest.slice(1)]);
			break;
		}
		buildWhenStale();
		run([join(root, 'bin', 'pictures.ts'), ...rest]);
		break;
	case 'cli':
		compileMessages();
		run([join(root, 'src', 'cli', 'mufakat.ts'), ...rest]);
		break;
	default:
		fail(
			`No command "${command}". One of: start, dev, build, check, format, test, bench, pictures, cli.`
		);
}
