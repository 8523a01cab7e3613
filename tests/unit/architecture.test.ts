import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The rules of docs/architecture.md, asked of the files themselves. */
const files = readdirSync('src', { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && /\.(ts|js|svelte)$/.test(entry.name))
	.map((entry) => join(entry.parentPath, entry.name))
	.filter((file) => !file.startsWith('src/lib/paraglide'));

const text = (file: string) => readFileSync(file, 'utf8');

/** What a file imports, as paths from the root; packages as they are named. */
function importsOf(file: string): string[] {
	const specifiers = [
		...text(file).matchAll(/(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]/g),
		...text(file).matchAll(/import\s*\(\s*['"]([^'"]+)['"]\s*\)/g),
		...text(file).matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm)
	].map((match) => match[1]!);
	return specifiers.map((specifier) =>
		specifier.startsWith('#lib/')
			? specifier.replace('#lib/', 'src/lib/')
			: specifier.startsWith('.')
				? normalize(join(dirname(file), specifier))
				: specifier
	);
}

const under = (folder: string) => files.filter((file) => file.startsWith(folder));
const breaches = (among: string[], forbidden: (target: string, file: string) => boolean) =>
	among.flatMap((file) =>
		importsOf(file)
			.filter((target) => forbidden(target, file))
			.map((target) => `${file} → ${target}`)
	);

test('there is something to judge', () => {
	expect(files.length).toBeGreaterThan(100);
	expect(importsOf('src/lib/server/responses/answer.ts')).toContain(
		'src/lib/server/database/asActor.ts'
	);
});

test('what the browser may load never imports the server', () => {
	const shared = under('src/lib/').filter((file) => !file.startsWith('src/lib/server/'));
	expect(breaches(shared, (target) => target.startsWith('src/lib/server'))).toEqual([]);
});

test('the server runs without SvelteKit; only its http folder knows it', () => {
	const plain = under('src/lib/server/').filter((file) => !file.startsWith('src/lib/server/http/'));
	const foreign = (target: string) =>
		target.startsWith('$app') ||
		target.startsWith('@sveltejs/') ||
		target === 'svelte' ||
		target.endsWith('.svelte');
	expect(breaches([...plain, ...under('src/cli/')], foreign)).toEqual([]);
});

test('the questionnaire engine does no I/O and knows no page', () => {
	const outside = (target: string) =>
		!target.startsWith('src/lib/xlsform/') && target !== 'node-diff3';
	expect(breaches(under('src/lib/xlsform/'), outside)).toEqual([]);
});

describe('domains call only to their left', () => {
	const order = [
		'accounts',
		'sessions',
		'questionnaires',
		'studies',
		'treaties',
		'responses',
		'handouts',
		'paper',
		'review',
		'focusgroups',
		'coding',
		'qda',
		'dataset',
		'report',
		'editions',
		'demo'
	];
	test.each(order)('%s', (domain) => {
		const right = order.slice(order.indexOf(domain) + 1);
		expect(
			breaches(under(`src/lib/server/${domain}/`), (target) =>
				right.some((other) => target.startsWith(`src/lib/server/${other}/`))
			)
		).toEqual([]);
	});

	test('mechanisms call no domain', () => {
		const mechanisms = [
			'access',
			'audit',
			'jobs',
			'storage',
			'workbooks',
			'mail',
			'database',
			'keys',
			'realtime',
			'transcripts'
		];
		const among = mechanisms.flatMap((name) => under(`src/lib/server/${name}/`));
		expect(
			breaches(among, (target) =>
				order.some((domain) => target.startsWith(`src/lib/server/${domain}/`))
			)
		).toEqual([]);
	});
});

describe('routes', () => {
	const routes = under('src/routes/').filter((file) => /\+(page|layout)?\.?server\.ts$/.test(file));
	test('parse, call and answer: no SQL, no table, at most 80 lines', () => {
		expect(routes.length).toBeGreaterThan(20);
		expect(
			breaches(
				routes,
				(target) => target === 'kysely' || target.startsWith('src/lib/server/database/')
			)
		).toEqual([]);
		expect(routes.filter((file) => text(file).split('\n').length > 81)).toEqual([]);
	});
	test('of the application ask who is there', () => {
		const app = routes.filter((file) => file.startsWith('src/routes/(app)/'));
		const unguarded = app.filter(
			(file) => !/loadPage|formAction|requireContext|sign_in_required/.test(text(file))
		);
		expect(unguarded).toEqual([]);
	});
});

test('no file is longer than a person reads: 300 lines', () => {
	expect(files.filter((file) => text(file).split('\n').length > 301)).toEqual([]);
});

test('no page trusts a text with markup, and none has inline styles', () => {
	const pages = files.filter((file) => file.endsWith('.svelte'));
	expect(pages.filter((file) => /\{@html/.test(text(file)))).toEqual([]);
	expect(pages.filter((file) => /\sstyle(=|:[\w-]+=)/.test(text(file)))).toEqual([]);
});

test('migrations import nothing but kysely', () => {
	for (const file of readdirSync('migrations'))
		expect(
			importsOf(join('migrations', file)).filter((target) => target !== 'kysely'),
			file
		).toEqual([]);
});
