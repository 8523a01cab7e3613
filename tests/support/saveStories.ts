import type { Death } from './crashServer.ts';
import type { Edit } from './saveEdits.ts';
import type { Keep, Step, Story } from './saveSteps.ts';

const type = (client: number, question: string, edit: Edit): Step => ({
	do: 'type',
	client,
	question,
	edit
});
const write = (client: number, word = 'fee', before = ' ') =>
	type(client, 'story', { kind: 'append', at: 1, word, before });
const remove = (client: number) => type(client, 'story', { kind: 'remove', at: 0, count: 1 });
const choose = (client: number, name: string) => type(client, 'covered', { kind: 'choose', name });
const insert = (client: number, word: string): Step =>
	type(client, 'story', { kind: 'insert', at: 0, word, before: ' ' });
const race = (client: number, other: number): Step => ({ do: 'race', client, other });
const compose = (client: number, question: string | null): Step => ({
	do: 'compose',
	client,
	question
});
const resolve = (client: number, keep: Keep): Step => ({ do: 'resolve', client, keep });
const restore = (client: number, which: number): Step => ({
	do: 'restore',
	client,
	question: 'story',
	which
});
const quiet: Step = { do: 'wait', ms: 1600 };
const long: Step = { do: 'wait', ms: 40_000 };
const deliver = (
	client: number,
	reply: 'through' | 'lost' | 'held' = 'through',
	copies = 1
): Step => ({
	do: 'deliver',
	client,
	copies,
	reply
});
const reopen = (client: number, isLate = false): Step => ({ do: 'reopen', client, isLate });
const hear = (client: number): Step => ({ do: 'hear', client });
const story = (steps: Step[], deaths: Story['deaths'] = []): Story => ({
	clients: 2,
	steps,
	deaths
});

/** Three words that both have on their pages. */
const both = [write(0), write(0), write(0), quiet, deliver(0), hear(1)];

/** Stories that once went wrong, or that chance tells too seldom; told first, every time. */
export const KNOWN_STORIES: Story[] = [
	// A save that found its answer there already arrives again after others went on.
	story([
		choose(0, 'yes'),
		choose(1, 'yes'),
		quiet,
		deliver(0),
		deliver(1),
		choose(0, 'no'),
		quiet,
		deliver(0),
		{ do: 'ghost', which: 1 }
	]),
	// Words typed before the device brings back earlier ones, and the page closed again.
	story([write(0), reopen(0, true), write(0), reopen(0), hear(1)]),
	// A word taken out again while its save is on the way, and the page closed.
	story([write(0), quiet, remove(0), reopen(0), deliver(0)]),
	// Letters of several code points, with more typed before the reply.
	story([
		write(0, 'e\u0301'),
		quiet,
		write(0, 'e\u0301'),
		deliver(0),
		quiet,
		deliver(0),
		reopen(0)
	]),
	// The reply is lost, a colleague's change comes first, and the save goes once more.
	story([write(0), quiet, deliver(0, 'lost'), hear(1), write(1), quiet, deliver(1), hear(0), long]),
	// One's own change is told before the reply to it, with more typed by then.
	story([write(0), quiet, deliver(0, 'held'), write(0), hear(0), write(0), deliver(0), hear(1)]),
	// One writes at the beginning, the other at the end: the second to arrive is merged.
	story([...both, insert(0, 'fee'), write(1), quiet, deliver(0), deliver(1), hear(0)]),
	// The same at the same moment, with both still typing.
	story([...both, insert(0, 'fee'), write(1), quiet, write(1), race(0, 1), quiet, race(1, 0)]),
	// The reply and a colleague's change come in the middle of a word, and the page is closed there.
	story([
		...both,
		insert(0, 'fee'),
		write(1),
		quiet,
		deliver(0),
		compose(1, 'story'),
		write(1),
		deliver(1),
		write(0),
		quiet,
		deliver(0),
		hear(1),
		write(1),
		quiet,
		compose(1, null),
		quiet,
		compose(1, 'story'),
		write(0),
		quiet,
		deliver(0),
		hear(1),
		reopen(1)
	]),
	// A disagreement, made one text of both while a third goes on.
	story([
		write(0),
		write(1),
		quiet,
		race(0, 1),
		write(0),
		quiet,
		resolve(1, 'combined'),
		deliver(0)
	]),
	// An earlier text made the answer again by somebody who has not heard of the newest.
	story([...both, write(0), quiet, deliver(0), write(1), quiet, restore(0, 0), deliver(1)]),
	// Both arrive twice and at once.
	story([write(0), write(1), quiet, deliver(0, 'through', 2), deliver(1, 'lost', 2), long])
];

const whileItDies = [
	write(0),
	write(1, 'pengaduan'),
	choose(1, 'yes'),
	quiet,
	deliver(0),
	write(0, 'ពលករ', ''),
	deliver(1),
	hear(0),
	reopen(1),
	long,
	deliver(0),
	deliver(1)
];
const dying = (die: Death) => [0, 1].map((at) => story(whileItDies, [{ at, die }]));

/** The server dies at the first or the second save, each way. */
export const DEADLY_STORIES: Story[] = [...dying('before'), ...dying('after')];
