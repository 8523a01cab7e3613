import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#lib/server/database/database.ts';
import { type ActionAccess, type Ids, ROUTES, VISITOR_ROUTES } from '../support/accessTable.ts';
import { prepareWorld } from '../support/accessWorld.ts';
import { type App, fingerprint, serveApp } from '../support/app.ts';
import { openTestDatabase } from '../support/database.ts';
import { PEOPLE, type Person, type World, buildWorld } from '../support/world.ts';

/** Every route of the application as people, strangers and visitors meet it, over HTTP. */
let database: Database;
let world: World;
let app: App;
let ids: Ids;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	const prepared = await prepareWorld(world);
	ids = {
		...prepared,
		roundId: world.roundId,
		studyId: world.studyId,
		delegationId: world.delegations.KH,
		otherDelegationId: world.delegations.ID,
		accounts: world.accounts
	};
	app = await serveApp(world);
});
afterAll(async () => {
	await app?.close();
	await database.close();
});

interface Found {
	route: string;
	actions: string[];
}

/** Routes and their actions as the files say, so that none can be forgotten here. */
function findRoutes(): Found[] {
	const found = new Map<string, Set<string>>();
	for (const entry of readdirSync('src/routes', { recursive: true, withFileTypes: true })) {
		if (!entry.isFile() || !/^\+(page\.svelte|page\.server\.ts|server\.ts)$/.test(entry.name))
			continue;
		const route =
			'/' +
			entry.parentPath
				.replace(/^src\/routes\/?/, '')
				.replaceAll(/\([^)]+\)\/?/g, '')
				.replace(/\/$/, '');
		const actions = found.get(route) ?? new Set<string>();
		const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
		const body = /export const actions[^{]*\{([\s\S]*?)\n\}/.exec(text)?.[1] ?? '';
		for (const match of body.matchAll(/^\t(\w+):/gm)) actions.add(match[1]!);
		for (const match of text.matchAll(/export const (POST|PUT|PATCH|DELETE)\b/g))
			actions.add(match[1]!);
		found.set(route, actions);
	}
	return [...found].map(([route, actions]) => ({ route, actions: [...actions].sort() }));
}

const get = (address: string, person?: Person) =>
	fetch(app.origin + address, {
		redirect: 'manual',
		headers: person ? { cookie: app.cookies[person] } : {}
	});

function post(address: string, name: string, action: ActionAccess, person?: Person) {
	const form = action.form(ids);
	const isNamed = name !== 'default' && name !== name.toUpperCase();
	const query = isNamed ? `${address.includes('?') ? '&' : '?'}/${name}` : '';
	const body = action.isJson
		? JSON.stringify({ ...form, ...(form.answers && { answers: JSON.parse(form.answers) }) })
		: action.file
			? withFile(form, action.file)
			: new URLSearchParams(form);
	return fetch(app.origin + address + query, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			origin: app.origin,
			// As a browser's own form says; a script would be answered in JSON.
			accept: 'text/html',
			// A form with a file names its own boundary.
			...(action.file
				? {}
				: {
						'content-type': action.isJson ? 'application/json' : 'application/x-www-form-urlencoded'
					}),
			...(person ? { cookie: app.cookies[person] } : {})
		},
		body
	});
}

function withFile(form: Record<string, string>, file: NonNullable<ActionAccess['file']>) {
	const data = new FormData();
	for (const [name, value] of Object.entries(form)) data.set(name, value);
	data.set(file.field, new File([file.text], file.name, { type: 'text/csv' }));
	return data;
}

test('every route and every action is in the table', () => {
	const missing = findRoutes()
		.filter(({ route }) => !VISITOR_ROUTES.has(route))
		.flatMap(({ route, actions }) => {
			const known = ROUTES.get(route);
			if (!known) return [route];
			return actions.filter((name) => !known.actions?.[name]).map((name) => `${route}?/${name}`);
		});
	expect(missing).toEqual([]);
});

test('the table holds nothing that is not there', () => {
	const found = new Map(findRoutes().map(({ route, actions }) => [route, actions]));
	const gone = [...ROUTES].flatMap(([route, { actions = {} }]) =>
		found.has(route)
			? Object.keys(actions)
					.filter((name) => !found.get(route)!.includes(name))
					.map((name) => `${route}?/${name}`)
			: [route]
	);
	expect(gone).toEqual([]);
});

const closed = [...ROUTES].filter(([, access]) => access.see !== 'public');

describe('pages', () => {
	test.each(closed.filter(([, access]) => access.see !== 'no page'))(
		'%s',
		async (_route, access) => {
			const address = access.address(ids);
			const visitor = await get(address);
			expect([visitor.status, visitor.headers.get('location')?.split('?')[0]]).toEqual(
				access.isForScripts ? [401, undefined] : [303, '/sign-in']
			);
			for (const person of PEOPLE) {
				const { status, body } = await get(address, person);
				// A stream of events has no end of its own.
				await body?.cancel();
				const may = access.see === 'everyone' || access.see.includes(person);
				if (may) expect([200, 303], `${person} ${address}`).toContain(status);
				else expect(status, `${person} ${address}`).toBe(404);
			}
		}
	);
});

const actions = closed.flatMap(([route, access]) =>
	Object.entries(access.actions ?? {}).map(
		([name, action]) => [`${route} ${name}`, access, name, action] as const
	)
);

describe('actions by those who may not: 404, and nothing changes', () => {
	test.each(actions)('%s', async (_label, access, name, action) => {
		const address = access.address(ids);
		const before = await fingerprint(world);
		const visitor = await post(address, name, action);
		expect([303, 401]).toContain(visitor.status);
		// Where nobody may now (nothing to accept or reopen yet), those who see the page may later.
		const may = action.may.length > 0 ? action.may : (access.see as readonly Person[]);
		for (const person of PEOPLE.filter((each) => !may.includes(each))) {
			const { status } = await post(address, name, action, person);
			expect(status, `${person} ${address} ${name}`).toBe(404);
		}
		expect(await fingerprint(world)).toEqual(before);
	});
});

describe('one’s own address with another’s ids: 404, and nothing changes', () => {
	const own = (route: string) =>
		route
			.replace('[delegation]', world.delegations.ID)
			.replace('[study]', world.otherStudyId)
			.replace('[area]', 'return');
	const cases: [Person, string, string, () => Record<string, string>][] = [
		[
			'budi',
			'/respond/[delegation]/[area]',
			'reply',
			() => ({ query: ids.queryId, body: 'Not mine.' })
		],
		[
			'budi',
			'/respond/[delegation]/[area]',
			'removeEvidence',
			() => ({ evidence: ids.draftEvidenceId })
		],
		['budi', '/respond/[delegation]/people', 'revoke', () => ({ invitation: ids.invitations.own })],
		[
			'budi',
			'/respond/[delegation]/people',
			'remove',
			() => ({ account: ids.accounts.dara, delegation: ids.delegationId })
		],
		['citra', '/studies/[study]/people', 'revoke', () => ({ invitation: ids.invitations.study })],
		[
			'citra',
			'/studies/[study]/people',
			'removeRepresentative',
			() => ({ account: ids.accounts.dara, delegation: ids.delegationId })
		],
		[
			'citra',
			'/studies/[study]/questionnaires/new',
			'version',
			() => ({ versionId: ids.versionId })
		]
	];

	test.each(cases)('%s at %s %s', async (person, route, name, form) => {
		// The address itself is one they may see, so a refusal is about the id.
		expect((await get(own(route), person)).status).toBe(200);
		const before = await fingerprint(world);
		const { status } = await post(own(route), name, { may: [], form }, person);
		expect(status).toBe(404);
		expect(await fingerprint(world)).toEqual(before);
	});

	test('a save that names another’s response', async () => {
		const before = await fingerprint(world);
		const answers = [
			{
				question: 'helped',
				base: 0,
				status: 'answered',
				value: 'no',
				reason: null,
				exposure: 'public'
			}
		];
		const response = await world.responseId('KH', 'return');
		const { status } = await fetch(`${app.origin}${own('/respond/[delegation]/[area]')}/answers`, {
			method: 'POST',
			headers: { origin: app.origin, 'content-type': 'application/json', cookie: app.cookies.budi },
			body: JSON.stringify({ saveId: crypto.randomUUID(), response, answers })
		});
		expect(status).toBe(404);
		expect(await fingerprint(world)).toEqual(before);
	});
});

describe('the same actions by somebody who may: done', () => {
	test.each(actions.filter(([, , , action]) => action.may.length > 0))(
		'%s',
		async (_label, access, name, action) => {
			const before = await fingerprint(world);
			const answer = await post(access.address(ids), name, action, action.may[0]);
			expect([200, 204, 303], `${answer.status} ${action.may[0]}`).toContain(answer.status);
			const after = expect(await fingerprint(world));
			if (action.leavesNothing) after.toEqual(before);
			else after.not.toEqual(before);
		}
	);
});

describe('addresses that are not ours', () => {
	test('of nonsense are 404, not errors', async () => {
		for (const id of ['x', '%00', "'", '00000000-0000-0000-0000-000000000000', '..%2f..'])
			for (const path of [
				`/rounds/${id}`,
				`/studies/${id}`,
				`/respond/${id}`,
				`/respond/${ids.delegationId}/${id}`,
				`/evidence/${id}/file`,
				`/rounds/${ids.roundId}/review/${id}`,
				`/rounds/${ids.roundId}/compare/${id}`,
				`/rounds/${ids.roundId}/dataset/${id}/file`,
				`/rounds/${ids.roundId}/settings/version?to=${id}`,
				`/respond/${id}/aside`,
				`/studies/${ids.studyId}/questionnaires/${id}`,
				`/studies/${ids.studyId}/questionnaires/versions/${id}/file`,
				`/studies/${ids.studyId}/questionnaires/drafts/${id}`,
				`/studies/${ids.studyId}/questionnaires/drafts/${id}/preview`
			])
				for (const person of ['sokha', 'rina'] as const) {
					const { status } = await get(path, person);
					expect([404, 400], `${person} ${path}`).toContain(status);
				}
	});

	test('sent a form from another site are refused', async () => {
		const before = await fingerprint(world);
		for (const type of [
			'application/x-www-form-urlencoded',
			'APPLICATION/X-WWW-FORM-URLENCODED',
			'text/plain',
			'multipart/form-data; boundary=x'
		]) {
			const { status } = await fetch(`${app.origin}/studies/new`, {
				method: 'POST',
				headers: {
					origin: 'https://elsewhere.example',
					'content-type': type,
					cookie: app.cookies.rina
				},
				body: 'name=Forged'
			});
			expect(status, type).toBe(403);
		}
		expect(await fingerprint(world)).toEqual(before);
	});

	test('sent JSON under another name are refused', async () => {
		const { status } = await fetch(`${app.origin}/respond/${ids.delegationId}/return/answers`, {
			method: 'POST',
			headers: { origin: app.origin, 'content-type': 'text/plain', cookie: app.cookies.sokha },
			body: '{}'
		});
		expect(status).toBe(415);
	});
});

describe('what every answer carries', () => {
	test('signed in: no copy is kept, nothing runs that is not ours', async () => {
		const answer = await get(`/respond/${ids.delegationId}/return`, 'sokha');
		expect(answer.headers.get('cache-control')).toContain('no-store');
		expect(answer.headers.get('referrer-policy')).toBe('same-origin');
		expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
		const policy = answer.headers.get('content-security-policy') ?? '';
		expect(policy).toContain("script-src 'self' 'nonce-");
		expect(policy).not.toContain("'unsafe-inline'");
	});
});
