import { SPEAKERS } from './exportCodes.ts';
import { labelOf } from './importLabels.ts';
import type { QdaCase, QdaCode, QdaProject, QdaSource } from './model.ts';

/** What one speaker says before the next, in a source of a file. */
export interface Segment {
	/** Where its line begins, its words begin, and both end, in the source. */
	start: number;
	words: number;
	end: number;
	/** In front of the words; null where there is none, or the one of the segment before goes on. */
	label: string | null;
	/** The case that says it, as far as the file tells. */
	case: QdaCase | null;
	/** `Turn 3`, in an export of ours. */
	number: string | null;
}

/** What of a file is asked for every source. */
export interface SpeakerIndex {
	/** The case behind a code for a speaker. */
	byCode: ReadonlyMap<string, QdaCase | null>;
	/** The case that a passage is said to be of. */
	bySelection: ReadonlyMap<string, QdaCase>;
	/** The one case that a whole source is said to be of. */
	bySource: ReadonlyMap<string, QdaCase>;
}

/** Who speaks, as a file tells it: a folder of speakers like ours, and the passages of its cases. */
export function indexSpeakers(project: QdaProject): SpeakerIndex {
	const byCode = new Map<string, QdaCase | null>();
	const visit = (code: QdaCode): void => {
		const own = project.cases.find(({ codes }) => codes.includes(code.guid));
		byCode.set(code.guid, own ?? null);
		code.children.forEach(visit);
	};
	project.codes
		.filter(({ guid }) => guid === SPEAKERS)
		.forEach(({ children }) => children.forEach(visit));
	const bySource = Map.groupBy(
		project.cases.flatMap((each) => each.sources.map((guid) => ({ guid, each }))),
		({ guid }) => guid
	);
	return {
		byCode,
		bySource: new Map(
			[...bySource].flatMap(([guid, cases]) =>
				cases.length === 1 ? [[guid, cases[0]!.each] as const] : []
			)
		),
		bySelection: new Map(
			project.cases.flatMap((each) => each.selections.map((guid) => [guid, each] as const))
		)
	};
}

/**
 * A source as turns. Where the file has a passage with a code for its speaker around each turn, as
 * ours and those of MAXQDA do, these are the turns, over as many lines as they take; everywhere else
 * each line with words is one.
 */
export function segmentsOf(source: QdaSource, speakers: SpeakerIndex): Segment[] {
	const text = source.text ?? '';
	const whole = source.selections
		.flatMap((selection) => {
			const code = selection.codings.find((coding) => speakers.byCode.has(coding.code))?.code;
			return code === undefined ? [] : [{ selection, case: speakers.byCode.get(code) ?? null }];
		})
		.sort((a, b) => a.selection.start - b.selection.start);
	const segments: Segment[] = [];
	let at = 0;
	for (const { selection, case: own } of whole) {
		// Two speakers of the same words: the first.
		if (selection.start < at) continue;
		segments.push(...linesOf(text, at, selection.start));
		const found = labelOf(text.slice(selection.start, selection.end));
		segments.push({
			start: selection.start,
			words: selection.start + (found?.words ?? 0),
			end: selection.end,
			label: found?.label ?? null,
			case: own,
			number: /^Turn \d+$/.test(selection.name) ? selection.name : null
		});
		at = selection.end;
	}
	segments.push(...linesOf(text, at, text.length));
	const owned = whole.length > 0 ? segments : withCases(segments, source, speakers);
	return owned.filter(({ words, end }) => text.slice(words, end).trim() !== '');
}

function linesOf(text: string, from: number, to: number): Segment[] {
	const segments: Segment[] = [];
	let start = from;
	for (const line of text.slice(from, to).split('\n')) {
		const found = labelOf(line);
		const words = found ? found.words : line.length - line.trimStart().length;
		segments.push({
			start,
			words: start + words,
			end: start + Math.max(words, line.trimEnd().length),
			label: found?.label ?? null,
			case: null,
			number: null
		});
		start += line.length + 1;
	}
	return segments;
}

/** The cases whose passages hold a whole line, or the only one whose text this is. */
function withCases(segments: Segment[], source: QdaSource, speakers: SpeakerIndex): Segment[] {
	const owned = source.selections.filter(({ guid }) => speakers.bySelection.has(guid));
	const only = speakers.bySource.get(source.guid);
	if (owned.length === 0 && !only) return segments;
	return segments.map((segment) => {
		const holder = owned.find(({ start, end }) => start <= segment.words && end >= segment.end);
		const own = holder ? speakers.bySelection.get(holder.guid) : segment.label ? null : only;
		return { ...segment, case: own ?? null };
	});
}
