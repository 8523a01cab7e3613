import { randomUUID } from 'node:crypto';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { type VersionSummary, listVersions } from '../questionnaires/queries.ts';
import { type RoundSummary, type StudyHead, getStudyHead, listRounds } from './queries.ts';

/**
 * Makes a study and its maker the first coordinator; gives its id.
 * @throws Problem not_found for whoever may not make studies
 */
export async function createStudy(ctx: Context, input: { name: string }): Promise<string> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'study.create', {});
		const id = randomUUID();
		const account_id = ctx.actor.accountId;
		await trx
			.insertInto('studies')
			.values({ id, name: input.name, created_by: account_id })
			.execute();
		await trx
			.insertInto('memberships')
			.values({ study_id: id, account_id, role: 'coordinator' })
			.execute();
		await recordAudit(trx, ctx.actor, 'study.create', { studyId: id, subjectId: id });
		return id;
	});
}

/**
 * For the page that asks for the name.
 * @throws Problem not_found for whoever may not make studies
 */
export async function requireStudyCreator(ctx: Context): Promise<void> {
	await asActor(ctx.db, ctx.actor, (trx) => authorize(trx, 'study.create', {}));
}

export interface StudyPage {
	study: StudyHead;
	rounds: RoundSummary[];
	/** May set up rounds and people here. */
	isCoordinator: boolean;
	/** From how many people of a country on a quote may name the country (rule R10). */
	cellSize: number;
}

/**
 * A study and its rounds, newest first, for coordinators, editors, note-takers and readers.
 * @throws Problem not_found
 */
export async function getStudy(ctx: Context, studyId: string): Promise<StudyPage> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		const { roles, ...study } = await getStudyHead(trx, studyId, 'round.read');
		const rounds = await listRounds(trx, [study.id]);
		const { cellSize } = await trx
			.selectFrom('studies')
			.select('cell_size as cellSize')
			.where('id', '=', study.id)
			.executeTakeFirstOrThrow();
		return { study, rounds, isCoordinator: roles.includes('coordinator'), cellSize };
	});
}

/**
 * What the page that makes a round needs: the study and the questionnaires it may ask.
 * @throws Problem not_found for all but coordinators
 */
export async function getRoundChoices(
	ctx: Context,
	studyId: string
): Promise<{ study: StudyHead; versions: VersionSummary[] }> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await getStudyHead(trx, studyId, 'round.create');
		return { study, versions: await listVersions(trx, study.id) };
	});
}
