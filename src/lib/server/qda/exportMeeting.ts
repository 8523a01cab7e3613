import { AREAS, SPEAKERS } from './exportCodes.ts';
import type { ExportedMeeting, ExportedTurn } from './exportRows.ts';
import { type PlacedTurn, UNNAMED, composeTurns } from './exportTexts.ts';
import { guidOf } from './guid.ts';
import type { QdaCase, QdaCode, QdaCoding, QdaSelection, QdaSource, QdaValue } from './model.ts';

/** What cases and sources are described by; their GUIDs are the same in every export. */
export const VARIABLES = {
	country: 'Country',
	kind: 'Kind of organisation',
	language: 'Language',
	text: 'Kind of text',
	original: 'Translation of',
	area: 'Issue area'
} as const;
export type VariableKey = keyof typeof VARIABLES;

export const variableGuid = (key: VariableKey) => guidOf('variable', key);
export const valueOf = (key: VariableKey, value: string): QdaValue => ({
	variable: variableGuid(key),
	value
});

/** A source with its turns where they lie, for the codes that come on top. */
export interface TurnSource {
	source: QdaSource;
	field: 'body' | 'translation';
	placed: PlacedTurn[];
	replaced: number;
}

export const areaGuid = (studyId: string, area: string) => guidOf('area', studyId, area);
export const turnGuid = (turnId: string, field: 'body' | 'translation') =>
	field === 'body' ? guidOf('turn', turnId) : guidOf('turn', turnId, field);
/** A passage of a turn or an answer, whichever codes lie on it. */
export const passageGuid = (of: string, field: string, start: number, end: number) =>
	guidOf('passage', of, field, String(start), String(end));

const speakerOf = ({ participantId, groupId }: ExportedTurn) =>
	participantId ? [participantId] : [groupId, 'unnamed'];
const speakerGuid = (turn: ExportedTurn) => guidOf('speaker', ...speakerOf(turn));

export const codingOf = (guid: string, code: string): QdaCoding => ({
	guid,
	code,
	user: null,
	createdAt: null,
	noteRefs: []
});

/**
 * The texts of a meeting: its notes and each transcript, with a passage for every turn, and beside
 * each the translation where people agreed to one. `turns` are those of the meeting that may leave.
 */
export function meetingSources(
	studyId: string,
	meeting: ExportedMeeting,
	turns: readonly ExportedTurn[],
	foreign: ReadonlyMap<string, string>
): TurnSource[] {
	return [...Map.groupBy(turns, (turn) => turn.transcriptId)].flatMap(([transcriptId, said]) => {
		const guid = transcriptId
			? (foreign.get(transcriptId) ?? guidOf('transcript', transcriptId))
			: guidOf('notes', meeting.id);
		const name = `${meeting.name} · ${said[0]?.transcriptTitle ?? 'Notes'}`;
		const make = (field: 'body' | 'translation') => {
			const { text, placed, replaced } = composeTurns(said, field);
			const source = sourceOf(studyId, field, { said, placed, text });
			return { field, placed, replaced, source };
		};
		const original = make('body');
		const translation = make('translation');
		original.source = { ...original.source, guid, name };
		translation.source = {
			...translation.source,
			guid: guidOf('translation', transcriptId ?? meeting.id),
			name: `${name} · Translation`,
			values: [...translation.source.values, valueOf('original', guid)]
		};
		return [original, translation].filter(({ placed }) => placed.length > 0);
	});
}

function sourceOf(
	studyId: string,
	field: 'body' | 'translation',
	given: { said: readonly ExportedTurn[]; placed: readonly PlacedTurn[]; text: string }
): QdaSource {
	const numbers = new Map(given.said.map((turn, at) => [turn, at + 1]));
	const selections = given.placed.map(({ turn, start, end }): QdaSelection => {
		const guid = turnGuid(turn.id, field);
		return {
			guid,
			// The same number in the original and in its translation.
			name: `Turn ${numbers.get(turn)}`,
			start,
			end,
			description: '',
			codings: [
				codingOf(guidOf('coding', 'speaker', guid), speakerGuid(turn)),
				...(turn.area
					? [codingOf(guidOf('coding', 'area', guid), areaGuid(studyId, turn.area))]
					: [])
			],
			noteRefs: []
		};
	});
	const languages = new Set(
		given.placed.map(({ turn }) => (field === 'body' ? turn.language : turn.translationLanguage))
	);
	const [language] = languages;
	return {
		guid: '',
		name: '',
		type: 'text',
		description: '',
		text: given.text,
		selections,
		codings: [],
		noteRefs: [],
		values: [
			valueOf('text', field === 'body' ? 'meeting' : 'translation'),
			...(languages.size === 1 && language ? [valueOf('language', language)] : [])
		],
		counts: { selections: 0, codings: 0 }
	};
}

/**
 * Who spoke: a case and a code for each pseudonym that may be told, and one of each for all whose
 * words leave without. Names that stand in two meetings say which.
 */
export function speakersOf(
	meetings: readonly ExportedMeeting[],
	sources: readonly TurnSource[]
): { cases: QdaCase[]; folder: QdaCode | null } {
	interface Speaker {
		turn: ExportedTurn;
		name: string;
		turns: ExportedTurn[];
		sources: Set<string>;
		selections: string[];
	}
	const speakers = new Map<string, Speaker>();
	for (const { source, placed, field } of sources)
		for (const { turn } of placed) {
			const key = speakerGuid(turn);
			const speaker = speakers.get(key) ?? {
				turn,
				name: turn.pseudonym ?? UNNAMED,
				turns: [],
				sources: new Set(),
				selections: []
			};
			speaker.turns.push(turn);
			speaker.sources.add(source.guid);
			speaker.selections.push(turnGuid(turn.id, field));
			speakers.set(key, speaker);
		}
	const meetingNames = new Map(meetings.map(({ id, name }) => [id, name]));
	const found = [...speakers.values()];
	const nameOf = ({ name, turn }: Speaker) =>
		found.filter((other) => other.name === name).length > 1
			? `${name} (${meetingNames.get(turn.groupId) ?? ''})`
			: name;
	const cases = found.map((speaker): QdaCase => {
		const { turn, turns, selections } = speaker;
		const told = (key: 'country' | 'organisationKind') =>
			turns.find((each) => each[key] !== null)?.[key] ?? null;
		const languages = [...new Set(turns.flatMap(({ language }) => language ?? []))].sort();
		const isNamed = turn.participantId !== null;
		return {
			guid: guidOf('case', ...speakerOf(turn)),
			name: nameOf(speaker),
			description: '',
			codes: [speakerGuid(turn)],
			values: isNamed
				? [
						...(told('country') ? [valueOf('country', told('country')!)] : []),
						...(told('organisationKind') ? [valueOf('kind', told('organisationKind')!)] : []),
						...(languages.length > 0 ? [valueOf('language', languages.join(', '))] : [])
					]
				: [],
			sources: [...speaker.sources],
			selections
		};
	});
	const children = found.map((speaker) => codeOf(speakerGuid(speaker.turn), nameOf(speaker), true));
	return {
		cases,
		folder: children.length > 0 ? { ...codeOf(SPEAKERS, 'Speakers', false), children } : null
	};
}

/** The folder of issue areas, by the names that stand in the questionnaires; null without any. */
export function areasFolder(studyId: string, areas: ReadonlyMap<string, string>): QdaCode | null {
	const children = [...areas].map(([name, title]) =>
		codeOf(areaGuid(studyId, name), title || name, true)
	);
	return children.length > 0 ? { ...codeOf(AREAS, 'Issue areas', false), children } : null;
}

const codeOf = (guid: string, name: string, isCodable: boolean): QdaCode => ({
	guid,
	name,
	isCodable,
	color: null,
	description: '',
	noteRefs: [],
	children: []
});
