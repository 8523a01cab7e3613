import { expect, test } from 'vitest';
import type { Outcome, Pending, Save, SendResult } from '#lib/client/saves.ts';
import { shellPlaceOf } from '#lib/components/offline/shellPlace.ts';
import { joinPending, sendPending, textsOf } from '#lib/offline/sendPending.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';

const content = (value: string | null): AnswerContent => ({
	status: value === null ? 'empty' : 'answered',
	value,
	reason: null,
	exposure: 'public'
});
const nothing: Pending = { save: null, unsent: {}, refused: {} };
const saved = (save: Save, revision = 1): SendResult => ({
	kind: 'done',
	answers: save.answers.map(({ question }): Outcome => ({ question, result: 'saved', revision }))
});

/** Sends with an answer for each save; gives what was sent and what was kept after each step. */
async function run(pending: Pending, answer: (save: Save, at: number) => SendResult) {
	const sent: Save[] = [];
	const kept: (Pending | null)[] = [];
	let made = 0;
	const why = await sendPending(pending, {
		send: async (save) => {
			sent.push(structuredClone(save));
			return answer(save, sent.length);
		},
		keep: async (left) => void kept.push(structuredClone(left)),
		loadMerge: async () => () => undefined,
		makeId: () => `made-${++made}`
	});
	return { why, sent, kept, left: kept.at(-1) };
}

const save: Save = { saveId: 'first', answers: [{ question: 'a', base: 3, ...content('one') }] };

test('a save on its way goes first, exactly as it was; what came after it follows', async () => {
	const pending = { ...nothing, save, unsent: { b: { base: 0, content: content('two') } } };
	const { sent, left, why } = await run(pending, (each) => saved(each, 4));
	expect(sent[0]).toEqual(save);
	expect(sent[1]!.answers).toEqual([{ question: 'b', base: 0, ...content('two') }]);
	expect([left, why]).toEqual([null, null]);
});

test('more typed on a text that was on its way is based on what became of it', async () => {
	const pending = { ...nothing, save, unsent: { a: { base: 3, content: content('one more') } } };
	const { sent } = await run(pending, (each) => saved(each, 7));
	expect(sent[1]!.answers).toEqual([{ question: 'a', base: 7, ...content('one more') }]);
});

test('an answer that was taken back is sent too', async () => {
	const { sent } = await run(
		{ ...nothing, unsent: { a: { base: 5, content: content(null) } } },
		(each) => saved(each)
	);
	expect(sent).toHaveLength(1);
	expect(sent[0]!.answers[0]).toMatchObject({ question: 'a', base: 5, status: 'empty' });
});

test('every save is kept before it goes, under the id it goes with', async () => {
	const pending = { ...nothing, unsent: { a: { base: 0, content: content('one') } } };
	const seen: unknown[] = [];
	const kept: (Pending | null)[] = [];
	await sendPending(pending, {
		send: async (each) => {
			seen.push(kept.at(-1)?.save?.saveId === each.saveId);
			return { kind: 'later', why: 'offline' };
		},
		keep: async (left) => void kept.push(structuredClone(left)),
		loadMerge: async () => () => undefined,
		makeId: () => 'made'
	});
	expect(seen).toEqual([true]);
	expect(kept.at(-1)?.save?.saveId, 'a lost answer finds the same save').toBe('made');
});

test('without a line it stops at once, says why and keeps everything', async () => {
	const pending = { ...nothing, save, unsent: { b: { base: 0, content: content('two') } } };
	const { why, sent } = await run(pending, () => ({ kind: 'later', why: 'signed_out' }));
	expect(why).toBe('signed_out');
	expect(sent).toHaveLength(1);
});

test('what the server does not take stays, with its text and the reason', async () => {
	const { left, why } = await run({ ...nothing, save }, () => ({
		kind: 'never',
		reason: 'The round is closed.'
	}));
	expect(why).toBeNull();
	expect(left?.refused.a).toEqual({
		base: 3,
		content: content('one'),
		reason: 'The round is closed.'
	});
});

test('two closed tabs of one area are sent one after the other, each on its own base', () => {
	const one: Pending = {
		...nothing,
		save,
		unsent: { a: { base: 3, content: content('one more') } }
	};
	const two: Pending = { ...nothing, unsent: { a: { base: 3, content: content('other') } } };
	const joined = joinPending([one, two], () => 'made');
	expect(joined.later!.map(({ saveId }) => saveId)).toEqual(['first', 'made']);
	expect(joined.foreign).toEqual({ first: ['a'], made: ['a'] });
	expect(joined.unsent).toEqual(two.unsent);
	expect(textsOf(joined).map(({ value }) => value)).toEqual(['one', 'one more', 'other']);
});

test('the shell knows the addresses of the application', () => {
	const home = '/respond/kh';
	expect(shellPlaceOf('')).toEqual({ kind: 'front' });
	expect(shellPlaceOf('/home')).toEqual({ kind: 'front' });
	expect(shellPlaceOf(home)).toEqual({ kind: 'front' });
	expect(shellPlaceOf(`${home}/return?done=added`)).toEqual({ kind: 'area', home, area: 'return' });
	const evidence = `${home}/return/evidence?question=weight%5B2%5D`;
	const place = { kind: 'evidence', home, area: 'return', question: 'weight[2]' };
	expect(shellPlaceOf(evidence)).toEqual(place);
	expect(shellPlaceOf(`${home}/return/submission`).kind).toBe('elsewhere');
	expect(shellPlaceOf('/rounds/one').kind).toBe('elsewhere');
	expect(shellPlaceOf('https://elsewhere.example/respond/a/b').kind).not.toBe('front');
});
