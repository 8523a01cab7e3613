import { problemText } from '#lib/server/http/problemText.ts';
import type { RoomOutcome } from '#lib/server/coding/roomActs.ts';
import { Problem } from '#lib/server/problem.ts';

/** What became of a note, with the reason in words where it was refused. */
export const sayOutcome = (outcome: RoomOutcome) =>
	outcome.result === 'refused'
		? { ...outcome, reason: problemText(new Problem(outcome.code)) }
		: outcome;
