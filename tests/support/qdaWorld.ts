import { randomUUID } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { asSystem } from '#lib/server/database/asActor.ts';
import { bundleOf, exportQda, type QdaExport } from '#lib/server/qda/exportQda.ts';
import type { AnswerChoice } from '#lib/server/qda/gatherExport.ts';
import { QDA_LIMITS } from '#lib/server/qda/limits.ts';
import type { QdaCode, QdaProject } from '#lib/server/qda/model.ts';
import { parseQda } from '#lib/server/qda/parseQda.ts';
import type { Person, World } from './world.ts';

/** A code of the world's study. */
export async function addCode(
	world: World,
	given: {
		name: string;
		parentId?: string;
		definition?: string;
		example?: string;
		isCodable?: boolean;
		colour?: string;
	}
): Promise<string> {
	const id = randomUUID();
	await asSystem(world.database.db, async (trx) => {
		await trx
			.insertInto('codebooks')
			.values({ study_id: world.studyId })
			.onConflict((conflict) => conflict.column('study_id').doNothing())
			.execute();
		const book = await trx
			.selectFrom('codebooks')
			.select('id')
			.where('study_id', '=', world.studyId)
			.executeTakeFirstOrThrow();
		await trx
			.insertInto('codes')
			.values({
				id,
				study_id: world.studyId,
				codebook_id: book.id,
				parent_id: given.parentId ?? null,
				name: given.name,
				definition: given.definition ?? '',
				example: given.example ?? '',
				is_codable: given.isCodable ?? true,
				colour: given.colour ?? '#7a4b86'
			})
			.execute();
	});
	return id;
}

/** A code on words of a turn or an answer, by hand. */
export async function addCoding(
	world: World,
	given: {
		codeId: string;
		turnId?: string;
		answer?: { responseId: string; question: string };
		field?: 'body' | 'translation' | 'value';
		starts: number;
		ends: number;
		coder?: Person;
		revision?: number;
		comparisonId?: string;
	}
): Promise<string> {
	const id = randomUUID();
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('codings')
			.values({
				id,
				study_id: world.studyId,
				round_id: world.roundId,
				code_id: given.codeId,
				turn_id: given.turnId ?? null,
				response_id: given.answer?.responseId ?? null,
				question: given.answer?.question ?? null,
				field: given.field ?? (given.answer ? 'value' : 'body'),
				starts: given.starts,
				ends: given.ends,
				text_revision: given.revision ?? 1,
				coder_id: world.accounts[given.coder ?? 'edi'],
				comparison_id: given.comparisonId ?? null
			})
			.execute()
	);
	return id;
}

export async function addMemo(
	world: World,
	given: {
		body: string;
		visibility?: 'team' | 'private';
		author?: Person;
		on?: { groupId?: string; turnId?: string; codeId?: string; codingId?: string };
	}
): Promise<string> {
	const id = randomUUID();
	const { groupId, turnId, codeId, codingId } = given.on ?? {};
	const scope = turnId ? 'turn' : codeId ? 'code' : codingId ? 'span' : groupId ? 'group' : 'study';
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('memos')
			.values({
				id,
				study_id: world.studyId,
				scope,
				group_id: groupId ?? null,
				turn_id: turnId ?? null,
				code_id: codeId ?? null,
				coding_id: codingId ?? null,
				visibility: given.visibility ?? 'team',
				body: given.body,
				author_id: world.accounts[given.author ?? 'edi']
			})
			.execute()
	);
	return id;
}

/** A real name of somebody, where identities are kept; sealed or not, it must never leave. */
export async function addIdentity(
	world: World,
	groupId: string,
	participantId: string,
	name: string
) {
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('participant_identities')
			.values({
				participant_id: participantId,
				group_id: groupId,
				study_id: world.studyId,
				// As if nothing were sealed: what leaves must not even look there.
				sealed: new TextEncoder().encode(JSON.stringify({ name })),
				key_id: '0'.repeat(16)
			})
			.execute()
	);
}

/** An export as this person makes it. */
export function exportAs(
	world: World,
	person: Person,
	given: { groupId?: string; answers?: AnswerChoice; language?: 'en' | 'id' } = {}
): Promise<QdaExport> {
	return exportQda(world.as(person), {
		studyId: world.studyId,
		groupId: given.groupId ?? null,
		answers: given.answers ?? 'public',
		language: given.language ?? 'en'
	});
}

/** Every byte of all files of an export, packages unpacked, names of files included. */
export function everyByte(made: QdaExport): string {
	const unpack = (files: Record<string, Uint8Array>): string =>
		Object.entries(files)
			.map(([name, bytes]) =>
				name.endsWith('.qdpx') ? name + unpack(unzipSync(bytes)) : `${name}\n${strFromU8(bytes)}`
			)
			.join('\n');
	return unpack(unzipSync(bundleOf(made)));
}

/** A package as it is read again. */
export function readBack(bytes: Uint8Array): QdaProject {
	const file = parseQda(bytes, QDA_LIMITS);
	if (file.kind !== 'project') throw new Error('not a project');
	return file.project;
}

interface ShapedCode {
	name: string;
	isCodable: boolean;
	color: string | null;
	description: string;
	children: ShapedCode[];
}

const shapeCodes = (codes: readonly QdaCode[]): ShapedCode[] =>
	codes
		.map(({ name, isCodable, color, description, children }) => ({
			name,
			isCodable,
			color,
			description,
			children: shapeCodes(children)
		}))
		.sort((a, b) => (a.name < b.name ? -1 : 1));

/** What two exports must have in common to be equal: codes, texts, and codes on which words. */
export function shapeOf(project: QdaProject) {
	const paths = new Map<string, string>();
	const visit = (code: QdaCode, above: string): void => {
		paths.set(code.guid, `${above}/${code.name}`);
		for (const child of code.children) visit(child, `${above}/${code.name}`);
	};
	for (const code of project.codes) visit(code, '');
	return {
		codes: shapeCodes(project.codes),
		texts: project.sources.map(({ text }) => text).sort(),
		selections: project.sources
			.flatMap(({ text, selections }) =>
				selections.flatMap(({ start, end, codings }) =>
					codings.map(({ code }) => `${text!.slice(start, end)} ← ${paths.get(code)}`)
				)
			)
			.sort(),
		notes: project.notes.map(({ text }) => text).sort()
	};
}

/** A second study with a round of its own, which Rina coordinates too. */
export async function addStudyOfRina(world: World, countries: readonly string[]) {
	return asSystem(world.database.db, async (trx) => {
		const study = await trx
			.insertInto('studies')
			.values({ name: 'Rights study, elsewhere', created_by: world.accounts.rina })
			.returning('id')
			.executeTakeFirstOrThrow();
		await trx
			.insertInto('memberships')
			.values({ study_id: study.id, account_id: world.accounts.rina, role: 'coordinator' })
			.execute();
		const version = await trx
			.selectFrom('rounds')
			.select('questionnaire_version_id as id')
			.where('id', '=', world.roundId)
			.executeTakeFirstOrThrow();
		const round = await trx
			.insertInto('rounds')
			.values({
				study_id: study.id,
				questionnaire_version_id: version.id,
				name: '2027',
				opens_on: '2027-01-01',
				closes_on: '2099-12-31'
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		for (const country of countries)
			await trx
				.insertInto('round_countries')
				.values({ round_id: round.id, country, name: country })
				.execute();
		return { studyId: study.id, roundId: round.id };
	});
}

/** A comparison in which Edi and Nadia code the same turns blind. */
export async function addComparison(world: World, turnIds: readonly string[]): Promise<string> {
	const id = randomUUID();
	await asSystem(world.database.db, async (trx) => {
		await trx
			.insertInto('comparisons')
			.values({
				id,
				study_id: world.studyId,
				round_id: world.roundId,
				name: 'Blind',
				created_by: world.accounts.rina
			})
			.execute();
		for (const person of ['edi', 'nadia'] as const)
			await trx
				.insertInto('comparison_coders')
				.values({
					comparison_id: id,
					study_id: world.studyId,
					account_id: world.accounts[person],
					finished_at: null
				})
				.execute();
		for (const turnId of turnIds)
			await trx
				.insertInto('comparison_units')
				.values({ comparison_id: id, study_id: world.studyId, turn_id: turnId } as never)
				.execute();
	});
	return id;
}
