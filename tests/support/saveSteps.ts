import fc from 'fast-check';
import type { Death } from './crashServer.ts';
import { type Edit, anyEdit } from './saveEdits.ts';

/** One thing that happens. Clients are numbered; a number too high means an earlier one. */
export type Step =
	| { do: 'type'; client: number; question: string; edit: Edit }
	/** Milliseconds in which nobody does anything: long enough for a page to begin to save. */
	| { do: 'wait'; ms: number }
	| { do: 'line'; client: number; up: boolean }
	/** What the line does with the request that waits: how often it arrives, and its reply. */
	| { do: 'deliver'; client: number; copies: number; reply: Fate }
	/** The requests of two arrive at the same moment. */
	| { do: 'race'; client: number; other: number }
	/** An old request arrives once more, late. */
	| { do: 'ghost'; which: number }
	| { do: 'hear'; client: number }
	| { do: 'reopen'; client: number; isLate: boolean }
	/** A keyboard begins or ends to put letters together: nothing may be written there meanwhile. */
	| { do: 'compose'; client: number; question: string | null }
	| { do: 'resolve'; client: number; keep: Keep }
	/** An earlier text is made the answer again, on what the page shows; `which` of those there are. */
	| { do: 'restore'; client: number; question: string; which: number };
export type Keep = 'current' | 'beside' | 'both' | 'combined';
export type Fate = 'through' | 'lost' | 'held';

const typing = (at: number, edit: { question: string; edit: Edit }): Step => ({
	do: 'type',
	client: at,
	...edit
});
const waiting = (ms: number): Step => ({ do: 'wait', ms });

const client = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 12, arbitrary: fc.tuple(client, anyEdit).map(([at, edit]) => typing(at, edit)) },
	{ weight: 6, arbitrary: fc.constantFrom(...[1600, 1600, 1600, 40_000].map(waiting)) },
	{
		weight: 10,
		arbitrary: fc.record({
			do: fc.constant('deliver' as const),
			client,
			copies: fc.constantFrom(1, 1, 1, 2),
			reply: fc.constantFrom<Fate>('through', 'through', 'lost', 'held')
		})
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('hear' as const), client }) },
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('line' as const), client, up: fc.boolean() })
	},
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constant('race' as const), client, other: client })
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('compose' as const),
			client,
			question: fc.constantFrom('story', null)
		})
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('restore' as const),
			client,
			question: fc.constantFrom('story', 'story', 'remark', 'covered'),
			which: fc.nat(9)
		})
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('ghost' as const), which: fc.nat(40) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('reopen' as const),
			client,
			isLate: fc.boolean()
		})
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('resolve' as const),
			client,
			keep: fc.constantFrom<Keep>('current', 'beside', 'both', 'combined')
		})
	}
);
/** Two to four pages, what happens to them, and at which deliveries the server is killed. */
export interface Story {
	clients: number;
	steps: Step[];
	deaths: { at: number; die: Death }[];
}

/** Stories of up to `length` steps in which the server dies at most `deaths` times. */
export function anyStory(length: number, deaths: number): fc.Arbitrary<Story> {
	return fc.record({
		clients: fc.integer({ min: 2, max: 4 }),
		steps: fc.array(step, { minLength: 5, maxLength: length, size: 'max' }),
		deaths: fc.array(fc.record({ at: fc.nat(6), die: fc.constantFrom<Death>('before', 'after') }), {
			minLength: Math.min(1, deaths),
			maxLength: deaths,
			size: 'max'
		})
	});
}
