import { randomUUID } from 'node:crypto';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import { createReport, listBlocks, listChapters } from '#lib/server/report/reports.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { acceptResponse } from '#lib/server/review/decision.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';
import type { Person, World } from './world.ts';

/** What Cambodia says publicly, and the country's other words, which may not leave. */
export const PUBLIC_WORDS = 'By a hotline. Nobody answers at night.';
export const TEAM_WORDS = 'Marker: the fees of brokers.';

/** Saves an answer of Cambodia's as Sokha does, over whatever stands. */
export async function answer(
	world: World,
	area: string,
	question: string,
	value: unknown,
	given: { status?: string; exposure?: Exposure; base?: number; country?: 'KH' | 'ID' } = {}
): Promise<void> {
	const { country = 'KH', base = 99, status = 'answered', exposure = 'public' } = given;
	const saved = await saveAnswers(world.as(country === 'KH' ? 'sokha' : 'budi'), {
		responseId: await world.responseId(country, area),
		saveId: randomUUID(),
		answers: [{ question, base, status, value, reason: null, exposure }]
	});
	if (saved.answers[0]!.result === 'refused') throw new Error(saved.answers[0]!.code);
}

/** Hands an area in and has it accepted; gives the response's id. */
export async function handInAndAccept(
	world: World,
	area: string,
	country: 'KH' | 'ID' = 'KH'
): Promise<string> {
	const responseId = await world.responseId(country, area);
	await submitResponse(world.as(country === 'KH' ? 'sokha' : 'budi'), responseId);
	await acceptResponse(world.as('rina'), responseId);
	return responseId;
}

/** Cambodia's areas on return and justice, accepted, with public and other answers. */
export async function acceptAnswers(world: World): Promise<void> {
	await answer(world, 'background', 'side', 'origin');
	await answer(world, 'return', 'helped', 'yes');
	await answer(world, 'return', 'how', PUBLIC_WORDS);
	await answer(world, 'justice', 'can_complain', 'yes');
	await answer(world, 'justice', 'obstacles', TEAM_WORDS, { exposure: 'study_team' });
	await handInAndAccept(world, 'background');
	await handInAndAccept(world, 'return');
	await handInAndAccept(world, 'justice');
}

/** Begins a report and gives its chapters by kind and key: `area/return`. */
export async function beginReport(world: World): Promise<Record<string, string>> {
	await createReport(world.as('edi'), world.roundId);
	const chapters = await seenBy(world, 'edi', (trx) => listChapters(trx, world.roundId));
	return Object.fromEntries(
		chapters.map(({ id, kind, key }) => [key === '' ? kind : `${kind}/${key}`, id])
	);
}

/** What a person finds. */
export const seenBy = <T>(
	world: World,
	person: Person,
	work: Parameters<typeof asActor<T>>[2]
): Promise<T> => asActor(world.database.db, { accountId: world.accounts[person] }, work);

/** The blocks of a chapter as Edi sees them. */
export const blocksOf = (world: World, chapterId: string) =>
	seenBy(world, 'edi', (trx) => listBlocks(trx, chapterId));

/** Acts about the report that were recorded, oldest first. */
export const reportActs = (world: World): Promise<string[]> =>
	asSystem(world.database.db, async (trx) =>
		(
			await trx
				.selectFrom('audit_entries')
				.select('action')
				.where((eb) =>
					eb.or(
						['report.%', 'block.%', 'citation.%', 'waiver.%'].map((like) =>
							eb('action', 'like', like)
						)
					)
				)
				.orderBy('id')
				.execute()
		).map(({ action }) => action)
	);
