import { randomUUID } from 'node:crypto';
import { memberStates } from '#lib/asean.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { json } from '#lib/server/database/json.ts';
import { releaseEdition } from '#lib/server/editions/decide.ts';
import { drawProposed } from '#lib/server/editions/keepPictures.ts';
import { proposeEdition } from '#lib/server/editions/propose.ts';
import type { Live } from '#lib/report/live.ts';
import { addCitation } from '#lib/server/report/citations.ts';
import { addEarlierRound } from './earlierRound.ts';
import { addBlock, freshen, writeReport } from './editionWorld.ts';
import { liveDefinition } from './liveWorld.ts';
import { content } from './questionnaireBuilder.ts';
import { type World, buildWorld } from './world.ts';

/** What each delegation told in words; all of it is public and accepted. */
export const WORDS = {
	KH: 'Marker KH: offices in the provinces ask for a letter of the village chief.',
	KH2: 'Marker KH2: unions in the capital are heard within a month or two.',
	ID: 'Marker ID: the hotline is answered in three languages by now.',
	then: { KH: 'Marker KH then: nobody was heard.', ID: 'Marker ID then: there was no hotline.' },
	evidence: 'Marker E: Report of an office in the provinces, page 12',
	link: 'https://example.org/marker-evidence',
	treaty: 'Marker T: Gazette of the ministry, number 7',
	organisation: 'Marker Union'
};

export interface Released extends World {
	/** Of 2018 and of 2014, with an edition each. */
	now: { roundId: string; editionId: string; delegations: Record<string, string> };
	then: { roundId: string; editionId: string; delegations: Record<string, string> };
	/** Labels of what the edition of 2018 cites. */
	labels: { KH: string; KH2: string; ID: string; evidence: string; treaty: string };
}

/**
 * Two rounds with a released edition each: every kind of picture that shows a country, texts that cite
 * answers, evidence and a treaty, and one that repeats an answer without citing it.
 */
export async function buildReleased(database: Database): Promise<Released> {
	const world = await buildWorld(database);
	const answers = (obstacles: string, complain: string, value: number) => ({
		...{ complain: content(complain), heard: content(value > 100 ? 'rarely' : 'always') },
		...{ rights: content(['strike', 'join']), obstacles: content(obstacles) },
		cases: content({ value, unit: 'persons', year: 2017 })
	});
	const then = await addEarlierRound(
		world,
		{
			KH: { members: ['dara'], answers: answers(WORDS.then.KH, 'no', 31) },
			ID: { members: ['budi'], answers: answers(WORDS.then.ID, 'no', 419) }
		},
		{ name: '2014', opensOn: '2014-01-01', definition: liveDefinition }
	);
	const now = await addEarlierRound(
		world,
		{
			KH: { members: ['sokha'], answers: answers(WORDS.KH, 'yes', 37) },
			KH2: { name: WORDS.organisation, members: [], answers: answers(WORDS.KH2, 'no', 41) },
			ID: { members: ['budi'], answers: answers(WORDS.ID, 'yes', 431) },
			PH: { members: [], answers: { complain: content('yes') } }
		},
		{ name: '2018', opensOn: '2018-01-01', definition: liveDefinition }
	);
	await nameCountries(world, [now.roundId, then.roundId]);
	const evidenceId = await addEvidence(world, now.delegations.KH!);
	await addClaim(world, now.delegations.KH!);
	const labels = await write(world, now.roundId, async (chapters, cite) => {
		const cited = {
			KH: await cite(await answerOf(world, now.delegations.KH!)),
			KH2: await cite(await answerOf(world, now.delegations.KH2!)),
			ID: await cite(await answerOf(world, now.delegations.ID!)),
			evidence: await cite({ kind: 'evidence' as const, evidenceId }),
			treaty: await cite({ kind: 'treaty' as const, country: 'KH', instrument: 'MWC' })
		};
		const { KH, KH2, ID, evidence, treaty } = cited;
		const data = await cite({ kind: 'data' as const, question: 'obstacles' });
		const body = `Some wait.[@${KH}] Others do not.[@${KH2}] Help is there.[@${ID}] See the [report](${WORDS.link}).[@${evidence}] It is bound.[@${treaty}]\n\nOne put it so: “${WORDS.KH}”.[@${data}]`;
		await asSystem(world.database.db, (trx) =>
			addBlock(world, chapters[0]!, 20, body, { trx, roundId: now.roundId })
		);
		return cited;
	});
	await write(world, then.roundId, async () => {});
	return {
		...world,
		labels,
		now: { ...now, editionId: await release(world, now.roundId) },
		then: { ...then, editionId: await release(world, then.roundId) }
	};
}

async function nameCountries(world: World, rounds: string[]) {
	await asSystem(world.database.db, async (trx) => {
		for (const { code, name } of memberStates)
			await trx
				.updateTable('round_countries')
				.set({ name: name.en })
				.where('country', '=', code)
				.where('round_id', 'in', rounds)
				.execute();
	});
}

type What = Parameters<typeof addCitation>[1]['what'];

const SHOWN: Live[] = [
	{ type: 'question', question: 'complain' },
	{ type: 'question', question: 'rights' },
	{ type: 'question', question: 'cases' },
	{ type: 'question', question: 'obstacles' },
	{ type: 'strip', question: 'heard' },
	{ type: 'tiles', question: 'complain' },
	{ type: 'coverage' },
	{ type: 'respondents' },
	{ type: 'treaties' },
	{ type: 'change' },
	{ type: 'change', question: 'obstacles' },
	{ type: 'questionnaire' }
];

/** A report with every picture, a chapter of two countries, and what `fill` writes into the first chapter. */
async function write<T>(
	world: World,
	roundId: string,
	fill: (chapters: string[], cite: (what: What) => Promise<string>) => Promise<T>
): Promise<T> {
	const ofCountry = (key: string) => ({
		kind: 'country' as const,
		key,
		title: `On ${key}`,
		blocks: []
	});
	const chapters = await writeReport(
		world,
		[{ title: 'All of it', blocks: [] }, ofCountry('KH'), ofCountry('ID')],
		[],
		roundId
	);
	const shown = [
		SHOWN,
		...['KH', 'ID'].map((country) =>
			(['answers', 'treaties', 'change'] as const).map((type) => ({ type, country }))
		)
	];
	await asSystem(world.database.db, async (trx) => {
		for (const [at, lives] of shown.entries())
			for (const [position, live] of lives.entries())
				await trx
					.insertInto('blocks')
					.values({
						...{ id: randomUUID(), chapter_id: chapters[at]!, position, kind: 'live' },
						...{ round_id: roundId, study_id: world.studyId, live: json(live) as never }
					})
					.execute();
	});
	const done = await fill(chapters, (what) => addCitation(world.as('edi'), { roundId, what }));
	await freshen(world, roundId);
	return done;
}

function answerOf(world: World, delegationId: string): Promise<What> {
	return asSystem(world.database.db, async (trx) => {
		const { id } = await trx
			.selectFrom('responses')
			.select('id')
			.where('delegation_id', '=', delegationId)
			.where('area', '=', 'justice')
			.executeTakeFirstOrThrow();
		return { kind: 'answer', responseId: id, question: 'obstacles' };
	});
}

function addEvidence(world: World, delegationId: string): Promise<string> {
	return asSystem(world.database.db, async (trx) => {
		const response = await trx
			.selectFrom('responses')
			.select(['id', 'round_id'])
			.where('delegation_id', '=', delegationId)
			.where('area', '=', 'justice')
			.executeTakeFirstOrThrow();
		const { id } = await trx
			.insertInto('evidence')
			.values({
				...{ study_id: world.studyId, round_id: response.round_id, response_id: response.id },
				...{ delegation_id: delegationId, question: 'obstacles', kind: 'study' },
				...{ citation: WORDS.evidence, link: WORDS.link, exposure: 'public' },
				...{ added_by: world.accounts.sokha, is_submitted: true, is_accepted: true }
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		return id;
	});
}

/** A treaty fact that rests on what the delegation claimed; a coordinator ruled that it stands. */
async function addClaim(world: World, delegationId: string): Promise<void> {
	await asSystem(world.database.db, async (trx) => {
		await trx
			.insertInto('treaty_instruments')
			.values({
				study_id: world.studyId,
				code: 'MWC',
				short: 'MWC',
				name: json({ en: 'MWC' }) as never
			})
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		for (const [country, source, by] of [
			['KH', WORDS.treaty, delegationId],
			['ID', 'Public list of treaties', null]
		] as const)
			await trx
				.insertInto('treaty_actions')
				.values({
					...{ id: randomUUID(), study_id: world.studyId, country, instrument: 'MWC' },
					...{ action: 'ratified', happened_on: '2012-05-31', source, as_of: '2018-01-01' },
					...(by
						? {
								delegation_id: by,
								claimed_by: world.accounts.sokha,
								ruling: 'stands',
								ruled_by: world.accounts.rina
							}
						: {})
				} as never)
				.execute();
	});
}

/** Proposes the report as it is and releases it. */
export async function release(world: World, roundId: string): Promise<string> {
	const editionId = randomUUID();
	await proposeEdition(world.as('edi'), { roundId, id: editionId, note: '' });
	// As the job does that a proposal wakes.
	await drawProposed(world.as('edi'));
	await releaseEdition(world.as('rina'), { roundId, editionId });
	return editionId;
}
