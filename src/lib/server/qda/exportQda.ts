import { strToU8, zipSync } from 'fflate';
import { recordAudit } from '../audit/record.ts';
import type { Context, SystemContext } from '../context.ts';
import { type Actor, asActor, asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { type StudyHead, getStudyHead } from '../studies/queries.ts';
import { exportNotes, projectDescription } from './exportNotes.ts';
import { type AnswerChoice, type Gathered, gatherExport } from './gatherExport.ts';
import { AREAS, SPEAKERS } from './exportCodes.ts';
import type { QdaLocale } from './words.ts';
import { writePackage } from './writePackage.ts';
import { writeCodebook } from './writeProject.ts';

export interface QdaExportRequest {
	studyId: string;
	/** One meeting, without answers; null: all of the study. */
	groupId: string | null;
	answers: AnswerChoice;
	/** Of questions, titles and notes. */
	language: QdaLocale;
}

/** An export with what is said of it; its files are made by exportFiles. */
export interface QdaExport extends Gathered {
	/** ASCII letters, digits and `-`, without an ending. */
	name: string;
	/** EXPORT-NOTES.txt: what is in it, what was left out and why. */
	notes: string;
}

/**
 * What may leave of a study or of one meeting, as REFI-QDA. Only words that may be quoted are in it
 * (rule R10), and accepted answers of the exposures asked for (R4, R8). Recorded with its counts.
 * @throws Problem not_found
 */
export async function exportQda(ctx: Context, request: QdaExportRequest): Promise<QdaExport> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await getStudyHead(trx, request.studyId, 'qda.export');
		return make(trx, ctx.actor, study, request, 'page');
	});
}

/**
 * The same to look at first: what would leave and what would stay. Nothing leaves, so nothing is
 * recorded.
 * @throws Problem not_found
 */
export async function lookAtExport(
	ctx: Context,
	request: QdaExportRequest
): Promise<QdaExport & { study: StudyHead }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await getStudyHead(trx, request.studyId, 'qda.export');
		return { ...(await describe(trx, study, request)), study };
	});
}

/**
 * The same for the command line: as the account `as`, held to what it may see, or as the system,
 * held by the same rules.
 * @throws Problem not_found
 */
export async function exportQdaForCommand(
	system: SystemContext,
	request: QdaExportRequest,
	as: Actor | null
): Promise<QdaExport> {
	if (as)
		return asActor(system.db, as, async (trx) => {
			const study = await getStudyHead(trx, request.studyId, 'qda.export');
			return make(trx, as, study, request, 'command line');
		});
	return asSystem(system.db, async (trx) => {
		const study = await trx
			.selectFrom('studies')
			.select(['id', 'name', 'is_invented as isInvented'])
			.where('id', '=', request.studyId)
			.executeTakeFirst();
		if (!study) throw notFound();
		return make(trx, null, study, request, 'command line');
	});
}

async function make(
	trx: Trx,
	actor: Actor | null,
	study: { id: string; name: string; isInvented: boolean },
	request: QdaExportRequest,
	by: string
): Promise<QdaExport> {
	const made = await describe(trx, study, request);
	const { counts, left } = made;
	await recordAudit(trx, actor, 'qda.export', {
		studyId: study.id,
		subjectId: request.groupId ?? study.id,
		detail: {
			by,
			scope: request.groupId === null ? 'study' : 'meeting',
			answers: request.groupId === null ? request.answers : 'none',
			texts: counts.texts,
			turns: counts.turns,
			codings: counts.codings,
			left_out: left.reduce((sum, { count }) => sum + count, 0)
		}
	});
	return made;
}

async function describe(
	trx: Trx,
	study: { id: string; name: string; isInvented: boolean },
	request: QdaExportRequest
): Promise<QdaExport> {
	const gathered = await gatherExport(trx, study, {
		...request,
		description: projectDescription(study, request.language)
	});
	const { project } = gathered;
	const name = [
		study.isInvented ? 'sample' : '',
		plain(study.name) || 'study',
		request.groupId === null ? '' : plain(project.sets[0]?.name ?? '') || 'meeting'
	]
		.filter((part) => part !== '')
		.join('-');
	return { ...gathered, name, notes: exportNotes(name, study, gathered, request) };
}

/** Text as a part of a file name that no header and no file system can misread; may be empty. */
function plain(text: string): string {
	return text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[\u0300-\u036F]/g, '')
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 40)
		.replace(/^-+|-+$/g, '');
}

/** The project as a `.qdpx`. */
export const packageOf = ({ project }: QdaExport): Uint8Array => writePackage(project);

/** The codebook alone as a `.qdc`, without speakers and areas; undefined where the study has no code. */
export function codebookOf({ project }: QdaExport): Uint8Array | undefined {
	const codes = project.codes.filter(({ guid }) => guid !== SPEAKERS && guid !== AREAS);
	const xml = writeCodebook({ origin: project.origin, codes, sets: [] });
	return xml === undefined ? undefined : strToU8(xml);
}

/** What stands beside an export; the standard asks for it (REFI-QDA 1.5, section 7). */
export const NOTES_FILE = 'EXPORT-NOTES.txt';

/** Project, codebook and notes in one file; the same data gives the same bytes. */
export function bundleOf(made: QdaExport): Uint8Array {
	const codebook = codebookOf(made);
	return zipSync(
		{
			[`${made.name}.qdpx`]: packageOf(made),
			...(codebook ? { [`${made.name}.qdc`]: codebook } : {}),
			[NOTES_FILE]: strToU8(made.notes)
		},
		{ level: 6, mtime: new Date(1980, 0, 1) }
	);
}
