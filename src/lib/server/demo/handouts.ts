import { randomUUID } from 'node:crypto';
import { findQuestion } from '#lib/xlsform/definition.ts';
import { asSystem } from '../database/asActor.ts';
import { handOut } from '../handouts/handouts.ts';
import { proposeAnswer } from '../handouts/proposals.ts';
import { organisationOf } from './people.ts';
import { type Demo, type DemoRound, as } from './stage.ts';

/** Where Cambodia's colleagues are at work in the demo; the tour hands in another area. */
const AREA = 'information_recruitment';
const DAY = 86_400_000;

/** What the colleague who only proposes adds, to an answer that is there and to none. */
const PROPOSALS: readonly [question: string, text: string][] = [
	['q4_7_brokers', 'Families learn the name of the agency only at the airport.'],
	[
		'q4_12_migrant_groups',
		'Sample answer: Returned workers’ groups meet every month and visit new applicants.'
	]
];

/** Who has what in Cambodia's delegation, and what a colleague proposes who writes no answers. */
export async function shareOut(demo: Demo, round: DemoRound): Promise<void> {
	const delegationId = round.delegations.KH!;
	await asSystem(demo.system.db, (trx) =>
		trx
			.insertInto('delegation_members')
			.values({
				delegation_id: delegationId,
				account_id: demo.people.kh3!,
				proposes_only: true,
				organisation: organisationOf('kh3')
			})
			.execute()
	);
	const day = (after: number) =>
		new Date(demo.system.now().getTime() + after * DAY).toISOString().slice(0, 10);
	const give = (login: string, question: string | null, dueOn: string | null, area = AREA) =>
		handOut(as(demo, 'kh'), {
			delegationId,
			accountId: demo.people[login]!,
			parts: [{ area, question }],
			dueOn
		});
	await give('kh2', null, day(10));
	await give('kh2', null, day(3), 'access_to_justice');
	await give('kh3', PROPOSALS[0]![0], day(5));
	await give('kh3', PROPOSALS[1]![0], null);
	await give('kh3', 'q4_9b_languages_missing', day(7));
	await give('kh', null, day(14), 'repatriation');

	const { id, answers } = await asSystem(demo.system.db, async (trx) => {
		const response = await trx
			.selectFrom('responses')
			.select('id')
			.where('delegation_id', '=', delegationId)
			.where('area', '=', AREA)
			.executeTakeFirstOrThrow();
		const stored = await trx
			.selectFrom('answers')
			.select(['question', 'revision', 'value', 'exposure'])
			.where('response_id', '=', response.id)
			.execute();
		return { id: response.id, answers: stored };
	});
	for (const [question, text] of PROPOSALS) {
		const asked = findQuestion(demo.definition, question);
		const official = answers.find((answer) => answer.question === question);
		await proposeAnswer(as(demo, 'kh3'), {
			id: randomUUID(),
			responseId: id,
			question,
			base: official?.revision ?? 0,
			status: 'answered',
			value: typeof official?.value === 'string' ? `${official.value} ${text}` : text,
			reason: null,
			exposure: official?.exposure ?? asked?.question.exposure
		});
	}
}
