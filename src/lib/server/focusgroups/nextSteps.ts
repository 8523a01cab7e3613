import type { ConsentState } from '#lib/focusgroups/consentState.ts';
import type { MeetingStage } from '#lib/focusgroups/meetingTime.ts';
import type { ListedParticipant } from './queries.ts';

/** A participant with how far their consent goes today. */
export interface ShownParticipant extends ListedParticipant {
	state: ConsentState;
}

/** What is left to do for a meeting, in the order in which one would do it. */
export type NextStep =
	| { kind: 'people' | 'participants' | 'guide' | 'deadline' }
	| { kind: 'seeds' | 'consents' | 'ended_consents'; count: number }
	| { kind: 'record' }
	| { kind: 'check'; until: string; checked: number; count: number };

interface Standing {
	stage: MeetingStage;
	validationUntil: string | null;
	participants: readonly ShownParticipant[];
	people: number;
	blocks: number;
	seeds: number;
	turns: number;
}

/** What still has to be done, judged from how a meeting stands. */
export function nextSteps(standing: Standing): NextStep[] {
	const { stage, validationUntil, participants, people, blocks, seeds, turns } = standing;
	const isOver = stage === 'held' || stage === 'checking';
	const isOpen = stage !== 'closed';
	const count = (state: ConsentState) => participants.filter((each) => each.state === state).length;
	const checking = participants.filter((each) => each.state !== 'took_back');
	const steps: (NextStep | false)[] = [
		isOpen && !isOver && people === 0 && { kind: 'people' },
		isOpen && blocks === 0 && !isOver && { kind: 'guide' },
		isOpen && !isOver && blocks > 0 && seeds > 0 && { kind: 'seeds', count: seeds },
		isOpen && participants.length === 0 && { kind: 'participants' },
		count('not_asked') > 0 && { kind: 'consents', count: count('not_asked') },
		count('expired') > 0 && { kind: 'ended_consents', count: count('expired') },
		isOpen && stage !== 'planned' && turns === 0 && { kind: 'record' },
		stage === 'held' && turns > 0 && !validationUntil && { kind: 'deadline' },
		stage === 'checking' && {
			kind: 'check',
			until: validationUntil ?? '',
			checked: checking.filter(({ validatedAt }) => validatedAt !== null).length,
			count: checking.length
		}
	];
	return steps.filter((step) => step !== false);
}
