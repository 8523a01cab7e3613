import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { QUIET, createAutosave } from '#lib/client/autosave.ts';
import { movedCaret } from '#lib/client/keepCaret.ts';
import type { Known, Outcome, Pending, Save, SaveStatus, SendResult } from '#lib/client/saves.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { mergeContent } from '#lib/xlsform/mergeText.ts';
import type { Question } from '#lib/xlsform/definition.ts';

const said = (value: string): AnswerContent => ({
	status: value === '' ? 'empty' : 'answered',
	value: value === '' ? null : value,
	reason: null,
	exposure: 'public'
});
const saved = (question: string, revision: number): Outcome => ({
	question,
	result: 'saved',
	revision
});
const done = (...answers: Outcome[]): SendResult => ({ kind: 'done', answers });
const longText: Question = {
	name: 'barriers',
	number: '1',
	type: 'long_text',
	label: {},
	exposure: 'public'
};

/** A page with fields that can be typed in, and a server whose answers the test gives. */
function openPage(known: Record<string, Known>, restored?: Pending) {
	const fields = new Map(Object.entries(known).map(([name, { content }]) => [name, content]));
	const sent: Save[] = [];
	const answers: ((result: SendResult) => void)[] = [];
	const statuses: SaveStatus[] = [];
	const outcomes: Outcome[] = [];
	const kept: (Pending | null)[] = [];
	let ids = 0;
	let isMergeLost = false;
	/** In whose field letters are being put together. */
	let composing = '';
	const queue = createAutosave({
		known,
		read: (question) => fields.get(question)!,
		show(question, content) {
			expect(question, 'where letters are put together nothing is written').not.toBe(composing);
			fields.set(question, content);
		},
		isHeld: (question) => question === composing,
		send: (save) => {
			sent.push(structuredClone(save));
			return new Promise((answer) => answers.push(answer));
		},
		loadMerge: async () => {
			if (isMergeLost) throw new Error('no network');
			return (_, base, mine, theirs) => mergeContent(longText, base, mine, theirs).merged;
		},
		makeId: () => `save-${++ids}`,
		onStatus: (status) => statuses.push(status),
		onOutcome: (outcome) => outcomes.push(outcome),
		onPending: (pending) => kept.push(structuredClone(pending)),
		restored
	});
	return {
		queue,
		sent,
		outcomes,
		kept: () => kept.at(-1),
		loseMerge: () => (isMergeLost = true),
		async compose(question: string) {
			const before = composing;
			composing = question;
			await queue.release(before);
		},
		status: () => statuses.at(-1),
		text: (question: string) => fields.get(question)!.value,
		type(question: string, text: string) {
			fields.set(question, said(text));
			queue.changed(question);
		},
		async answer(result: SendResult) {
			answers.shift()!(result);
			await vi.advanceTimersByTimeAsync(0);
		}
	};
}

const empty = () => ({
	barriers: { revision: 0, content: said('') },
	costs: { revision: 0, content: said('') }
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('saves once the person has been quiet, with the revision the text was based on', async () => {
	const page = openPage({ barriers: { revision: 4, content: said('Fees') } });
	page.type('barriers', 'Fees are');
	await vi.advanceTimersByTimeAsync(QUIET - 1);
	page.type('barriers', 'Fees are high');
	await vi.advanceTimersByTimeAsync(QUIET - 1);
	expect(page.sent).toEqual([]);
	expect(page.status()).toEqual({ kind: 'changed' });
	await vi.advanceTimersByTimeAsync(1);
	expect(page.sent).toEqual([
		{ saveId: 'save-1', answers: [{ question: 'barriers', base: 4, ...said('Fees are high') }] }
	]);
	await page.answer(done(saved('barriers', 5)));
	expect(page.status()).toMatchObject({ kind: 'saved', at: expect.any(Date) });
	expect(page.queue.isUnsaved()).toBe(false);
});

test('what is not different is not sent', async () => {
	const page = openPage(empty());
	page.queue.changed('barriers');
	page.type('costs', 'A lot');
	page.type('costs', '');
	await vi.advanceTimersByTimeAsync(10 * QUIET);
	expect(page.sent).toEqual([]);
	expect(page.status()).toEqual({ kind: 'saved', at: null });
	expect(await page.queue.flush()).toBe(true);
});

test('one save at a time; what is typed meanwhile follows on the new revision', async () => {
	const page = openPage(empty());
	page.type('barriers', 'One');
	void page.queue.flush();
	page.type('barriers', 'One two');
	page.type('costs', 'Fees');
	await vi.advanceTimersByTimeAsync(10 * QUIET);
	expect(page.sent).toHaveLength(1);
	expect(page.queue.isUnsaved()).toBe(true);
	await page.answer(done(saved('barriers', 1)));
	expect(page.sent).toHaveLength(2);
	expect(page.sent[1]).toEqual({
		saveId: 'save-2',
		answers: [
			{ question: 'barriers', base: 1, ...said('One two') },
			{ question: 'costs', base: 0, ...said('Fees') }
		]
	});
	await page.answer(done(saved('barriers', 2), saved('costs', 1)));
	expect(page.queue.isUnsaved()).toBe(false);
});

test('without a connection the same save is sent again, later and later, then the rest', async () => {
	const page = openPage(empty());
	page.type('barriers', 'One');
	await vi.advanceTimersByTimeAsync(QUIET);
	await page.answer({ kind: 'later', why: 'offline' });
	expect(page.status()).toEqual({ kind: 'waiting', why: 'offline', count: 1 });
	page.type('barriers', 'One two');
	await vi.advanceTimersByTimeAsync(1000);
	expect(page.sent[1]).toEqual(page.sent[0]);
	await page.answer({ kind: 'later', why: 'busy' });
	expect(page.status()).toEqual({ kind: 'waiting', why: 'busy', count: 1 });
	await vi.advanceTimersByTimeAsync(1999);
	expect(page.sent).toHaveLength(2);
	await vi.advanceTimersByTimeAsync(1);
	expect(page.sent[2]).toEqual(page.sent[0]);
	await page.answer(done(saved('barriers', 1)));
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.sent[3]).toEqual({
		saveId: 'save-2',
		answers: [{ question: 'barriers', base: 1, ...said('One two') }]
	});
});

test('when the connection is back nobody waits for the next attempt', async () => {
	const page = openPage(empty());
	page.type('barriers', 'One');
	void page.queue.flush();
	await page.answer({ kind: 'later', why: 'offline' });
	page.queue.retry();
	expect(page.sent).toHaveLength(2);
	page.queue.retry();
	expect(page.sent).toHaveLength(2);
});

test("a merged text takes the field's place where nobody is typing", async () => {
	const page = openPage({ barriers: { revision: 1, content: said('Fees. Distance.') } });
	page.type('barriers', 'High fees. Distance.');
	void page.queue.flush();
	const content = said('High fees. Distance. Language.');
	await page.answer(done({ question: 'barriers', result: 'merged', revision: 3, content }));
	expect(page.text('barriers')).toBe('High fees. Distance. Language.');
	expect(page.queue.isUnsaved()).toBe(false);
	page.type('barriers', 'High fees. Distance. Language. Fear.');
	void page.queue.flush();
	expect(page.sent[1]!.answers[0]!.base).toBe(3);
});

test('a merged text and what was typed meanwhile are both kept, on the new revision', async () => {
	const page = openPage({ barriers: { revision: 1, content: said('Fees. Distance.') } });
	page.type('barriers', 'High fees. Distance.');
	void page.queue.flush();
	page.type('barriers', 'Very high fees. Distance.');
	const content = said('High fees. Distance. Language.');
	await page.answer(done({ question: 'barriers', result: 'merged', revision: 3, content }));
	expect(page.text('barriers')).toBe('Very high fees. Distance. Language.');
	expect(page.sent[1]!.answers).toEqual([
		{ question: 'barriers', base: 3, ...said('Very high fees. Distance. Language.') }
	]);
});

test('where they clash the old revision stays the base, so that the server keeps both', async () => {
	const page = openPage({ barriers: { revision: 1, content: said('Fees.') } });
	page.type('barriers', 'Fees. Distance.');
	void page.queue.flush();
	page.type('barriers', 'Nothing at all');
	const content = said('Fees. Distance. Language.');
	await page.answer(done({ question: 'barriers', result: 'merged', revision: 3, content }));
	expect(page.text('barriers')).toBe('Nothing at all');
	expect(page.sent[1]!.answers).toEqual([
		{ question: 'barriers', base: 1, ...said('Nothing at all') }
	]);
});

test('a conflict shows the current text and is told; the next save builds on it', async () => {
	const page = openPage({ barriers: { revision: 1, content: said('Fees') } });
	page.type('barriers', 'No fees');
	void page.queue.flush();
	const content = said('High fees');
	await page.answer(done({ question: 'barriers', result: 'conflict', revision: 2, content }));
	expect(page.outcomes).toMatchObject([{ result: 'conflict' }]);
	expect(page.text('barriers')).toBe('High fees');
	expect(page.queue.isUnsaved()).toBe(false);
	page.type('barriers', 'High fees, in law none');
	void page.queue.flush();
	expect(page.sent[1]!.answers[0]!.base).toBe(2);
});

test('a conflict does not take away what is being typed', async () => {
	const page = openPage({ barriers: { revision: 1, content: said('Fees') } });
	page.type('barriers', 'No fees');
	void page.queue.flush();
	page.type('barriers', 'No fees at all');
	const content = said('High fees');
	await page.answer(done({ question: 'barriers', result: 'conflict', revision: 2, content }));
	expect(page.text('barriers')).toBe('No fees at all');
	expect(page.sent[1]!.answers).toEqual([
		{ question: 'barriers', base: 1, ...said('No fees at all') }
	]);
});

test('what is refused stays, is named, and goes again only when it has changed', async () => {
	const page = openPage(empty());
	page.type('barriers', 'Too long');
	page.type('costs', 'Fees');
	void page.queue.flush();
	await page.answer(
		done(
			{ question: 'barriers', result: 'refused', revision: 0, code: 'too_long' },
			saved('costs', 1)
		)
	);
	expect(page.status()).toMatchObject({ kind: 'refused', reason: 'too_long' });
	expect(page.text('barriers')).toBe('Too long');
	await vi.advanceTimersByTimeAsync(10 * QUIET);
	expect(page.sent).toHaveLength(1);
	expect(page.queue.isUnsaved()).toBe(true);
	page.type('barriers', 'Short');
	await vi.advanceTimersByTimeAsync(QUIET);
	await page.answer(done(saved('barriers', 1)));
	expect(page.status()).toMatchObject({ kind: 'saved' });
});

test('a save the server will never take is not repeated, and the words say why', async () => {
	const page = openPage(empty());
	page.type('barriers', 'One');
	const flushed = page.queue.flush();
	await page.answer({ kind: 'never', reason: 'This round is closed.' });
	expect(await flushed).toBe(false);
	expect(page.status()).toMatchObject({ kind: 'refused', reason: 'This round is closed.' });
	await vi.advanceTimersByTimeAsync(60_000);
	expect(page.sent).toHaveLength(1);
	expect(page.text('barriers')).toBe('One');
});

test('a flush ends when everything is saved, or cannot be', async () => {
	const page = openPage(empty());
	page.type('barriers', 'One');
	const first = page.queue.flush();
	page.type('costs', 'Fees');
	await page.answer(done(saved('barriers', 1)));
	await page.answer(done(saved('costs', 1)));
	expect(await first).toBe(true);
	page.type('costs', 'Fees and fares');
	const second = page.queue.flush();
	await page.answer({ kind: 'later', why: 'offline' });
	expect(await second).toBe(false);
});

const base = (revision: number, text: string) => ({ barriers: { revision, content: said(text) } });

test("a colleague's answer is shown where nobody has typed", async () => {
	const page = openPage(base(1, 'Fees.'));
	page.queue.arrived('barriers', { revision: 2, content: said('Fees. Fear.') });
	expect(page.text('barriers')).toBe('Fees. Fear.');
	page.queue.arrived('barriers', { revision: 1, content: said('Fees.') });
	expect(page.text('barriers'), 'what is older changes nothing').toBe('Fees. Fear.');
	expect(page.queue.isUnsaved()).toBe(false);
	page.type('barriers', 'High fees. Fear.');
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.sent[0]!.answers[0]).toMatchObject({ base: 2, value: 'High fees. Fear.' });
});

test("a colleague's answer and what is being typed are put together", async () => {
	const page = openPage(base(1, 'Fees. Distance.'));
	page.type('barriers', 'High fees. Distance.');
	page.queue.arrived('barriers', { revision: 2, content: said('Fees. Distance. Fear.') });
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.text('barriers')).toBe('High fees. Distance. Fear.');
	expect(page.sent[0]!.answers).toEqual([
		{ question: 'barriers', base: 2, ...said('High fees. Distance. Fear.') }
	]);
});

test("where a colleague's answer clashes the field stays, and the server sees the old base", async () => {
	const page = openPage(base(1, 'Fees'));
	page.type('barriers', 'No fees');
	page.queue.arrived('barriers', { revision: 2, content: said('High fees') });
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.text('barriers')).toBe('No fees');
	expect(page.sent[0]!.answers).toEqual([{ question: 'barriers', base: 1, ...said('No fees') }]);
	// Both are kept there; the page shows the one that stands and goes on from it.
	const content = said('High fees');
	await page.answer(done({ question: 'barriers', result: 'conflict', revision: 2, content }));
	expect(page.text('barriers')).toBe('High fees');
	expect(page.queue.isUnsaved()).toBe(false);
});

test("a colleague's answer waits for the save that is on its way", async () => {
	const page = openPage(base(1, 'Fees. Distance.'));
	page.type('barriers', 'High fees. Distance.');
	void page.queue.flush();
	page.queue.arrived('barriers', { revision: 2, content: said('High fees. Distance.') });
	page.queue.arrived('barriers', { revision: 3, content: said('High fees. Distance. Fear.') });
	expect(page.text('barriers')).toBe('High fees. Distance.');
	await page.answer(done(saved('barriers', 2)));
	expect(page.text('barriers')).toBe('High fees. Distance. Fear.');
	expect(page.queue.isUnsaved()).toBe(false);
	expect(page.sent).toHaveLength(1);
});

test('a reply writes nothing where letters are put together, and is taken on after them', async () => {
	const page = openPage({ ...empty(), ...base(1, 'Fees. Distance.') });
	page.type('barriers', 'High fees. Distance.');
	void page.queue.flush();
	await page.compose('barriers');
	page.type('barriers', 'Very high fees. Distance.');
	const content = said('High fees. Distance. Fear.');
	await page.answer(done({ question: 'barriers', result: 'merged', revision: 3, content }));
	expect(page.text('barriers')).toBe('Very high fees. Distance.');
	// Until then it is not through: a page closed now finds the same save again.
	expect(page.queue.isUnsaved()).toBe(true);
	expect(page.status()).toEqual({ kind: 'changed' });
	expect(page.kept()).toEqual({
		save: page.sent[0],
		unsent: { barriers: { base: 1, content: said('Very high fees. Distance.') } },
		refused: {}
	});
	await vi.advanceTimersByTimeAsync(10 * QUIET);
	expect(page.sent, 'nothing is sent upon a text nobody has seen').toHaveLength(1);
	page.type('costs', 'Fares');
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.sent[1]!.answers, 'other answers do not wait').toMatchObject([{ question: 'costs' }]);
	await page.answer(done(saved('costs', 1)));
	await page.compose('');
	expect(page.text('barriers')).toBe('Very high fees. Distance. Fear.');
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.sent[2]!.answers).toEqual([
		{ question: 'barriers', base: 3, ...said('Very high fees. Distance. Fear.') }
	]);
	await page.answer(done(saved('barriers', 4)));
	expect(page.kept()).toBe(null);
});

test('a conflict, too, waits for the end of the word', async () => {
	const page = openPage(base(1, 'Fees'));
	page.type('barriers', 'No fees');
	void page.queue.flush();
	await page.compose('barriers');
	const content = said('High fees');
	await page.answer(done({ question: 'barriers', result: 'conflict', revision: 2, content }));
	expect(page.text('barriers')).toBe('No fees');
	expect(page.outcomes).toEqual([]);
	await page.compose('');
	expect(page.text('barriers')).toBe('High fees');
	expect(page.outcomes).toMatchObject([{ result: 'conflict' }]);
	expect(page.queue.isUnsaved()).toBe(false);
});

test("a colleague's answer waits only where letters are put together", async () => {
	const page = openPage({ ...empty(), ...base(1, 'Fees. Distance.') });
	await page.compose('barriers');
	page.queue.arrived('barriers', { revision: 2, content: said('Fees. Distance. Fear.') });
	page.queue.arrived('barriers', { revision: 3, content: said('Fees. Distance. Fear. Cost.') });
	page.queue.arrived('costs', { revision: 1, content: said('Fares') });
	expect(page.text('costs')).toBe('Fares');
	page.type('barriers', 'High fees. Distance.');
	expect(page.text('barriers')).toBe('High fees. Distance.');
	await page.compose('');
	await vi.advanceTimersByTimeAsync(0);
	expect(page.text('barriers')).toBe('High fees. Distance. Fear. Cost.');
});

test('a device that brings back a text writes none where letters are put together', async () => {
	const page = openPage(base(1, 'Fees.'));
	await page.compose('barriers');
	const unsent = { barriers: { base: 1, content: said('Fees. Fear.') } };
	page.queue.restore({ save: null, unsent, refused: {} });
	expect(page.text('barriers')).toBe('Fees.');
	expect(page.sent[0]!.answers).toEqual([
		{ question: 'barriers', base: 1, ...said('Fees. Fear.') }
	]);
	await page.answer(done(saved('barriers', 2)));
	expect(page.text('barriers')).toBe('Fees.');
	await page.compose('');
	expect(page.text('barriers')).toBe('Fees. Fear.');
	expect(page.kept()).toBe(null);
});

test('a device is told what is not through, before it is sent, and when all is', async () => {
	const page = openPage(empty());
	expect(page.kept()).toBe(undefined);
	page.type('barriers', 'One');
	const unsent = { barriers: { base: 0, content: said('One') } };
	expect(page.kept()).toEqual({ save: null, unsent, refused: {} });
	void page.queue.flush();
	expect(page.kept()).toEqual({ save: page.sent[0], unsent: {}, refused: {} });
	page.type('barriers', 'One two');
	const more = { barriers: { base: 0, content: said('One two') } };
	expect(page.kept()).toEqual({ save: page.sent[0], unsent: more, refused: {} });
	await page.answer(done(saved('barriers', 1)));
	expect(page.kept()).toMatchObject({ save: { answers: [{ base: 1 }] }, unsent: {} });
	await page.answer(
		done({ question: 'barriers', result: 'refused', revision: 1, code: 'too_long' })
	);
	const no = { barriers: { base: 1, content: said('One two'), reason: 'too_long' } };
	expect(page.kept()).toEqual({ save: null, unsent: {}, refused: no });
	page.type('barriers', 'Two');
	await vi.advanceTimersByTimeAsync(QUIET);
	await page.answer(done(saved('barriers', 2)));
	expect(page.kept()).toBe(null);
});

test('what a device kept goes first, as it was; then what was typed upon it', async () => {
	const save = {
		saveId: 'before',
		answers: [{ question: 'barriers', base: 1, ...said('High fees. Distance.') }]
	};
	const unsent = { barriers: { base: 1, content: said('Very high fees. Distance.') } };
	// Since then it got through, and a colleague built on it.
	const page = openPage(base(3, 'High fees. Distance. Fear.'), { save, unsent, refused: {} });
	expect(page.text('barriers')).toBe('Very high fees. Distance.');
	expect(page.sent).toEqual([save]);
	await page.answer(done(saved('barriers', 2)));
	expect(page.text('barriers')).toBe('Very high fees. Distance. Fear.');
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.sent[1]!.answers).toEqual([
		{ question: 'barriers', base: 3, ...said('Very high fees. Distance. Fear.') }
	]);
});

test('what was typed without a network is sent on the base it had', async () => {
	const unsent = { barriers: { base: 1, content: said('No fees') } };
	const page = openPage(base(2, 'High fees'), { save: null, unsent, refused: {} });
	expect(page.text('barriers')).toBe('No fees');
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.sent[0]!.answers).toEqual([{ question: 'barriers', base: 1, ...said('No fees') }]);
});

test('what comes back late does not take the place of what was typed meanwhile', async () => {
	const page = openPage(base(1, 'Fees. Distance.'));
	page.type('barriers', 'Fees. Long distance.');
	const save = { saveId: 'before', answers: [{ question: 'costs', base: 0, ...said('A lot') }] };
	const unsent = { barriers: { base: 1, content: said('High fees. Distance.') } };
	page.queue.restore({ save, unsent, refused: {} });
	expect(page.text('barriers')).toBe('Fees. Long distance.');
	expect(page.kept()?.later).toEqual([
		{
			saveId: 'save-1',
			answers: [{ question: 'barriers', base: 1, ...said('High fees. Distance.') }]
		}
	]);
	await page.answer(done(saved('costs', 1)));
	expect(page.sent[1]!.answers[0]).toMatchObject({ base: 1, value: 'High fees. Distance.' });
	await page.answer(done(saved('barriers', 2)));
	expect(page.text('barriers')).toBe('High fees. Long distance.');
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.sent[2]!.answers[0]).toMatchObject({ base: 2, value: 'High fees. Long distance.' });
});

test('a second closing does not make one text out of two that nobody joined', async () => {
	const one = { saveId: 'one', answers: [{ question: 'barriers', base: 0, ...said('One') }] };
	const first = openPage(empty());
	first.type('barriers', 'Two');
	first.queue.restore({ save: one, unsent: {}, refused: {} });
	const kept = first.kept()!;
	first.queue.stop();
	expect(kept).toMatchObject({ save: one, foreign: { one: ['barriers'] } });
	const second = openPage(empty(), structuredClone(kept));
	expect(second.text('barriers')).toBe('Two');
	expect(second.sent).toEqual([one]);
	await second.answer(done(saved('barriers', 1)));
	await vi.advanceTimersByTimeAsync(QUIET);
	// On the old base, so that the server sees that they disagree.
	expect(second.sent[1]!.answers).toEqual([{ question: 'barriers', base: 0, ...said('Two') }]);
});

test('what was refused before is shown again and not sent until it changes', async () => {
	const no = { barriers: { base: 0, content: said('Too long'), reason: 'too_long' } };
	const page = openPage(empty(), { save: null, unsent: {}, refused: no });
	await vi.advanceTimersByTimeAsync(10 * QUIET);
	expect(page.sent).toEqual([]);
	expect(page.status()).toMatchObject({
		kind: 'refused',
		reason: 'too_long',
		texts: [{ question: 'barriers', content: said('Too long') }]
	});
	expect(page.kept()).toEqual({ save: null, unsent: {}, refused: no });
});

test('where what merges cannot be fetched the server is left to do it', async () => {
	const page = openPage(base(1, 'Fees. Distance.'), undefined);
	page.loseMerge();
	page.type('barriers', 'High fees. Distance.');
	page.queue.arrived('barriers', { revision: 2, content: said('Fees. Distance. Fear.') });
	await vi.advanceTimersByTimeAsync(QUIET);
	expect(page.sent[0]!.answers[0]).toMatchObject({ base: 1, value: 'High fees. Distance.' });
});

test('after stop nothing is sent any more', async () => {
	const page = openPage(empty());
	page.type('barriers', 'One');
	page.queue.stop();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(page.sent).toEqual([]);
});

test.each([
	['behind the change', 'a b', 'x a b', 3, 5],
	['before the change', 'a b', 'a b c', 1, 1],
	['at the end, when words come behind', 'a b', 'a b c', 3, 3],
	['within a text that became another', 'abc', 'x', 1, 0],
	['between changes on both sides', 'one two three', 'zero one two more three four', 7, 12],
	['where the same words stand more than once', 'a b, a b', 'x a b, a b', 8, 10]
])('the caret stays where it was: %s', (_, before, after, caret, moved) => {
	expect(movedCaret(before, after, caret)).toBe(moved);
});
