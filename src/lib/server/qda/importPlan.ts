import { AREAS, SPEAKERS } from './exportCodes.ts';
import { variableGuid, VARIABLES, type VariableKey } from './exportMeeting.ts';
import { idFromGuid } from './guid.ts';
import { planCodes } from './importCodes.ts';
import { planMemos } from './importMemos.ts';
import { isOurs, valueGiven } from './importOurs.ts';
import { codePassages } from './importPassages.ts';
import { indexSpeakers } from './importSegments.ts';
import { type Casting, createCasting, pseudonymOf } from './importSpeakers.ts';
import {
	type Target,
	importedTargets,
	knownTargets,
	newTargets,
	translateTurns
} from './importTargets.ts';
import { type PlacedNewTurn, turnsOfSource } from './importTexts.ts';
import type { ImportLeftCode, ImportPlan, ImportState, TargetMeeting } from './importTypes.ts';
import type { QdaCode, QdaFile, QdaProject, QdaSource } from './model.ts';

/** Where the texts of a file go, and which. */
export interface ImportChoice {
	/** A meeting that is there; null: a new one, or one for each set of an export of ours. */
	meeting: TargetMeeting | null;
	/** For new meetings. */
	roundId: string | null;
	name: string;
	/** Makes the id of a new meeting. */
	importId: string;
	/** Titles of the sources that are wanted, by GUID; null: all, under their own names. */
	titles: ReadonlyMap<string, string> | null;
}

/** A source with the words here that it stands for. */
export interface PlannedSource {
	source: QdaSource;
	targets: Target[];
	/** The meeting it belongs to; null for answers. */
	groupId: string | null;
	/** Whether its words were here before. */
	isKnown: boolean;
}

/**
 * What taking a file over would do, in a study as `state` has it. Pure, and the same again for the
 * same file and study; ids follow from GUIDs, so that doing it twice does it once.
 */
export function planImport(file: QdaFile, state: ImportState, choice: ImportChoice): ImportPlan {
	const plan: ImportPlan = {
		codes: [],
		guids: [],
		meetings: [],
		participants: [],
		transcripts: [],
		codings: [],
		memos: [],
		speakers: [],
		left: new Map()
	};
	const leave = (code: ImportLeftCode, count = 1) => {
		if (count > 0) plan.left.set(code, (plan.left.get(code) ?? 0) + count);
	};
	const parts = file.kind === 'codebook' ? file.codebook : file.project;
	const own = isOurs(parts);
	const codeOf = planCodes(parts.codes, state, plan, leave, own);
	if (file.kind === 'codebook') {
		leave('sets', parts.sets.length);
		return plan;
	}
	const { project } = file;
	const meetings = createMeetings(project, state, plan, choice, own);
	const sources = planSources(project, state, plan, { choice, meetings, leave });
	const structure = structureOf(project.codes);
	const placed = codePassages(sources, codeOf, structure, state, plan, leave);
	planMemos(project, sources, { codeOf, placed, meetings, state, plan, leave, isOurs: own });
	leave('sets', own ? 0 : project.sets.length);
	leave('coders', project.users.length);
	return plan;
}

/** Codes that say who speaks or which area it is about, in exports of ours. */
function structureOf(codes: readonly QdaCode[]): Set<string> {
	const guids = new Set<string>();
	const visit = (code: QdaCode): void => {
		guids.add(code.guid);
		code.children.forEach(visit);
	};
	codes.filter(({ guid }) => guid === SPEAKERS || guid === AREAS).forEach(visit);
	return guids;
}

export interface Meetings {
	/** The meeting a source goes to; planned with the first that does. */
	of(source: QdaSource): { meeting: TargetMeeting; casting: Casting } | null;
	/** The one that something of these sources has gone to; without any, the first of all. */
	opened(sources: readonly string[]): { meeting: TargetMeeting; casting: Casting } | undefined;
	/** The meeting a set became. */
	ofSet(set: string): TargetMeeting | undefined;
	names: ReadonlySet<string>;
}

function createMeetings(
	project: QdaProject,
	state: ImportState,
	plan: ImportPlan,
	choice: ImportChoice,
	own: boolean
): Meetings {
	const names = new Set(
		project.cases.map(({ name }) => name.trim()).filter((name) => pseudonymOf(name) === null)
	);
	const open = new Map<string, { meeting: TargetMeeting; casting: Casting }>();
	const setOf = new Map(
		own ? project.sets.flatMap((set) => set.sources.map((guid) => [guid, set] as const)) : []
	);
	return {
		names,
		ofSet: (set) => open.get(set)?.meeting,
		opened: (sources) =>
			sources.length === 0
				? open.values().next().value
				: sources
						.map((guid) => open.get(choice.meeting ? '' : (setOf.get(guid)?.guid ?? '')))
						.find((each) => each !== undefined),
		of(source) {
			const set = choice.meeting ? undefined : setOf.get(source.guid);
			const key = set?.guid ?? '';
			const before = open.get(key);
			if (before) return before;
			if (!choice.meeting && choice.roundId === null) return null;
			const meeting = choice.meeting ?? {
				id: idFromGuid(state.studyId, 'meeting', set?.guid ?? choice.importId),
				roundId: choice.roundId!,
				isNew: true,
				name: (set?.name || choice.name).slice(0, 200),
				set: set?.guid ?? null,
				participants: []
			};
			plan.meetings.push(meeting);
			if (set && meeting.isNew)
				plan.guids.push({ kind: 'set', guid: set.guid, id: meeting.id, isMade: true });
			const made = { meeting, casting: createCasting(state, plan, meeting, names) };
			open.set(key, made);
			return made;
		}
	};
}

function planSources(
	project: QdaProject,
	state: ImportState,
	plan: ImportPlan,
	given: {
		choice: ImportChoice;
		meetings: Meetings;
		leave: (code: ImportLeftCode, count?: number) => void;
	}
): PlannedSource[] {
	const { choice, meetings, leave } = given;
	const speakers = indexSpeakers(project);
	const made = new Map<string, { placed: PlacedNewTurn[]; meeting: TargetMeeting }>();
	const isTranslation = (source: QdaSource) => valueGiven(source, 'original') !== null;
	// Originals first: translations are put beside them.
	const inOrder = [...project.sources].sort(
		(a, b) => Number(isTranslation(a)) - Number(isTranslation(b))
	);
	return inOrder.flatMap((source): PlannedSource[] => {
		if (source.text === null || source.text.trim() === '') return [];
		const known = state.texts.get(source.guid);
		if (known) {
			leave('texts_known');
			const targets = knownTargets(source, known.units);
			return [{ source, targets, groupId: known.groupId, isKnown: true }];
		}
		const before = state.imported.get(source.guid);
		if (before) {
			leave('texts_known');
			const targets = importedTargets(state, source, before, { speakers, names: meetings.names });
			return [{ source, targets, groupId: before.meeting.id, isKnown: true }];
		}
		if (valueGiven(source, 'text') === 'answers') {
			leave('answers_elsewhere');
			return [];
		}
		const original = made.get(valueGiven(source, 'original') ?? '');
		if (original) {
			const { placed, meeting } = original;
			const targets = translateTurns(source, placed, meeting.roundId, speakers);
			return [{ source, targets, groupId: meeting.id, isKnown: false }];
		}
		const title = choice.titles ? choice.titles.get(source.guid) : source.name;
		if (title === undefined) {
			leave('not_chosen');
			return [];
		}
		const into = meetings.of(source);
		if (!into) {
			leave('no_meeting');
			return [];
		}
		const transcriptId = idFromGuid(state.studyId, 'transcript', source.guid);
		const { meeting, casting } = into;
		const placed = turnsOfSource(state, source, { transcriptId, casting, speakers });
		const spoken = placed.filter(({ isSilent }) => !isSilent);
		leave('silent', placed.length - spoken.length);
		plan.transcripts.push({
			id: transcriptId,
			guid: source.guid,
			meeting,
			title: title.trim().slice(0, 200) || '…',
			language: valueGiven(source, 'language'),
			translationLanguage: null,
			turns: spoken.map(({ turn }) => turn)
		});
		plan.guids.push({ kind: 'source', guid: source.guid, id: transcriptId, isMade: true });
		made.set(source.guid, { placed, meeting });
		const targets = newTargets(placed, meeting.roundId);
		return [{ source, targets, groupId: meeting.id, isKnown: false }];
	});
}

/** Whether a variable is one our exports add. */
export const isOurVariable = (guid: string) =>
	(Object.keys(VARIABLES) as VariableKey[]).some((key) => variableGuid(key) === guid);
