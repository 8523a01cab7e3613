import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record.ts';
import { asSystem } from '../database/asActor.ts';
import { type QueryAct, QUERY_KINDS, type QueryKind } from '#lib/terms.ts';
import { shuffled } from './chance.ts';
import { leaderOf } from './people.ts';
import type { Demo, DemoRound, Prepared } from './stage.ts';

const SAID: Record<QueryKind, Record<QueryAct, string>> = {
	needs_source: {
		ask: 'Could you add where this figure comes from? A page number is enough.',
		reply: 'It is from notes of our own visits. We have added them as a source.',
		send_back: 'Thank you. Could you also say in which months the visits were?',
		close: 'Clear now, thank you.'
	},
	unclear: {
		ask: 'We are not sure whether this is about all sectors or about one. Could you say which?',
		reply: 'About two sectors. We will name them in the answer.',
		send_back: 'The answer still reads as if it were about all sectors.',
		close: 'The two sectors are named. Settled.'
	},
	contradicts: {
		ask: 'This seems to say the opposite of your answer one question earlier. Which one holds?',
		reply: 'Both hold, for different groups. The earlier answer is about new arrivals only.',
		send_back: 'Could the answer itself say so? Readers will not see this note.',
		close: 'Good, both answers can stand.'
	},
	out_of_period: {
		ask: 'The year given is before the period of this round. Is there anything newer?',
		reply: 'We have asked for newer figures and expect them next week.',
		send_back: 'Please leave the old year out if nothing newer comes.',
		close: 'Fine as it is, with the year named.'
	},
	unsafe: {
		ask: 'Could this let somebody recognise the workplace? Please consider a wider description.',
		reply: 'Thank you for noticing. We have taken the place out.',
		send_back: 'The second sentence still points to one employer.',
		close: 'Nobody can be recognised any more.'
	},
	duplicate: {
		ask: 'The same text stands under two questions. Is that meant?',
		reply: 'It was a mistake of ours, the second one is to be replaced.',
		send_back: 'Both are still the same.',
		close: 'Replaced, thank you.'
	},
	other: {
		ask: 'Would you agree to a short call about this answer before we go on?',
		reply: 'Yes, any morning this week suits us.',
		send_back: 'We could not reach you. Would Thursday suit you?',
		close: 'We have spoken; nothing remains open.'
	}
};

const OPEN: readonly QueryAct[] = ['ask'];
const REPLIED: readonly QueryAct[] = ['ask', 'reply'];
const SENT_BACK: readonly QueryAct[] = ['ask', 'reply', 'send_back'];
const CLOSED: readonly QueryAct[] = ['ask', 'reply', 'close'];
/** Courses a conversation takes on the demo. */
export const COURSES = { OPEN, REPLIED, SENT_BACK, CLOSED };

const ACTIONS = {
	ask: 'query.open',
	reply: 'query.reply',
	send_back: 'query.send_back',
	close: 'query.close'
} as const;
const STATES = { ask: 'open', reply: 'replied', send_back: 'open', close: 'closed' } as const;

/** Every kind in turn, so that all occur. */
export function nextKind(demo: Demo): QueryKind {
	return QUERY_KINDS[demo.threads++ % QUERY_KINDS.length]!;
}

/**
 * A coordinator's question on a submitted answer and what was said about it since, on past
 * days. The verbs of queries say "now" and messages never change, so the rows are written
 * here, as the verbs would leave them. `about` names the question; otherwise one is drawn.
 */
export async function writeThread(
	demo: Demo,
	round: DemoRound,
	{ responseId, delegationId, area, voice, times }: Prepared,
	thread: { kind: QueryKind; course: readonly QueryAct[]; at: number; about?: string }
): Promise<void> {
	const scope = { studyId: demo.studyId, roundId: round.id, delegationId };
	const columns = { study_id: demo.studyId, delegation_id: delegationId };
	// Up to the decision, or to now where there is none yet.
	const end = Math.min(
		Math.max(times.decided.getTime(), times.submitted.getTime()),
		demo.system.now().getTime()
	);
	const begin = Math.min(times.decided.getTime(), times.submitted.getTime());
	const when = (step: number) =>
		new Date(begin + ((end - begin) * (step + 0.5)) / (thread.course.length + 0.5));
	const last = thread.course.length - 1;
	await asSystem(demo.system.db, async (trx) => {
		const submitted = await trx
			.selectFrom('submitted_answers')
			.select(['question', 'revision'])
			.where('response_id', '=', responseId)
			.where('is_latest', '=', true)
			.where('status', '=', 'answered')
			.orderBy('question')
			.execute();
		const answer =
			submitted.find((one) => one.question === thread.about) ??
			shuffled(`${voice.key}|${area}|queried`, submitted)[thread.at % submitted.length];
		if (!answer) return;
		const id = randomUUID();
		const state = STATES[thread.course[last]!];
		await trx
			.insertInto('queries')
			.values({
				...columns,
				id,
				round_id: round.id,
				response_id: responseId,
				question: answer.question,
				kind: thread.kind,
				state,
				asked_revision: answer.revision,
				closed_revision: state === 'closed' ? answer.revision : null,
				opened_by: demo.people.coordinator!,
				opened_at: when(0),
				closed_at: state === 'closed' ? when(last) : null
			})
			.execute();
		for (const [step, act] of thread.course.entries()) {
			const accountId = demo.people[act === 'reply' ? leaderOf(voice.key) : 'coordinator']!;
			await trx
				.insertInto('query_messages')
				.values({
					...columns,
					query_id: id,
					act,
					body: SAID[thread.kind][act],
					author_id: accountId,
					created_at: when(step)
				})
				.execute();
			await recordAudit(trx, { accountId }, ACTIONS[act], {
				...scope,
				subjectId: id,
				detail: { area, question: answer.question }
			});
		}
	});
}
