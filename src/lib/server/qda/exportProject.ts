import type { Definition } from '../../xlsform/definition.ts';
import { textIn } from '../../xlsform/definition.ts';
import { withoutMarkup } from '../../xlsform/markdown.ts';
import { answerGuid, answerSources } from './exportAnswers.ts';
import { codeTree } from './exportCodes.ts';
import {
	type TurnSource,
	VARIABLES,
	type VariableKey,
	areasFolder,
	meetingSources,
	speakersOf,
	turnGuid,
	variableGuid
} from './exportMeeting.ts';
import type {
	ExportedAnswer,
	ExportedCode,
	ExportedCoding,
	ExportedMeeting,
	ExportedMemo,
	ExportedTurn
} from './exportRows.ts';
import { guidOf } from './guid.ts';
import type { QdaNote, QdaProject, QdaSet, QdaSource } from './model.ts';
import { placeCodings } from './placeCodings.ts';

/** Everything that leaves, as the database gave it to whoever exports. */
export interface ExportRows {
	study: { id: string; name: string; isInvented: boolean };
	/** The one meeting that was asked for; null: the whole study. */
	meeting: ExportedMeeting | null;
	meetings: readonly ExportedMeeting[];
	turns: readonly ExportedTurn[];
	answers: readonly ExportedAnswer[];
	codes: readonly ExportedCode[];
	codings: readonly ExportedCoding[];
	memos: readonly ExportedMemo[];
	foreign: ReadonlyMap<string, string>;
	/** By version of the questionnaire. */
	definitions: ReadonlyMap<string, Definition>;
	/** What the project says of itself, in the language asked for. */
	words: { description: string; origin: string; language: string };
}

/** How much there is of what, and what stayed behind while the project was put together. */
export interface ExportCounts {
	texts: number;
	turns: number;
	answers: number;
	codes: number;
	codings: number;
	cases: number;
	notes: number;
	/** Signs replaced by U+FFFD. */
	replaced: number;
	/** Codes whose passage does not fit the words as they stand. */
	stale: number;
	/** Memos on something that is not in the export. */
	memosBeside: number;
	/** Codes that were retired or merged and that nothing carries. */
	codesBeside: number;
}

/** The project of a study or of one meeting, and what it holds. Pure: the rows decide what leaves. */
export function exportProject(rows: ExportRows): { project: QdaProject; counts: ExportCounts } {
	const { study, meeting, words } = rows;
	const byGroup = Map.groupBy(rows.turns, ({ groupId }) => groupId);
	const turnSources = rows.meetings.map((each) =>
		meetingSources(study.id, each, byGroup.get(each.id) ?? [], rows.foreign)
	);
	const said = turnSources.flat();
	const answers = answerSources(study.id, rows.answers, rows.definitions, words.language);
	const coded = placeCodings(rows, said, answers);
	const memos = placeMemos(rows, coded.sources, coded.codingGuids);
	const { cases, folder } = speakersOf(rows.meetings, said);
	const areas = areasFolder(study.id, areasOf(rows));
	const guid = (codeId: string) => rows.foreign.get(codeId) ?? guidOf('code', codeId);
	const codes = codeTree(rows.codes, coded.carried, { guid, notes: memos.onCodes });
	const sources = coded.sources.map((source) => ({
		...source,
		selections: source.selections.map((selection) => ({
			...selection,
			codings: selection.codings.map((coding) => ({
				...coding,
				noteRefs: memos.onCodings.get(coding.guid) ?? []
			})),
			noteRefs: memos.onSelections.get(selection.guid) ?? []
		}))
	}));
	const count = (list: readonly { replaced: number; placed: readonly unknown[] }[]) =>
		list.reduce((sum, { placed }) => sum + placed.length, 0);
	const inCodebook = (list: typeof codes): number =>
		list.reduce((sum, { children }) => sum + 1 + inCodebook(children), 0);
	return {
		project: {
			name: [study.name, ...(meeting ? [meeting.name] : [])].join(' · '),
			origin: words.origin,
			description: words.description,
			users: coded.users,
			codes: [...codes, ...(folder ? [folder] : []), ...(areas ? [areas] : [])],
			variables: variablesOf(sources, cases),
			cases,
			sources,
			notes: memos.notes,
			sets: setsOf(rows, turnSources, memos.onMeetings),
			noteRefs: memos.onStudy
		},
		counts: {
			texts: sources.length,
			turns: count(said.filter(({ field }) => field === 'body')),
			answers: count(answers),
			codes: inCodebook(codes),
			codings: coded.codingGuids.size,
			cases: cases.length,
			notes: memos.notes.length,
			replaced: [...said, ...answers].reduce((sum, { replaced }) => sum + replaced, 0),
			stale: coded.stale,
			memosBeside: memos.beside,
			codesBeside: rows.codes.length - inCodebook(codes)
		}
	};
}

/** Issue areas of the questionnaires asked, by name, with their titles. */
function areasOf({ definitions, words }: ExportRows): Map<string, string> {
	return new Map(
		[...definitions.values()].flatMap(({ areas, default_language: fallback }) =>
			areas
				.filter(({ kind }) => kind === 'issue')
				.map(({ name, title }) => [name, withoutMarkup(textIn(title, words.language, fallback))])
		)
	);
}

function setsOf(
	{ meetings, foreign }: ExportRows,
	sources: readonly TurnSource[][],
	notes: ReadonlyMap<string, string[]>
): QdaSet[] {
	return meetings.flatMap(({ id, name, heldOn }, at) => {
		const own = sources[at] ?? [];
		if (own.length === 0) return [];
		return [
			{
				guid: foreign.get(id) ?? guidOf('group', id),
				name,
				description: heldOn ?? '',
				codes: [],
				sources: own.map(({ source }) => source.guid),
				notes: notes.get(id) ?? []
			}
		];
	});
}

/** The variables that something has a value for. */
function variablesOf(sources: readonly QdaSource[], cases: QdaProject['cases']) {
	const used = new Set(
		[...sources, ...cases].flatMap(({ values }) => values.map(({ variable }) => variable))
	);
	return (Object.entries(VARIABLES) as [VariableKey, string][])
		.map(([key, name]) => ({
			guid: variableGuid(key),
			name,
			type: 'Text' as const,
			description: ''
		}))
		.filter(({ guid }) => used.has(guid));
}

/** Memos as notes, each where it belongs; those on what does not leave stay behind. */
function placeMemos(
	{ memos, meeting, meetings, codes, foreign }: ExportRows,
	sources: readonly QdaSource[],
	codingGuids: ReadonlyMap<string, string>
) {
	const notes: QdaNote[] = [];
	const [onCodes, onMeetings, onSelections, onCodings] = [
		new Map<string, string[]>(),
		new Map<string, string[]>(),
		new Map<string, string[]>(),
		new Map<string, string[]>()
	];
	const onStudy: string[] = [];
	const selections = new Set(sources.flatMap((each) => each.selections.map(({ guid }) => guid)));
	const groups = new Set(meetings.map(({ id }) => id));
	const known = new Set(codes.map(({ id }) => id));
	const add = (to: Map<string, string[]>, key: string, guid: string) =>
		void to.set(key, [...(to.get(key) ?? []), guid]);
	let beside = 0;
	for (const memo of memos) {
		const guid = foreign.get(memo.id) ?? guidOf('memo', memo.id);
		const selection = memo.turnId
			? turnGuid(memo.turnId, 'body')
			: answerGuid(memo.responseId ?? '', memo.question ?? '');
		if (memo.scope === 'study' && meeting === null) onStudy.push(guid);
		else if (memo.scope === 'code' && memo.codeId && known.has(memo.codeId))
			add(onCodes, memo.codeId, guid);
		else if (memo.scope === 'group' && memo.groupId && groups.has(memo.groupId))
			add(onMeetings, memo.groupId, guid);
		else if (memo.scope === 'span' && memo.codingId && codingGuids.has(memo.codingId))
			add(onCodings, codingGuids.get(memo.codingId)!, guid);
		else if (['turn', 'answer'].includes(memo.scope) && selections.has(selection))
			add(onSelections, selection, guid);
		else {
			beside += 1;
			continue;
		}
		notes.push({ guid, name: 'Memo', text: memo.body });
	}
	return { notes, onCodes, onMeetings, onSelections, onCodings, onStudy, beside };
}
