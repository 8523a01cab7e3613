import { VOTES, type Vote } from '#lib/terms.ts';

/** What a form says of one participant; `before` is what it found. */
export interface SentVote {
	participantId: string;
	vote: Vote;
	turnId: string | null;
	before: { vote: Vote; turnId: string | null } | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const voteOf = (text: string) => VOTES.find((each) => each === text);
const idOf = (text: string) => (UUID.test(text) ? text : null);

/** How a form says what stands: `agree`, or `disagree` and the id of a turn. */
export const voteKey = (vote: { vote: Vote; turnId: string | null } | undefined): string =>
	vote ? `${vote.vote} ${vote.turnId ?? ''}`.trim() : '';

/**
 * Votes of a form: `vote.<participant>`, `turn.<participant>` and, as the form found it,
 * `was.<participant>` (see voteKey). Participants without a vote are left out.
 */
export function readVotes(form: FormData): SentVote[] {
	return [...form].flatMap(([name, value]): SentVote[] => {
		const participantId = name.startsWith('vote.') ? idOf(name.slice(5)) : null;
		const vote = voteOf(String(value));
		if (!participantId || !vote) return [];
		const [was = '', wasTurn = ''] = String(form.get(`was.${participantId}`) ?? '').split(' ');
		const before = voteOf(was);
		return [
			{
				participantId,
				vote,
				turnId: idOf(String(form.get(`turn.${participantId}`) ?? '')),
				before: before ? { vote: before, turnId: idOf(wasTurn) } : null
			}
		];
	});
}
