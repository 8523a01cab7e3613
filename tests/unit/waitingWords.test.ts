import { expect, test } from 'vitest';
import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import { reasonWords } from '#lib/components/questionnaire/answering/problemWords.ts';
import { withWaiting, withWaitingAnswers } from '#lib/components/offline/withWaiting.ts';
import type { EvidenceItem } from '#lib/offline/outbox.ts';
import { evidenceText, questionWords, refusedWords } from '#lib/offline/refusedView.ts';
import type { SendingState } from '#lib/offline/sending.ts';
import { sendingWords } from '#lib/offline/sendingWords.ts';
import type { RefusedAnswer, Waiting } from '#lib/offline/waiting.ts';
import { m } from '#lib/paraglide/messages.js';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { smallDefinition } from '../support/definition.ts';

/** What waits and what was refused, in words for the person whose phone it is. */
const home = '/respond/kh';
const place = { home, area: 'return' };
const area = smallDefinition.areas.find(({ name }) => name === 'return')!;
const view = {
	...place,
	definition: { ...smallDefinition, areas: [area] },
	language: 'en',
	answers: {},
	evidence: [],
	seen: { questions: { helped: {} } },
	isWritable: true
} as unknown as AreaView;
const kept = { copies: [{ view, at: 0 }] };
const said = (content: Partial<AnswerContent>): AnswerContent => ({
	status: 'answered',
	value: null,
	reason: null,
	exposure: 'public',
	...content
});
const refused = (question: string, content: Partial<AnswerContent>): RefusedAnswer => ({
	...place,
	question,
	text: { base: 0, content: said(content) },
	reason: 'too_long'
});
const source = (more: Partial<EvidenceItem> = {}): EvidenceItem => ({
	kind: 'evidence',
	id: 'one',
	...place,
	question: 'helped',
	label: '2.1',
	evidence: { kind: 'law', citation: 'Sample act', link: 'https://a.example', exposure: 'public' },
	file: { name: 'act.pdf', type: 'application/pdf' },
	...more
});
const taken = (content: EvidenceItem) => ({ name: content.id, at: 0, hasFile: true, content });

test('a code is a sentence, a sentence stays one, and no reason is said to be none', () => {
	expect(reasonWords('too_long')).toMatch(/20,000|characters/);
	expect(reasonWords('too_long')).not.toContain('too_long');
	expect(reasonWords('This round is closed.')).toBe('This round is closed.');
	expect(reasonWords('')).toBe(m.offline_refused_unknown());
});

test('a refused answer says its question, and itself as a person would', () => {
	const number = area.questions.find(({ name }) => name === 'helped')!.number;
	expect(questionWords(kept, place, 'helped')).toMatch(new RegExp(`^${number} `));
	expect(refusedWords(kept, refused('how', { value: 'Two\nlines' }))).toBe('Two\nlines');
	expect(refusedWords(kept, refused('helped', { value: 'yes' }))).toMatch(/yes/i);
	expect(refusedWords(kept, refused('helped', { status: 'dont_know' }))).toBe(
		m.questionnaire_code_dont_know()
	);
	const reason = refused('helped', { status: 'not_applicable', reason: 'No such law' });
	expect(refusedWords(kept, reason)).toBe(`${m.questionnaire_code_not_applicable()}: No such law`);
	// Where the area is not kept any more.
	expect(questionWords({ copies: [] }, place, 'helped')).toBe('helped');
	expect(refusedWords({ copies: [] }, refused('how', { value: 'A text' }))).toBe('A text');
	expect(refusedWords({ copies: [] }, refused('how', { status: 'not_safe' }))).toBe(
		m.questionnaire_code_not_safe()
	);
});

test('of a source everything can be copied', () => {
	const text = evidenceText(source());
	for (const part of ['Sample act', 'https://a.example', 'act.pdf']) expect(text).toContain(part);
});

const item = (reason?: string) =>
	taken(source({ ...(reason !== undefined && { refused: reason }) }));
const waiting = (more: Partial<Waiting> = {}): Waiting => ({
	answers: [],
	refused: [],
	outbox: [],
	...more
});
const one = waiting({ outbox: [item()] });
const cases: [string, SendingState, Waiting, string][] = [
	['nothing', { kind: 'idle' }, waiting(), ''],
	['waits', { kind: 'idle' }, one, m.offline_waiting_notice({ count: 1 })],
	['is under way', { kind: 'sending', count: 1 }, one, m.offline_state_sending({ count: 1 })],
	['is sent', { kind: 'sent', count: 0 }, waiting(), m.offline_state_sent()],
	['is partly sent', { kind: 'sent', count: 1 }, one, m.offline_state_sending({ count: 1 })],
	[
		'is refused',
		{ kind: 'sent', count: 1 },
		waiting({ outbox: [item('Closed now.')] }),
		m.offline_state_refused({ count: 1 })
	],
	[
		'no line',
		{ kind: 'waiting', why: 'offline', count: 1 },
		one,
		m.offline_state_waiting({ count: 1 })
	],
	['busy', { kind: 'waiting', why: 'busy', count: 1 }, one, m.offline_state_busy({ count: 1 })],
	[
		'signed out',
		{ kind: 'waiting', why: 'signed_out', count: 1 },
		one,
		m.offline_state_signed_out({ count: 1 })
	],
	[
		'somebody else',
		{ kind: 'waiting', why: 'other_account', count: 1 },
		one,
		m.offline_state_other({ count: 1 })
	]
];
test.each(cases)('words for how it stands: %s', (_, state, what, words) => {
	expect(sendingWords(state, what)).toBe(words);
});
test('no delay but a missing line is called offline', () => {
	for (const why of ['busy', 'signed_out', 'other_account'] as const)
		expect(sendingWords({ kind: 'waiting', why, count: 1 }, one)).not.toMatch(/offline/i);
});

test('a file that waits stands as the answer it will be, and cannot be downloaded yet', () => {
	const photo = { ...area.questions[0]!, name: 'photo', type: 'image' as const };
	const withFile = {
		...view,
		definition: {
			...view.definition,
			areas: [{ ...area, questions: [...area.questions, photo] }]
		}
	} as AreaView;
	const outbox = [taken(source({ question: 'photo' })), taken(source({ id: 'two' }))];
	const answers = withWaitingAnswers(withFile, { outbox }).answers;
	expect(answers.photo).toMatchObject({ status: 'answered', value: 'one', revision: 0 });
	expect(answers.helped).toBeUndefined();
	const { evidence } = withWaiting(withFile, { outbox });
	expect(evidence.map(({ id, isAnswer, file }) => [id, isAnswer, file])).toEqual([
		['one', true, null],
		['two', false, null]
	]);
	expect(evidence[1]!.kind).toContain(m.offline_evidence_waits());
});
