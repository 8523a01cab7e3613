import { variableGuid } from './exportMeeting.ts';
import { idFromGuid } from './guid.ts';
import { isPseudonym, isUnnamed, roleOf } from './importLabels.ts';
import type { Segment } from './importSegments.ts';
import type {
	ImportPlan,
	ImportState,
	KnownParticipant,
	PlannedSpeaker,
	TargetMeeting
} from './importTypes.ts';
import type { QdaCase } from './model.ts';
import type { Speaker } from '../../terms.ts';

/** Who a turn is by, and what stands in front of its words where nobody may be told by name. */
export interface SpokenBy {
	speaker: Speaker;
	participant: KnownParticipant | null;
	prefix: string;
}

const UNKNOWN: SpokenBy = { speaker: 'unknown', participant: null, prefix: '' };

/**
 * Tells who speaks in the sources that come into one meeting. A label or case is matched to a
 * participant of that pseudonym; one that looks like a pseudonym becomes a new participant. Every
 * other name may be a person's: it is not kept, and "[Speaker 1]" stands in its place. `names` are
 * those of the cases of the file.
 */
export function createCasting(
	state: ImportState,
	plan: Pick<ImportPlan, 'participants' | 'guids' | 'speakers'>,
	meeting: TargetMeeting,
	names: ReadonlySet<string>
) {
	const marks = new Map<string, string>();
	const byCase = new Map<string, KnownParticipant>();
	const told = new Map<string, PlannedSpeaker>();

	const find = (pseudonym: string) =>
		meeting.participants.find((each) => each.pseudonym === pseudonym);

	function add(pseudonym: string, of: QdaCase | null, key: string): KnownParticipant {
		const participant = {
			id: idFromGuid(state.studyId, 'participant', meeting.id, key),
			pseudonym,
			isSilent: false
		};
		meeting.participants.push(participant);
		const value = (name: 'country' | 'kind') =>
			of?.values.find(({ variable }) => variable === variableGuid(name))?.value || null;
		const country = value('country');
		plan.participants.push({
			id: participant.id,
			meeting,
			pseudonym,
			country: country !== null && state.countries.has(country) ? country : null,
			organisationKind: value('kind')?.slice(0, 120) ?? null
		});
		return participant;
	}

	/** The participant a case is, where its name may be kept; made where there is none. */
	function ofCase(each: QdaCase): KnownParticipant | null {
		const before = byCase.get(each.guid);
		if (before) return before;
		const own = state.ours.get(each.guid);
		const ids = [
			own?.kind === 'case' ? own.id : undefined,
			state.remembered.get(`case ${each.guid}`)
		];
		const known = meeting.participants.find(({ id }) => ids.includes(id));
		const name = pseudonymOf(each.name);
		const participant = known ?? (name === null ? null : matchOrAdd(name, each));
		if (participant === null) return null;
		byCase.set(each.guid, participant);
		if (!known)
			plan.guids.push({ kind: 'case', guid: each.guid, id: participant.id, isMade: false });
		return participant;
	}

	/** Two cases of one pseudonym are two people: the second gets a number behind it. */
	function matchOrAdd(name: string, each: QdaCase): KnownParticipant {
		const same = find(name);
		if (same && ![...byCase.values()].includes(same)) return same;
		let pseudonym = name;
		for (let number = 2; find(pseudonym); number += 1) pseudonym = `${name}-${number}`;
		return add(pseudonym, each, each.guid);
	}

	/** `isScript`: labels are how this source tells its speakers. */
	function ofSegment({ label, case: own }: Segment, isScript: boolean): SpokenBy | 'as_is' {
		const role = label === null ? undefined : roleOf(label);
		if (role && isScript) return count(label!, role, null, { ...UNKNOWN, speaker: role });
		const participant = own ? ofCase(own) : null;
		if (participant) return by(label ?? own!.name, participant);
		if (label === null) return own ? count(own.name, 'unknown', null, UNKNOWN) : UNKNOWN;
		const same = find(label);
		if (same) return by(label, same);
		if (isUnnamed(label)) return count(label, 'unknown', null, UNKNOWN);
		if (isPseudonym(label)) return by(label, add(label, null, label));
		if (!isScript && !names.has(label)) return 'as_is';
		const mark = marks.get(label) ?? `[Speaker ${marks.size + 1}] `;
		marks.set(label, mark);
		return count(label, 'marked', mark.trim(), { ...UNKNOWN, prefix: mark });
	}

	function by(label: string, participant: KnownParticipant): SpokenBy {
		const isNew = plan.participants.some(({ id }) => id === participant.id);
		return count(label, isNew ? 'new_participant' : 'participant', participant.pseudonym, {
			speaker: 'participant',
			participant,
			prefix: ''
		});
	}

	function count(
		label: string,
		becomes: PlannedSpeaker['becomes'],
		pseudonym: string | null,
		spoken: SpokenBy
	): SpokenBy {
		const known = told.get(label);
		if (known) known.turns += 1;
		else {
			const speaker = { label, turns: 1, becomes, pseudonym };
			told.set(label, speaker);
			plan.speakers.push(speaker);
		}
		return spoken;
	}

	return { ofSegment, ofCase };
}

export type Casting = ReturnType<typeof createCasting>;

/** The name of a case where it is a pseudonym, without the meeting our exports put behind it. */
export function pseudonymOf(name: string): string | null {
	const plain = name.replace(/ \([^)]*\)$/, '').trim();
	return isPseudonym(plain) ? plain : null;
}
