/**
 * Several people write one response on bad lines, and the server is killed while they do
 * (rule R3): whatever happens in whatever order, nothing acknowledged is lost, nothing is
 * stored twice, everybody ends with the same text and every disagreement is seen.
 *
 * The stories are the same every time, as many as there is time for. `TOGETHER_SECONDS=600
 * TOGETHER_SEED=7` tells others, for longer. A failure prints the story, shrunk, with its seed
 * and path: run it again with `TOGETHER_SEED=… TOGETHER_PATH=…` and `-t` for the test.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { togetherDefinition } from '../support/saveEdits.ts';
import { judge } from '../support/saveJudge.ts';
import { type Ran, type Story, anyStory, tell } from '../support/saveModel.ts';
import { DEADLY_STORIES, KNOWN_STORIES } from '../support/saveStories.ts';
import { type SavingServer, openSavingServer } from '../support/savingServer.ts';

const given = (name: string) => (process.env[name] ? Number(process.env[name]) : undefined);
const seconds = given('TOGETHER_SECONDS') ?? 40;

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

/** Looks for a story that goes wrong, for at most `share` of the time there is. */
async function search(stories: fc.Arbitrary<Story>, known: Story[], share: number) {
	let last = Promise.resolve();
	const property = fc.asyncProperty(stories, (story) => (last = check(story)));
	try {
		await fc.assert(property, {
			seed: given('TOGETHER_SEED') ?? 20_261_124,
			path: process.env.TOGETHER_PATH,
			examples: process.env.TOGETHER_PATH ? [] : known.map((story): [Story] => [story]),
			numRuns: 1_000_000,
			interruptAfterTimeLimit: seconds * share * 1000,
			markInterruptAsFailure: false
		});
	} finally {
		// The one that was running when time was up goes on, and uses the server.
		await last.catch(() => {});
	}
}

test('several writers, lines that break, requests that come twice', { timeout: 2e6 }, async () => {
	await search(anyStory(60, 0), KNOWN_STORIES, 0.5);
	expect(seen.merged).toBeGreaterThan(0);
	expect(seen.conflict).toBeGreaterThan(0);
});

test('… and a server that is killed between a save and its reply', { timeout: 2e6 }, async () => {
	await search(anyStory(40, 2), DEADLY_STORIES, 0.5);
	expect(server.deaths()).toBeGreaterThan(0);
	if (seconds > 40) console.info(JSON.stringify({ ...seen, deaths: server.deaths() }));
});
