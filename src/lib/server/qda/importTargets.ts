import { type Span, snap } from '../../passages/span.ts';
import type { CodedField } from '../../terms.ts';
import { type PlacedUnit, placeKnown, valueGiven } from './importOurs.ts';
import { type SpeakerIndex, segmentsOf } from './importSegments.ts';
import { createCasting } from './importSpeakers.ts';
import { type PlacedNewTurn, spanInTurn, turnsOfSource } from './importTexts.ts';
import type { ImportState, KnownUnit, TargetMeeting } from './importTypes.ts';
import type { QdaSource } from './model.ts';

/** Words here that a stretch of a source stands for: what its codes come to lie on. */
export interface Target {
	roundId: string;
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	field: CodedField;
	revision: number;
	/** The stretch of the source. */
	start: number;
	end: number;
	/** Takes a passage of the source, gives what of it lies in these words. */
	span(passage: Span): Span | null;
}

/** Turns that are new. */
export function newTargets(placed: readonly PlacedNewTurn[], roundId: string): Target[] {
	return placed
		.filter(({ isSilent }) => !isSilent)
		.map((each) => ({
			roundId,
			turnId: each.turn.id,
			responseId: null,
			question: null,
			field: 'body',
			revision: 1,
			start: each.words,
			end: each.end,
			span: (passage) => spanInTurn(each, passage)
		}));
}

/** Words of this study in a source our export made. */
export function knownTargets(source: QdaSource, units: readonly KnownUnit[]): Target[] {
	return placeKnown(source, units).map(({ unit, start, end, back }: PlacedUnit) => ({
		...unit,
		start,
		end,
		span: (passage) => {
			const [from, to] = [Math.max(passage.start, start), Math.min(passage.end, end)];
			return from >= to ? null : snap(unit.text, { start: back(from), end: back(to) });
		}
	}));
}

/** Turns an earlier import made of this very source, as far as nobody has changed them since. */
export function importedTargets(
	state: ImportState,
	source: QdaSource,
	before: {
		meeting: TargetMeeting;
		turns: ReadonlyMap<string, { body: string; revision: number }>;
	},
	given: { speakers: SpeakerIndex; names: ReadonlySet<string> }
): Target[] {
	// Told again as then, but nobody is made anew.
	const scratch = { participants: [], guids: [], speakers: [] };
	const meeting = { ...before.meeting, participants: [...before.meeting.participants] };
	const casting = createCasting(state, scratch, meeting, given.names);
	const placed = turnsOfSource(state, source, {
		transcriptId: '',
		casting,
		speakers: given.speakers
	});
	return newTargets(
		placed.filter(({ turn }) => before.turns.get(turn.id)?.body === turn.body),
		before.meeting.roundId
	).map((target) => ({
		...target,
		revision: before.turns.get(target.turnId!)?.revision ?? 1
	}));
}

/**
 * Gives the turns of an original their translation from the source of it, where each says which
 * turn it is. Gives the translated words as targets.
 */
export function translateTurns(
	source: QdaSource,
	originals: readonly PlacedNewTurn[],
	roundId: string,
	speakers: SpeakerIndex
): Target[] {
	const byNumber = new Map(originals.map((each) => [each.number, each]));
	return segmentsOf(source, speakers).flatMap((segment): Target[] => {
		const original = segment.number === null ? undefined : byNumber.get(segment.number);
		if (!original || original.isSilent) return [];
		const words = source.text!.slice(segment.words, segment.end);
		const { turn } = original;
		turn.translation = words.slice(0, 20_000);
		turn.translationLanguage = valueGiven(source, 'language');
		return [
			{
				roundId,
				turnId: turn.id,
				responseId: null,
				question: null,
				field: 'translation',
				revision: 1,
				start: segment.words,
				end: segment.end,
				span: ({ start, end }) =>
					snap(turn.translation!, {
						start: Math.max(0, start - segment.words),
						end: Math.min(words.length, end - segment.words)
					})
			}
		];
	});
}
