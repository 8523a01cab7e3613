import { randomUUID } from 'node:crypto';
import type { CitationKind, Strength } from '#lib/report/content.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import { json } from '#lib/server/database/json.ts';
import { listCitedSources } from '#lib/server/report/citedSources.ts';
import type { AnswerValue } from '#lib/xlsform/answers.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';
import type { World } from './world.ts';

/** A report as the database has it, without any page: chapters of texts that cite. */
export interface GivenChapter {
	kind?: 'foreword' | 'area' | 'country' | 'custom';
	key?: string;
	title: string;
	/** Texts in Markdown; findings where `strength` is given. */
	blocks: (string | { body: string; strength: Strength })[];
}

export interface GivenCitation {
	label: string;
	kind: CitationKind;
	answer?: GivenAnswer & { question: string };
	turnId?: string;
}

/** Where an answer was handed in. */
export interface GivenAnswer {
	responseId: string;
	submissionId: string;
}

const whose = (world: World, roundId = world.roundId) => ({
	round_id: roundId,
	study_id: world.studyId
});

/** Removes the round's report with its editions and writes another; gives ids of the chapters. */
export async function writeReport(
	world: World,
	chapters: readonly GivenChapter[],
	citations: readonly GivenCitation[] = [],
	roundId = world.roundId
): Promise<string[]> {
	const ids = chapters.map(() => randomUUID());
	await asSystem(world.database.db, async (trx) => {
		await trx.deleteFrom('reports').where('round_id', '=', roundId).execute();
		await trx
			.insertInto('reports')
			.values({ ...whose(world, roundId), title: 'Sample report', publisher: 'Sample network' })
			.execute();
		for (const [position, { kind = 'custom', key = '', title, blocks }] of chapters.entries()) {
			const id = ids[position]!;
			await trx
				.insertInto('chapters')
				.values({ id, ...whose(world, roundId), kind, key, title, position })
				.execute();
			for (const [at, block] of blocks.entries())
				await addBlock(world, id, at, block, { trx, roundId });
		}
		for (const { label, kind, answer, turnId } of citations)
			await trx
				.insertInto('citations')
				.values({
					...{ id: randomUUID(), ...whose(world, roundId), label, kind },
					...(answer
						? {
								response_id: answer.responseId,
								submission_id: answer.submissionId,
								question: answer.question
							}
						: {}),
					turn_id: turnId ?? null,
					source_hash: '0'.repeat(64)
				})
				.execute();
	});
	await freshen(world, roundId);
	return ids;
}

type Trx = Parameters<Parameters<typeof asSystem>[1]>[0];

/** One more block at the end of a chapter. */
export async function addBlock(
	world: World,
	chapterId: string,
	position: number,
	block: GivenChapter['blocks'][number],
	within?: { trx: Trx; roundId: string }
): Promise<void> {
	const insert = async (trx: Trx) => {
		await trx
			.insertInto('blocks')
			.values({
				...{ id: randomUUID(), chapter_id: chapterId, position },
				...whose(world, within?.roundId),
				...(typeof block === 'string'
					? { kind: 'text', body: block }
					: { kind: 'finding', ...block })
			})
			.execute();
	};
	await (within ? insert(within.trx) : asSystem(world.database.db, insert));
}

/** As if somebody had looked at every source just now. */
export async function freshen(world: World, roundId = world.roundId): Promise<void> {
	const actor = { accountId: world.accounts.edi };
	const found = await asActor(world.database.db, actor, (trx) =>
		listCitedSources(trx, roundId, 'en')
	);
	await asSystem(world.database.db, async (trx) => {
		for (const { citationId, hash } of found)
			if (hash)
				await trx
					.updateTable('citations')
					.set({ source_hash: hash })
					.where('id', '=', citationId)
					.execute();
	});
}

let delegations = 0;

/** Another delegation of a country that handed in these answers of an area. */
export async function addAnswers(
	world: World,
	given: {
		country: 'KH' | 'ID';
		area: string;
		isAccepted: boolean;
		answers: Record<string, { value: AnswerValue; exposure: Exposure }>;
	}
): Promise<GivenAnswer> {
	const study = whose(world);
	const submissionId = randomUUID();
	return asSystem(world.database.db, async (trx) => {
		const { id: delegation_id } = await trx
			.insertInto('delegations')
			.values({ ...study, country: given.country, name: `Sample ${++delegations}` })
			.returning('id')
			.executeTakeFirstOrThrow();
		const { id: response_id } = await trx
			.insertInto('responses')
			.values({ ...study, delegation_id, area: given.area })
			.returning('id')
			.executeTakeFirstOrThrow();
		for (const state of ['submitted', 'accepted'] as const)
			if (state === 'submitted' || given.isAccepted)
				await trx
					.updateTable('responses')
					.set({ state, submission: 1, submitted_at: new Date('2026-03-04T05:06:07Z') })
					.where('id', '=', response_id)
					.execute();
		const of = { study_id: world.studyId, response_id, delegation_id };
		await trx
			.insertInto('submissions')
			.values({ id: submissionId, ...of, number: 1, submitted_by: world.accounts.sokha })
			.execute();
		for (const [question, { value, exposure }] of Object.entries(given.answers))
			await trx
				.insertInto('submitted_answers')
				.values({
					...{ ...of, round_id: world.roundId, submission_id: submissionId },
					...{ answer_id: randomUUID(), question, revision: 1, status: 'answered', exposure },
					value: json(value) as never,
					is_accepted: given.isAccepted
				})
				.execute();
		return { responseId: response_id, submissionId };
	});
}

export interface EditionPrepared {
	/** A round with a report that may be published, and Edi's proposal of it. */
	editionRoundId: string;
	editionId: string;
}

/** For every address and form: a round before all others, so that no other report is touched. */
export async function prepareEdition(world: World): Promise<EditionPrepared> {
	const { proposeEdition } = await import('#lib/server/editions/propose.ts');
	const editionRoundId = await asSystem(world.database.db, async (trx) => {
		const round = await trx
			.selectFrom('rounds')
			.select('questionnaire_version_id as id')
			.where('id', '=', world.roundId)
			.executeTakeFirstOrThrow();
		const made = await trx
			.insertInto('rounds')
			.values({
				study_id: world.studyId,
				questionnaire_version_id: round.id,
				name: '2010',
				opens_on: '2010-01-01',
				closes_on: '2010-12-31'
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		return made.id;
	});
	await writeReport(
		world,
		[{ title: 'Sample chapter', blocks: ['### Sample heading'] }],
		[],
		editionRoundId
	);
	const editionId = randomUUID();
	await proposeEdition(world.as('edi'), { roundId: editionRoundId, id: editionId, note: '' });
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('edition_citations')
			.values({ edition_id: editionId, study_id: world.studyId, label: 'E1', kind: 'evidence' })
			.execute()
	);
	return { editionRoundId, editionId };
}
