import { asSystem } from '#lib/server/database/asActor.ts';
import { json } from '#lib/server/database/json.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { content } from './questionnaireBuilder.ts';
import type { Person, World } from './world.ts';

export interface EarlierCountry {
	members: Person[];
	/** By answer key. */
	answers: Record<string, AnswerContent>;
	/** Areas that were handed in and not accepted. */
	notAccepted?: string[];
	status?: 'active' | 'withdrawn_for_safety' | 'no_respondent';
	name?: string;
}

/** What Cambodia and Indonesia answered in 2018; Dara and Budi were there, Sokha was not. */
export const IN_2018: Record<'KH' | 'ID', EarlierCountry> = {
	KH: {
		members: ['dara'],
		answers: {
			side: content('both'),
			can_complain: content('yes'),
			obstacles: content('Fees are high and courts are far away.'),
			cases: content({ value: 12, year: 2017 }),
			detained: content('People wait for months.', { exposure: 'coordinators' }),
			helped: content(null, { status: 'dont_know' })
		}
	},
	ID: { members: ['budi'], answers: { can_complain: content('no') } }
};

/** Adds a closed round before the world's own, with what these countries handed in; gives its id. */
export async function addEarlierRound(
	world: World,
	countries: Record<string, EarlierCountry> = IN_2018,
	more: { name?: string; opensOn?: string; definition?: Definition } = {}
): Promise<{ roundId: string; delegations: Record<string, string> }> {
	const { name = '2018', opensOn = '2018-01-01', definition = world.definition } = more;
	return asSystem(world.database.db, async (trx) => {
		const questionnaire = await trx
			.selectFrom('questionnaires')
			.select('id')
			.where('study_id', '=', world.studyId)
			.orderBy('created_at')
			.executeTakeFirstOrThrow();
		const asked = await trx
			.selectFrom('rounds')
			.select('questionnaire_version_id as id')
			.where('id', '=', world.roundId)
			.executeTakeFirstOrThrow();
		const version = more.definition
			? await trx
					.insertInto('questionnaire_versions')
					.values({
						questionnaire_id: questionnaire.id,
						version: `of ${name}`,
						definition: json(definition) as never
					})
					.returning('id')
					.executeTakeFirstOrThrow()
			: asked;
		const round = await trx
			.insertInto('rounds')
			.values({
				study_id: world.studyId,
				questionnaire_version_id: version.id,
				name,
				opens_on: opensOn,
				closes_on: opensOn
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const delegations: Record<string, string> = {};
		for (const [code, earlier] of Object.entries(countries)) {
			const country = code.slice(0, 2);
			await trx
				.insertInto('round_countries')
				.values({ round_id: round.id, country, name: country })
				.onConflict((oc) => oc.doNothing())
				.execute();
			const { id } = await trx
				.insertInto('delegations')
				.values({
					study_id: world.studyId,
					round_id: round.id,
					country,
					name: earlier.name ?? '',
					status: earlier.status ?? 'active'
				})
				.returning('id')
				.executeTakeFirstOrThrow();
			delegations[code] = id;
			for (const person of earlier.members)
				await trx
					.insertInto('delegation_members')
					.values({ delegation_id: id, account_id: world.accounts[person], is_focal_point: true })
					.execute();
			for (const area of definition.areas) {
				const answers = Object.entries(earlier.answers).filter(
					([key]) => findAskedQuestion(definition, key)?.area === area
				);
				if (answers.length === 0) continue;
				const isAccepted = !earlier.notAccepted?.includes(area.name);
				const of = { study_id: world.studyId, delegation_id: id };
				const response = await trx
					.insertInto('responses')
					.values({ ...of, round_id: round.id, area: area.name })
					.returning('id')
					.executeTakeFirstOrThrow();
				const by = world.accounts[earlier.members[0] ?? 'ana'];
				const submission = await trx
					.insertInto('submissions')
					.values({ ...of, response_id: response.id, number: 1, submitted_by: by })
					.returning('id')
					.executeTakeFirstOrThrow();
				for (const [question, said] of answers) {
					const row = {
						delegation_id: id,
						response_id: response.id,
						question,
						revision: 1,
						status: said.status,
						value: (said.value === null ? null : json(said.value)) as never,
						reason: said.reason,
						exposure: said.exposure
					};
					const answer = await trx
						.insertInto('answers')
						.values({ ...row, saved_by: by })
						.returning('id')
						.executeTakeFirstOrThrow();
					await trx
						.insertInto('submitted_answers')
						.values({
							...row,
							study_id: world.studyId,
							round_id: round.id,
							submission_id: submission.id,
							answer_id: answer.id,
							is_accepted: isAccepted
						})
						.execute();
				}
				for (const state of isAccepted
					? (['submitted', 'accepted'] as const)
					: (['submitted'] as const))
					await trx
						.updateTable('responses')
						.set({ state, submission: 1 })
						.where('id', '=', response.id)
						.execute();
			}
		}
		await trx
			.updateTable('rounds')
			.set({ closed_at: new Date(`${opensOn}T00:00:00Z`) })
			.where('id', '=', round.id)
			.execute();
		return { roundId: round.id, delegations };
	});
}
