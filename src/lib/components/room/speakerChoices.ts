import { speakerWords } from '#lib/components/transcripts/turnWords.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Speaker } from '#lib/terms.ts';
import { ROLE_LETTERS, ROOM_ROLES, keyOfParticipant } from './readEntry.ts';
import { type RoomView, whoOf } from './roomView.ts';

type People = Pick<RoomView, 'participants'>;

/** Who speaks, in words, from what a form says. */
export function whoWords({ participants }: People, who: string): string {
	const [, id] = /^participant:(.+)$/.exec(who) ?? [];
	if (!id) return speakerWords(who as Speaker, undefined);
	return participants.find((each) => each.id === id)?.pseudonym ?? '–';
}

/** Whom a note can be of, and whom not; with what is typed for each where `hasKeys`. */
export function speakerChoices(view: People, now: string, hasKeys: boolean) {
	const choices = [
		...view.participants.map((person) => ({
			value: whoOf('participant', person.id),
			label: person.pseudonym,
			key: hasKeys && !person.isRefused ? `${keyOfParticipant(person)}:` : undefined,
			note: person.isRefused
				? m.room_who_refused()
				: person.isUnasked
					? m.room_who_unasked()
					: undefined,
			disabled: person.isRefused
		})),
		...ROOM_ROLES.map((role) => ({
			value: role as string,
			label: speakerWords(role, undefined),
			key: hasKeys ? `${ROLE_LETTERS[role]}:` : undefined
		}))
	];
	// Somebody whose note is changed, and who is no choice any more.
	const isKnown = choices.some(({ value }) => value === now) || now === '';
	return isKnown ? choices : [...choices, { value: now, label: whoWords(view, now) }];
}
