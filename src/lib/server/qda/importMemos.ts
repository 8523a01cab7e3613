import { idFromGuid } from './guid.ts';
import { isOurVariable, type Meetings, type PlannedSource } from './importPlan.ts';
import type { PlacedPassages } from './importPassages.ts';
import { pseudonymOf } from './importSpeakers.ts';
import type { Target } from './importTargets.ts';
import type { ImportLeftCode, ImportPlan, ImportState, PlannedMemo } from './importTypes.ts';
import type { QdaCode, QdaProject, QdaValue } from './model.ts';

const MOST = 20_000;

interface Given {
	codeOf: ReadonlyMap<string, { id: string }>;
	placed: PlacedPassages;
	meetings: Meetings;
	state: ImportState;
	plan: ImportPlan;
	leave: (code: ImportLeftCode, count?: number) => void;
	isOurs: boolean;
}

type Place = Omit<PlannedMemo, 'id' | 'guid' | 'body'>;
const NOWHERE: Place = {
	scope: 'study',
	roundId: null,
	groupId: null,
	turnId: null,
	codingId: null,
	codeId: null,
	responseId: null,
	question: null
};

/**
 * Makes memos of the team of what a file says beside its texts: notes, each on what refers to it
 * first; descriptions of passages and sources; and what variables say of cases and sources.
 */
export function planMemos(
	project: QdaProject,
	sources: readonly PlannedSource[],
	given: Given
): void {
	const { state, plan, leave } = given;
	const add = (key: string, guid: string | null, place: Place, body: string) => {
		if (body.trim() === '') return;
		const id = idFromGuid(state.studyId, 'memo', key);
		if (state.memos.has(id)) {
			leave('memos_known');
			return;
		}
		plan.memos.push({
			...place,
			id,
			guid,
			body: body.slice(0, MOST).replace(/[\uD800-\uDBFF]$/, '')
		});
		if (guid) plan.guids.push({ kind: 'note', guid, id, isMade: true });
	};
	const places = findPlaces(project, sources, given);
	for (const note of project.notes) {
		if (state.ours.get(note.guid)?.kind === 'memo' || state.remembered.has(`note ${note.guid}`)) {
			leave('memos_known');
			continue;
		}
		const isNamed = note.name !== '' && note.name !== 'Memo' && !note.text.startsWith(note.name);
		const body = isNamed ? `${note.name}\n\n${note.text}` : note.text;
		add(note.guid, note.guid, places.get(note.guid) ?? NOWHERE, body);
	}
	for (const { source, groupId } of sources) {
		if (groupId && !given.isOurs)
			add(
				`source ${source.guid}`,
				null,
				{ ...NOWHERE, scope: 'group', groupId },
				source.description
			);
		for (const { guid, description } of source.selections) {
			const target = given.placed.selections.get(guid);
			if (target) add(`passage ${guid}`, null, onTarget(target), description);
		}
	}
	if (!given.isOurs) add('project', null, NOWHERE, project.description);
	tellVariables(project, sources, given, add);
}

function onTarget({ turnId, responseId, question, roundId }: Target): Place {
	return turnId
		? { ...NOWHERE, scope: 'turn', roundId, turnId }
		: { ...NOWHERE, scope: 'answer', roundId, responseId, question };
}

/** Where each note belongs: the first thing of the file that refers to it. */
function findPlaces(
	project: QdaProject,
	sources: readonly PlannedSource[],
	{ codeOf, placed, meetings }: Given
): Map<string, Place> {
	const places = new Map<string, Place>();
	const put = (guids: readonly string[], place: Place) => {
		for (const guid of guids) if (!places.has(guid)) places.set(guid, place);
	};
	for (const { source, groupId } of sources) {
		for (const selection of source.selections) {
			for (const coding of selection.codings) {
				const made = placed.codings.get(coding.guid);
				if (made)
					put(coding.noteRefs, {
						...NOWHERE,
						scope: 'span',
						roundId: made.target.roundId,
						codingId: made.codingId
					});
			}
			const target = placed.selections.get(selection.guid);
			if (target) put(selection.noteRefs, onTarget(target));
		}
		if (groupId) put(source.noteRefs, { ...NOWHERE, scope: 'group', groupId });
	}
	const visit = (code: QdaCode): void => {
		const id = codeOf.get(code.guid)?.id;
		if (id) put(code.noteRefs, { ...NOWHERE, scope: 'code', codeId: id });
		code.children.forEach(visit);
	};
	project.codes.forEach(visit);
	for (const set of project.sets) {
		const groupId = meetings.ofSet(set.guid)?.id;
		if (groupId) put(set.notes, { ...NOWHERE, scope: 'group', groupId });
	}
	return places;
}

/** Variables whose name says that they tell who somebody is: they are not kept. */
const IDENTIFYING =
	/\b(name|first ?name|surname|e-?mail|phone|address|birth|passport|nama|telepon|alamat|lahir|paspor)/i;

/** What the variables of a file say, as one memo for each meeting; our own are known here anyway. */
function tellVariables(
	project: QdaProject,
	sources: readonly PlannedSource[],
	{ meetings, plan, leave, isOurs }: Given,
	add: (key: string, guid: null, place: Place, body: string) => void
): void {
	const names = new Map(project.variables.map(({ guid, name }) => [guid, name]));
	const said = (values: readonly QdaValue[]) =>
		values
			.filter(({ variable, value }) => value && !isOurVariable(variable))
			.filter(({ variable }) => !IDENTIFYING.test(names.get(variable) ?? ''))
			.map(({ variable, value }) => `${names.get(variable) ?? variable}: ${value}`);
	const lines = new Map<string, string[]>();
	const tell = (groupId: string, of: string, values: readonly QdaValue[]) => {
		const words = said(values);
		if (words.length > 0)
			lines.set(groupId, [...(lines.get(groupId) ?? []), `${of}: ${words.join('; ')}`]);
	};
	for (const { source, groupId } of sources)
		if (groupId)
			tell(
				groupId,
				plan.transcripts.find(({ guid }) => guid === source.guid)?.title ?? '…',
				source.values
			);
	for (const each of project.cases) {
		const pseudonym = pseudonymOf(each.name);
		if (pseudonym === null) {
			leave('case_name', isOurs ? 0 : 1);
			leave('case_variables', isOurs ? 0 : each.values.length);
			continue;
		}
		const into = meetings.opened(each.sources);
		if (!into) continue;
		const participant = into.casting.ofCase(each);
		if (participant) tell(into.meeting.id, participant.pseudonym, each.values);
	}
	for (const [groupId, words] of lines)
		add(
			`variables ${groupId} ${words.join('\n')}`,
			null,
			{ ...NOWHERE, scope: 'group', groupId },
			words.join('\n')
		);
}
