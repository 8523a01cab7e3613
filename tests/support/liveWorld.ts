import { memberStates } from '#lib/asean.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import type { Definition, Question, Text } from '#lib/xlsform/definition.ts';
import { addEarlierRound } from './earlierRound.ts';
import { content } from './questionnaireBuilder.ts';
import { type World, buildWorld } from './world.ts';

const say = (en: string, id = `${en} (id)`): Text => ({ en, id });
const asked = (question: Partial<Question> & Pick<Question, 'name' | 'number' | 'type'>) => ({
	label: say(`About ${question.name}?`),
	exposure: 'public' as const,
	...question
});

/** A question of every kind a picture can be made of. */
export const liveDefinition: Definition = {
	id: 'live',
	version: '1',
	title: say('Live questionnaire'),
	default_language: 'en',
	languages: ['en', 'id'],
	choices: {
		yes_no: [
			{ name: 'yes', label: say('Yes', 'Ya') },
			{ name: 'no', label: say('No', 'Tidak') }
		],
		often: ['never', 'rarely', 'always'].map((name) => ({ name, label: say(`It is ${name}`) })),
		rights: ['strike', 'join'].map((name) => ({ name, label: say(`To ${name}`) })),
		people: [{ name: 'persons', label: say('persons') }]
	},
	areas: [
		{
			name: 'justice',
			number: 1,
			title: say('Access to justice'),
			short: say('Justice'),
			intro: say('Complaints'),
			kind: 'issue',
			questions: [
				asked({
					...{ name: 'complain', number: '1.1', type: 'select_one', list: 'yes_no' },
					...{ label: say('Can a **worker** complain?'), better: 'lower' as const }
				}),
				asked({
					...{ name: 'heard', number: '1.2', type: 'scale', list: 'often' },
					better: 'higher' as const
				}),
				asked({ name: 'rights', number: '1.3', type: 'select_multiple', list: 'rights' }),
				asked({ name: 'cases', number: '1.4', type: 'number', units: 'people', year: true }),
				asked({ name: 'obstacles', number: '1.5', type: 'long_text' })
			]
		},
		{
			name: 'return',
			number: 2,
			title: say('Return'),
			short: say('Return'),
			intro: say('Coming home'),
			kind: 'issue',
			questions: [asked({ name: 'helped', number: '2.1', type: 'select_one', list: 'yes_no' })]
		}
	]
};

/** Words that no picture may hold. */
export const KEPT = 'Kept from the public.';

/**
 * A study with two rounds that answered `liveDefinition`: what a country says is accepted and
 * public but for what Myanmar keeps, what Thailand does not say for safety, and what of the Lao
 * PDR is not accepted. Viet Nam withdrew for its safety, and Cambodia has two delegations.
 */
export async function buildLiveWorld(
	database: Database
): Promise<World & { liveRoundId: string; earlierRoundId: string }> {
	const world = await buildWorld(database);
	const earlier = await addEarlierRound(
		world,
		{
			KH: { members: ['dara'], answers: { complain: content('no'), helped: content('yes') } },
			ID: {
				members: ['budi'],
				answers: { complain: content('yes'), heard: content('rarely'), helped: content('no') }
			},
			MM: { members: [], answers: { complain: content('yes') } }
		},
		{ name: '2014', opensOn: '2014-01-01', definition: liveDefinition }
	);
	const now = await addEarlierRound(
		world,
		{
			KH: {
				members: ['sokha'],
				answers: {
					complain: content('yes'),
					heard: content('always'),
					rights: content(['strike', 'join']),
					cases: content({ value: 12, unit: 'persons', year: 2017 }),
					obstacles: content('Fees are high.'),
					helped: content('no')
				}
			},
			KH2: { name: 'Second', members: [], answers: { complain: content('no') } },
			ID: {
				members: ['budi'],
				answers: {
					complain: content('yes'),
					heard: content('rarely'),
					rights: content(['join']),
					cases: content({ value: 400, unit: 'persons', year: 2018 }),
					helped: content('no')
				}
			},
			LA: { members: [], answers: { complain: content('no') }, notAccepted: ['justice'] },
			MM: {
				members: [],
				answers: {
					complain: content('no', { exposure: 'coordinators' }),
					obstacles: content(KEPT, { exposure: 'study_team' })
				}
			},
			PH: {
				members: [],
				answers: {
					complain: content(null, { status: 'dont_know' }),
					heard: content(null, { status: 'not_applicable', reason: 'A reason.' })
				}
			},
			TH: { members: [], answers: { complain: content(null, { status: 'not_safe' }) } },
			VN: {
				members: [],
				answers: { complain: content('yes'), heard: content('never') },
				status: 'withdrawn_for_safety'
			}
		},
		{ name: '2018', opensOn: '2018-01-01', definition: liveDefinition }
	);
	await asSystem(database.db, async (trx) => {
		for (const { code, name } of memberStates)
			await trx
				.updateTable('round_countries')
				.set({ name: name.en })
				.where('country', '=', code)
				.where('round_id', 'in', [now.roundId, earlier.roundId])
				.execute();
	});
	return { ...world, liveRoundId: now.roundId, earlierRoundId: earlier.roundId };
}
