import type { RequestEvent } from '@sveltejs/kit';
import type { ParticipantPlace } from '#lib/server/focusgroups/getParticipant.ts';

/** Where a participant's page is, from its address. */
export const placeOf = ({ params }: RequestEvent): ParticipantPlace => ({
	roundId: params.round!,
	groupId: params.group!,
	participantId: params.participant!
});

/** Address of a participant's page. */
export const homeOf = ({ roundId, groupId, participantId }: ParticipantPlace): string =>
	`/rounds/${roundId}/focus-groups/${groupId}/participants/${participantId}`;
