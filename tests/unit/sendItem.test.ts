import { afterEach, expect, test, vi } from 'vitest';
import { sendAnswers } from '#lib/client/sendAnswers.ts';
import type { EvidenceItem, ReadyItem } from '#lib/offline/outbox.ts';
import { sendItem } from '#lib/offline/sendOutbox.ts';

// What the browser's part of SvelteKit does with an answer of an action.
vi.mock('$app/forms', () => ({ deserialize: (text: string) => JSON.parse(text) }));
afterEach(() => vi.unstubAllGlobals());

const WRITER = '6b1f3f0e-0000-4000-8000-000000000001';
const place = { home: '/respond/kh', area: 'return' };
const source: EvidenceItem = {
	kind: 'evidence',
	id: 'one',
	...place,
	question: 'weight[2]',
	label: '3.1',
	evidence: { kind: 'law', citation: 'Sample act', link: '', exposure: 'public' },
	file: { name: 'act.txt', type: 'text/plain' }
};
const mark: ReadyItem = { kind: 'ready', id: 'two', ...place, ready: true };
const bytes = new TextEncoder().encode('Sample file').buffer;

const json = (body: unknown, status = 200, type = 'application/json') =>
	new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
const problem = (code: string, status: number, title: string) =>
	json({ code, title, status }, status, 'application/problem+json');

/** Answers every request like this; gives the requests. */
function answer(...answers: (Response | Error)[]): Request[] {
	const asked: Request[] = [];
	vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
		asked.push(new Request(new URL(address, 'https://study.example'), init));
		const next = answers.length > 1 ? answers.shift()! : answers[0]!;
		if (next instanceof Error) throw next;
		return next.clone();
	});
	return asked;
}
const save = { saveId: 'three', answers: [] };
const of = { here: '/respond/kh/return', response: 'r', writer: WRITER };

test('everything that is sent says whose it is', async () => {
	const asked = answer(json({ type: 'redirect', location: '/respond/kh/return?done=added' }));
	await sendItem(source, WRITER, bytes);
	await sendItem(mark, WRITER, undefined);
	await sendAnswers(of, save);
	expect(asked.map(({ headers }) => headers.get('x-mufakat-writer'))).toEqual([
		WRITER,
		WRITER,
		WRITER
	]);
});

test('a source goes to the form of its question, with its id and its file', async () => {
	const [request] = [answer(json({ type: 'redirect', location: '/respond/kh/return' }))];
	expect(await sendItem(source, WRITER, bytes)).toEqual({ kind: 'done' });
	const { url, headers } = request[0]!;
	expect(url).toBe('https://study.example/respond/kh/return/evidence?question=weight%5B2%5D');
	expect(headers.get('x-sveltekit-action')).toBe('true');
	const form = await request[0]!.formData();
	expect([form.get('id'), form.get('citation')]).toEqual(['one', 'Sample act']);
	expect(await (form.get('file') as File).text()).toBe('Sample file');
});

test('a lost reply, a gateway and a café’s sign-in page leave it for later', async () => {
	for (const item of [source, mark]) {
		answer(new TypeError('network'));
		expect(await sendItem(item, WRITER, bytes)).toEqual({ kind: 'later', why: 'offline' });
		answer(
			new Response('<h1>Welcome to the café</h1>', { headers: { 'content-type': 'text/html' } })
		);
		expect(await sendItem(item, WRITER, bytes)).toEqual({ kind: 'later', why: 'offline' });
		answer(new Response('Bad gateway', { status: 502 }));
		expect(await sendItem(item, WRITER, bytes)).toEqual({ kind: 'later', why: 'busy' });
	}
});

test('signed out, by status or by being led to sign in, leaves it for later', async () => {
	answer(problem('sign_in_required', 401, 'Sign in first.'));
	for (const item of [source, mark])
		expect(await sendItem(item, WRITER, bytes)).toEqual({ kind: 'later', why: 'signed_out' });
	for (const location of ['/sign-in?next=%2F', '/account/second-factor']) {
		answer(json({ type: 'redirect', location, status: 303 }));
		expect(await sendItem(source, WRITER, bytes)).toEqual({ kind: 'later', why: 'signed_out' });
	}
});

test('somebody else signed in leaves it for later', async () => {
	answer(problem('other_account', 409, 'Somebody else is signed in here now.'));
	for (const item of [source, mark])
		expect(await sendItem(item, WRITER, bytes)).toEqual({ kind: 'later', why: 'other_account' });
	expect(await sendAnswers(of, save)).toEqual({ kind: 'later', why: 'other_account' });
});

test('too many at once leaves it for later, also where the action says so inside', async () => {
	answer(problem('too_many_attempts', 429, 'Wait.'));
	for (const item of [source, mark])
		expect(await sendItem(item, WRITER, bytes)).toEqual({ kind: 'later', why: 'busy' });
	for (const status of [429, 503]) {
		answer(json({ type: 'failure', status, data: { form: { message: 'Wait.' } } }));
		expect(await sendItem(source, WRITER, bytes)).toEqual({ kind: 'later', why: 'busy' });
	}
});

test('what the server does not take comes back with its reason', async () => {
	const failure = (form: unknown) => json({ type: 'failure', status: 400, data: { form } });
	answer(failure({ message: 'This area is with the coordinators.', errors: {} }));
	const closed = { kind: 'never', reason: 'This area is with the coordinators.' };
	expect(await sendItem(source, WRITER, bytes)).toEqual(closed);
	answer(failure({ errors: { link: ['This is not a web address.'] } }));
	const wrong = { kind: 'never', reason: 'This is not a web address.' };
	expect(await sendItem(source, WRITER, bytes)).toEqual(wrong);
	answer(json({ type: 'error', error: { message: 'Nothing here.', code: 'not_found' } }, 404));
	const gone = { kind: 'never', reason: 'Nothing here.' };
	expect(await sendItem(source, WRITER, bytes)).toEqual(gone);
	answer(problem('round_closed', 409, 'This round is closed.'));
	const over = { kind: 'never', reason: 'This round is closed.' };
	expect(await sendItem(mark, WRITER, undefined)).toEqual(over);
	expect(await sendAnswers(of, save)).toEqual(over);
});
