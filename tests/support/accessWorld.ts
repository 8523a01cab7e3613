import { randomUUID } from 'node:crypto';
import { asSystem } from '#lib/server/database/asActor.ts';
import { changeDraft, createDraft } from '#lib/server/questionnaires/drafts.ts';
import { getLibrary } from '#lib/server/questionnaires/library.ts';
import { publishDraft } from '#lib/server/questionnaires/publish.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { addEvidence } from '#lib/server/responses/evidence.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { openQuery, replyToQuery } from '#lib/server/review/query.ts';
import { invite } from '#lib/server/studies/invitations.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { addList } from '#lib/xlsform/edit/lists.ts';
import { addSection } from '#lib/xlsform/edit/parts.ts';
import { addEarlierRound } from './earlierRound.ts';
import type { Person, World } from './world.ts';

/** Things for every address and form to point at. */
export interface Prepared {
	versionId: string;
	/** Another version the round may move to. */
	nextVersionId: string;
	questionnaireId: string;
	draftId: string;
	/** A draft to be published. */
	publishedDraftId: string;
	responseId: string;
	queryId: string;
	repliedQueryId: string;
	evidenceId: string;
	draftEvidenceId: string;
	datasetId: string;
	/** One open invitation of each kind. */
	invitations: { own: string; study: string; instance: string };
	conflictRevision: string;
}

/** Brings Cambodia's delegation to where each page has something: one area submitted, one in draft. */
export async function prepareWorld(world: World): Promise<Prepared> {
	const save = async (person: Person, area: string, question: string, value: unknown, base = 0) =>
		saveAnswers(world.as(person), {
			responseId: await world.responseId('KH', area),
			saveId: randomUUID(),
			answers: [
				{ question, base, status: 'answered', value, reason: null, exposure: 'coordinators' }
			]
		});
	await addEarlierRound(world);
	await save('sokha', 'background', 'side', 'both');
	await save('sokha', 'justice', 'can_complain', 'yes');
	await save('sokha', 'justice', 'obstacles', 'Distance and fees.');
	await save('sokha', 'return', 'helped', 'yes');
	await save('dara', 'return', 'helped', 'no');
	await save('sokha', 'return', 'how', 'By a hotline.');

	const stored = await world.system.storage.put(new TextEncoder().encode('Sample evidence.'));
	const file = { ...stored, mediaType: 'text/plain', extension: 'txt' };
	const evidence = async (area: string, question: string) => {
		const id = randomUUID();
		await addEvidence(world.as('sokha'), {
			id,
			responseId: await world.responseId('KH', area),
			question,
			kind: 'observation',
			citation: 'Sample source',
			link: null,
			exposure: 'coordinators',
			file
		});
		return id;
	};
	const evidenceId = await evidence('justice', 'obstacles');
	const draftEvidenceId = await evidence('return', 'helped');
	const responseId = await world.responseId('KH', 'justice');
	await submitResponse(world.as('sokha'), responseId);
	const ask = async () => {
		const id = randomUUID();
		await openQuery(world.as('rina'), {
			id,
			responseId,
			question: 'obstacles',
			kind: 'unclear',
			body: 'Which fees?'
		});
		return id;
	};
	const queryId = await ask();
	const repliedQueryId = await ask();
	await replyToQuery(world.as('dara'), { queryId: repliedQueryId, body: 'Filing fees.' });
	await invite(world.as('sokha'), {
		delegationId: world.delegations.KH,
		email: 'own@example.org',
		role: 'representative',
		language: 'en'
	});
	await invite(world.as('rina'), {
		studyId: world.studyId,
		email: 'study@example.org',
		role: 'reader',
		language: 'en'
	});
	await invite(world.as('ana'), {
		email: 'instance@example.org',
		role: 'study_creator',
		language: 'en'
	});
	const questionnaires = await prepareQuestionnaires(world);
	return asSystem(world.database.db, async (trx) => {
		const dataset = await trx
			.insertInto('datasets')
			.values({
				study_id: world.studyId,
				round_id: world.roundId,
				kind: 'working',
				format: 'csv_long',
				language: 'en',
				state: 'done',
				sha256: stored.sha256,
				size: stored.size,
				requested_by: world.accounts.rina
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const invitations = await trx.selectFrom('invitations').select(['id', 'email']).execute();
		const invited = (kind: string) =>
			invitations.find((each) => each.email === `${kind}@example.org`)!.id;
		const round = await trx
			.selectFrom('rounds')
			.select('questionnaire_version_id as id')
			.where('id', '=', world.roundId)
			.executeTakeFirstOrThrow();
		const conflict = await trx
			.selectFrom('answer_conflicts')
			.select('revision')
			.where('question', '=', 'helped')
			.executeTakeFirst();
		return {
			...questionnaires,
			versionId: round.id,
			responseId,
			queryId,
			repliedQueryId,
			evidenceId,
			draftEvidenceId,
			datasetId: dataset.id,
			invitations: { own: invited('own'), study: invited('study'), instance: invited('instance') },
			conflictRevision: String(conflict?.revision ?? 2)
		};
	});
}

/** With a section and a list, so that each page of the editor has something to show. */
function withSection(definition: Definition): Definition {
	const section = { kind: 'group', name: 'section', label: { en: 'Cases' }, body: [] } as const;
	return addList(addSection(definition, section, { area: 'return' }), 'list');
}

/** Two drafts from the round's questionnaire, and its next version, in other words only. */
async function prepareQuestionnaires(world: World) {
	const rina = world.as('rina');
	const { own } = await getLibrary(rina, world.studyId);
	const { id: questionnaireId, versions } = own[0]!;
	const begin = () =>
		createDraft(rina, {
			studyId: world.studyId,
			from: { kind: 'version', versionId: versions[0]!.id }
		});
	const next = await begin();
	const { revision } = await changeDraft(rina, next.id, 1, (definition) => ({
		...definition,
		title: { en: 'Small questionnaire, mended' }
	}));
	const { versionId } = await publishDraft(rina, next.id, { revision, version: '1.1' });
	return {
		questionnaireId,
		nextVersionId: versionId,
		draftId: (await changeDraft(rina, (await begin()).id, 1, withSection)).id,
		publishedDraftId: (await begin()).id
	};
}
