import { randomUUID } from 'node:crypto';
import { asSystem } from '#lib/server/database/asActor.ts';
import { changeDraft, createDraft } from '#lib/server/questionnaires/drafts.ts';
import { getLibrary } from '#lib/server/questionnaires/library.ts';
import { handOut } from '#lib/server/handouts/handouts.ts';
import { getHandoutsPage } from '#lib/server/handouts/handoutsPage.ts';
import { makeHelperLink } from '#lib/server/handouts/links.ts';
import { publishDraft } from '#lib/server/questionnaires/publish.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { addEvidence } from '#lib/server/responses/evidence.ts';
import { writeComment } from '#lib/server/responses/comments.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { openQuery, replyToQuery } from '#lib/server/review/query.ts';
import { invite } from '#lib/server/studies/invitations.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { addList } from '#lib/xlsform/edit/lists.ts';
import { addSection } from '#lib/xlsform/edit/parts.ts';
import { addEarlierRound } from './earlierRound.ts';
import { type AgreementPrepared, prepareAgreement } from './agreementWorld.ts';
import { type CodingPrepared, prepareCoding } from './codingWorld.ts';
import { type EditionPrepared, prepareEdition } from './editionWorld.ts';
import { type GroupPrepared, prepareGroup } from './groupWorld.ts';
import { propose } from './handoutWorld.ts';
import { type PaperPrepared, preparePaper } from './paperAccess.ts';
import { type ReportPrepared, prepareReport } from './reportAccess.ts';
import { type SaidPrepared, prepareSaid } from './saidWorld.ts';
import { type TranscriptPrepared, prepareTranscripts } from './transcriptAccess.ts';
import type { Person, World } from './world.ts';

/** Things for every address and form to point at. */
export interface Prepared
	extends
		PaperPrepared,
		GroupPrepared,
		TranscriptPrepared,
		CodingPrepared,
		SaidPrepared,
		AgreementPrepared,
		EditionPrepared,
		ReportPrepared {
	versionId: string;
	/** Another version the round may move to. */
	nextVersionId: string;
	questionnaireId: string;
	draftId: string;
	/** A draft to be published. */
	publishedDraftId: string;
	responseId: string;
	queryId: string;
	/** Sokha's. */
	commentId: string;
	repliedQueryId: string;
	evidenceId: string;
	draftEvidenceId: string;
	datasetId: string;
	/** One open invitation of each kind. */
	invitations: { own: string; study: string; instance: string };
	conflictRevision: string;
	/** To be accepted, merged and so on, in this order. */
	proposals: Record<'accept' | 'merge' | 'decline' | 'withdraw', string>;
	handoutId: string;
	helperLinkId: string;
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

	const work = await prepareWork(world);
	const papers = await preparePaper(world);

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
	const commentId = randomUUID();
	await writeComment(world.as('sokha'), {
		id: commentId,
		delegationId: world.delegations.KH,
		area: 'return',
		question: 'helped',
		body: 'Is this still so?',
		tell: [world.accounts.dara]
	});
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
	const group = await prepareGroup(world);
	const transcripts = await prepareTranscripts(world, group.groupId);
	const coding = await prepareCoding(world, group.turnId);
	const said = await prepareSaid(world, group);
	const agreement = await prepareAgreement(world, coding.codes.other);
	const edition = await prepareEdition(world);
	const report = await prepareReport(world);
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
			...group,
			...transcripts,
			...coding,
			...said,
			...agreement,
			...edition,
			...report,
			...papers,
			...work,
			versionId: round.id,
			responseId,
			queryId,
			commentId,
			repliedQueryId,
			evidenceId,
			draftEvidenceId,
			datasetId: dataset.id,
			invitations: { own: invited('own'), study: invited('study'), instance: invited('instance') },
			conflictRevision: String(conflict?.revision ?? 2)
		};
	});
}

/** Something handed out, a link, and proposals; none on an area that is submitted. */
async function prepareWork(world: World) {
	const sokha = world.as('sokha');
	const delegationId = world.delegations.KH;
	const helperLinkId = randomUUID();
	const parts = [{ area: 'background', question: null }];
	const given = { delegationId, parts };
	await handOut(sokha, { ...given, accountId: world.accounts.dara, dueOn: null });
	await makeHelperLink(sokha, { ...given, id: helperLinkId, label: 'Shelter', days: 3 });
	const { areas } = await getHandoutsPage(sokha, delegationId, null, 'en');
	const handouts = areas.flatMap((area) => area.handouts);
	return {
		handoutId: handouts.find(({ accountId }) => accountId)?.id ?? '',
		helperLinkId,
		proposals: {
			accept: await propose(world, 'dara', 'background', 'side', 'destination', { base: 1 }),
			merge: await propose(world, 'sokha', 'background', 'side', 'origin', { base: 1 }),
			decline: await propose(world, 'dara', 'return', 'helped', 'no', { base: 1 }),
			withdraw: await propose(world, 'dara', 'return', 'how', 'By foot.', { base: 1 })
		}
	};
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
