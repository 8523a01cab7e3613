/**
 * Several people write one response on bad lines, and the server is killed while they do
 * (rule R3): whatever happens in whatever order, nothing acknowledged is lost, nothing is
 * stored twice, everybody ends with the same text and every disagreement is seen.
 *
 * The stories are the same every time, and as many, however slow the machine is.
 * `TOGETHER_STORIES=5000 TOGETHER_SEED=7` tells others, and more. A failure prints the story,
 * shrunk, with its seed and path: run it again with `TOGETHER_SEED=… TOGETHER_PATH=…` and `-t` for
 * the test.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { togetherDefinition } from '../support/saveEdits.ts';
import { judge } from '../support/saveJudge.ts';
import { type Ran, tell } from '../support/saveModel.ts';
import { type Story, anyStory } from '../support/saveSteps.ts';
import { DEADLY_STORIES, KNOWN_STORIES } from '../support/saveStories.ts';
import { type SavingServer, openSavingServer } from '../support/savingServer.ts';

const given = (name: string) => (process.env[name] ? Number(process.env[name]) : undefined);
/** So many stories of chance are told in each test; those with deaths take longer. */
const STORIES = given('TOGETHER_STORIES') ?? 40;
const DEADLY = Math.ceil(STORIES / 4);
/** Only against hanging for ever: a slow machine takes minutes. */
const LONGEST = 60 * 60_000;

let server: SavingServer;
beforeAll(async () => {
	server = await openSavingServer(togetherDefinition);
	// Only the pages' own clocks: requests and programs need the real ones.
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterAll(async () => {
	vi.useRealTimers();
	await server?.close();
});

/** How often each kind of thing came about, so that a test of nothing is noticed. */
const seen = { stories: 0, saves: 0, merged: 0, conflict: 0 };

function count({ traffic, record }: Ran): void {
	const outcomes = traffic.replies.flatMap(({ answers }) => answers);
	seen.stories += 1;
	seen.saves += record.saves.length;
	seen.merged += outcomes.filter(({ result }) => result === 'merged').length;
	seen.conflict += outcomes.filter(({ result }) => result === 'conflict').length;
}

async function check(story: Story): Promise<void> {
	const ran = await tell(server, structuredClone(story), (ms) => vi.advanceTimersByTimeAsync(ms));
	count(ran);
	judge(ran);
}

/** Looks among `count` stories of chance for one that goes wrong. */
async function search(stories: fc.Arbitrary<Story>, count: number): Promise<void> {
	const before = seen.stories;
	await fc.assert(fc.asyncProperty(stories, check), {
		seed: given('TOGETHER_SEED') ?? 20_261_124,
		path: process.env.TOGETHER_PATH,
		numRuns: count
	});
	if (!process.env.TOGETHER_PATH) expect(seen.stories - before).toBe(count);
}

test('what once went wrong, or chance tells too seldom', { timeout: LONGEST }, async () => {
	for (const story of KNOWN_STORIES) await check(story);
	// A test of nothing is noticed.
	expect(seen.merged).toBeGreaterThan(2);
	expect(seen.conflict).toBeGreaterThan(1);
});

test(
	'several writers, lines that break, requests that come twice',
	{ timeout: LONGEST },
	async () => {
		await search(anyStory(60, 0), STORIES);
	}
);

test(
	'… and a server that is killed between a save and its reply',
	{ timeout: LONGEST },
	async () => {
		for (const story of DEADLY_STORIES) await check(story);
		expect(server.deaths()).toBe(DEADLY_STORIES.length);
		await search(anyStory(40, 2), DEADLY);
		expect(server.deaths()).toBeGreaterThan(DEADLY_STORIES.length);
		if (STORIES > 40) console.info(JSON.stringify({ ...seen, deaths: server.deaths() }));
	}
);
