import { type Span, snap } from '../../passages/span.ts';
import type { NewTurn } from '../focusgroups/insertTurns.ts';
import { valueGiven } from './importOurs.ts';
import { idFromGuid } from './guid.ts';
import { type SpeakerIndex, segmentsOf } from './importSegments.ts';
import type { Casting, SpokenBy } from './importSpeakers.ts';
import type { ImportState } from './importTypes.ts';
import type { QdaSource } from './model.ts';

/** Longest text of a turn, in UTF-16 units. */
const MOST_WORDS = 20_000;

/** A turn made of a part of a source, and where its words lie there. */
export interface PlacedNewTurn {
	turn: NewTurn;
	/** Offsets of the source. */
	words: number;
	end: number;
	/** Signs that stand in front of the words in the turn. */
	prefix: number;
	number: string | null;
	isSilent: boolean;
}

/**
 * The turns of a source that is new here. Labels count where at least half of the lines have one;
 * then a line without goes on with the speaker before it, as MAXQDA reads it.
 */
export function turnsOfSource(
	state: ImportState,
	source: QdaSource,
	given: { transcriptId: string; casting: Casting; speakers: SpeakerIndex }
): PlacedNewTurn[] {
	const segments = segmentsOf(source, given.speakers);
	const labelled = segments.filter(({ label }) => label !== null).length;
	const isScript = labelled >= 2 && labelled * 2 >= segments.length;
	const language = valueGiven(source, 'language');
	const placed: PlacedNewTurn[] = [];
	let last: SpokenBy = { speaker: 'unknown', participant: null, prefix: '' };
	for (const segment of segments) {
		const told = given.casting.ofSegment(segment, isScript);
		const goesOn = isScript && segment.label === null && segment.case === null;
		const by = told === 'as_is' ? { ...last, prefix: '' } : goesOn ? { ...last, prefix: '' } : told;
		if (told !== 'as_is' && !goesOn) last = told;
		const isKept = told === 'as_is';
		const words = isKept ? segment.start : segment.words;
		for (const part of partsOf(source.text!, { start: words, end: segment.end }))
			placed.push({
				words: part.start,
				end: part.end,
				prefix: by.prefix.length,
				number: segment.number,
				isSilent: by.participant?.isSilent ?? false,
				turn: {
					id: idFromGuid(state.studyId, 'turn', source.guid, String(placed.length)),
					transcriptId: given.transcriptId,
					ordinal: placed.length,
					speaker: by.speaker,
					participantId: by.participant?.id ?? null,
					blockId: null,
					kind: 'verbatim',
					// Nothing becomes quotable by being imported.
					mark: 'background',
					startsMs: null,
					endsMs: null,
					language,
					body: by.prefix + source.text!.slice(part.start, part.end),
					translation: null,
					translationLanguage: null
				}
			});
	}
	return placed;
}

/** Words no longer than a turn takes, cut behind a space where there is one. */
function partsOf(text: string, { start, end }: Span): Span[] {
	const parts: Span[] = [];
	// Room for what stands in front of it.
	const most = MOST_WORDS - 100;
	let from = start;
	while (end - from > most) {
		const space = text.lastIndexOf(' ', from + most);
		let cut = space > from + most / 2 ? space + 1 : from + most;
		if (/[\uDC00-\uDFFF]/.test(text[cut] ?? '')) cut -= 1;
		parts.push({ start: from, end: cut });
		from = cut;
	}
	return [...parts, { start: from, end }];
}

/** Where a passage of a source lies in one of the turns made of it; null where no words of it do. */
export function spanInTurn({ turn, words, end, prefix }: PlacedNewTurn, span: Span): Span | null {
	const [from, to] = [Math.max(span.start, words), Math.min(span.end, end)];
	if (from >= to) return null;
	return snap(turn.body, { start: from - words + prefix, end: to - words + prefix });
}
