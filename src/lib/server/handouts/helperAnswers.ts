import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { contentWithout } from '#lib/xlsform/areaState.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import type { ProposalState } from '#lib/terms.ts';
import { recordAudit } from '../audit/record.ts';
import type { SystemContext } from '../context.ts';
import { asHelper, asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { sameContent } from '../responses/saving.ts';
import { listShownClaims } from '../treaties/shownClaims.ts';
import { sql } from 'kysely';
import { canBeProposed } from './handouts.ts';
import { countHelperSend } from './helper.ts';
import {
	type GivenProposal,
	type ProposalPlace,
	checkProposal,
	insertProposal,
	tellOfProposal
} from './proposals.ts';

/** Nobody: who came by a link has no account. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Where the answers of a link go. */
export interface HelperPlace {
	linkId: string;
	label: string;
	expiresAt: Date;
	studyId: string;
	studyName: string;
	isInvented: boolean;
	roundId: string;
	roundName: string;
	versionId: string;
	delegationId: string;
	delegationName: string;
	country: string;
	countryName: string;
}

/** A question of a link, with what was sent for it last. */
export interface HelperQuestion {
	key: string;
	area: string;
	responseId: string;
	question: Question;
	/** What was sent last, else empty; never the official answer. */
	content: AnswerContent;
	/** null where nothing was sent. */
	state: ProposalState | null;
	declineReason: string | null;
}

/**
 * The questions of a link, in the questionnaire's order. The official answers are not read: the
 * role it runs as cannot.
 * @throws Problem not_found where the link has ended
 */
export async function getHelperPage(system: SystemContext, linkId: string) {
	return asHelper(system.db, linkId, async (trx) => {
		const place = await getPlace(trx);
		const definition = await getDefinition(trx, place.versionId);
		const questions = await listQuestions(trx, definition);
		const asked = questions.map(({ question }) => question);
		const treaties = await listShownClaims(trx, place, definition, asked);
		return { place, definition, questions, treaties };
	});
}

async function getPlace(trx: Trx): Promise<HelperPlace> {
	const found = await sql<HelperPlace>`select link_id as "linkId", label, expires_at as "expiresAt",
		study_id as "studyId", study_name as "studyName", is_invented as "isInvented",
		round_id as "roundId", round_name as "roundName", version_id as "versionId",
		delegation_id as "delegationId", delegation_name as "delegationName", country,
		country_name as "countryName" from helper_place()`.execute(trx);
	const place = found.rows[0];
	if (!place) throw notFound();
	return place;
}

async function listQuestions(trx: Trx, definition: Definition): Promise<HelperQuestion[]> {
	const handouts = await trx
		.selectFrom('handouts')
		.select(['area', 'question', 'response_id as responseId'])
		.execute();
	const sent = await trx
		.selectFrom('proposals')
		.select(['question', 'status', 'value', 'reason', 'exposure', 'state'])
		.select('decline_reason as declineReason')
		.where('state', '<>', 'replaced')
		.orderBy('made_at', 'desc')
		.execute();
	return definition.areas.flatMap(({ name, questions }) => {
		const here = handouts.filter((handout) => handout.area === name);
		if (here.length === 0) return [];
		const { responseId } = here[0]!;
		const isWhole = here.some(({ question }) => question === null);
		// Which entries a repeat has is in the answers: of a whole area, what stands outside them.
		const keys = isWhole
			? questions.map((question) => question.name)
			: here.flatMap(({ question }) => question ?? []);
		return questions.flatMap((question) =>
			keys
				.filter((key) => findAskedQuestion(definition, key)?.question === question)
				.filter(() => canBeProposed(question) && question.read_only !== true)
				.map((key): HelperQuestion => {
					const last = sent.find((one) => one.question === key);
					const content = last ?? contentWithout(question, undefined);
					const { status, value, reason, exposure } = content;
					return {
						key,
						area: name,
						responseId,
						question,
						content: { status, value, reason, exposure },
						state: last?.state ?? null,
						declineReason: last?.declineReason ?? null
					};
				})
		);
	});
}

/** A proposal nobody has been told of. */
interface News {
	place: ProposalPlace;
	area: string;
	question: string;
}

/** What became of the answers of one form. */
export interface HelperOutcome {
	/** How many are new. */
	sent: number;
	/** What was not taken, by key, with a code that says why. */
	refused: Record<string, string>;
}

/**
 * Sends answers as proposals; what says the same as before is left out. Each id is made of the
 * page and the answer, so that the same form sent twice is taken once.
 * @throws Problem not_found where the link has ended or another question is named,
 * response_under_review, too_many_attempts
 */
export async function proposeByLink(
	system: SystemContext,
	linkId: string,
	answers: readonly GivenProposal[]
): Promise<HelperOutcome> {
	await countHelperSend(system, linkId);
	const done = await asHelper(system.db, linkId, async (trx) => {
		const place = await getPlace(trx);
		const definition = await getDefinition(trx, place.versionId);
		const questions = await listQuestions(trx, definition);
		const outcome: HelperOutcome = { sent: 0, refused: {} };
		const news: News[] = [];
		for (const given of answers) {
			const asked = questions.find(({ key }) => key === given.question);
			if (!asked) throw notFound();
			const content = judge(definition, asked.area, given, outcome.refused);
			if (!content || sameContent(content, asked.content)) continue;
			const { delegationId } = place;
			const at = { delegationId, responseId: asked.responseId, accountId: null, linkId };
			const made = await insertProposal(trx, at, { ...given, base: 0 }, content);
			if (!made) continue;
			outcome.sent++;
			if (made.isFirst) news.push({ place: at, area: asked.area, question: given.question });
			await recordAudit(trx, null, 'proposal.make', {
				studyId: place.studyId,
				roundId: place.roundId,
				delegationId,
				subjectId: given.id,
				detail: { area: asked.area, question: given.question, link: true }
			});
		}
		return { outcome, place, definition, news };
	});
	await tellLater(system, done.place.studyId, done.definition, done.news);
	return done.outcome;
}

function judge(
	definition: Definition,
	area: string,
	given: GivenProposal,
	refused: HelperOutcome['refused']
): AnswerContent | null {
	try {
		return checkProposal(definition, area, given);
	} catch (thrown) {
		if (!(thrown instanceof Problem) || thrown.code !== 'invalid') throw thrown;
		refused[given.question] = String(thrown.detail.code ?? '');
		return null;
	}
}

/** Focal points are told by the system: who came by a link may tell nobody anything. */
async function tellLater(
	system: SystemContext,
	studyId: string,
	definition: Definition,
	news: readonly News[]
): Promise<void> {
	if (news.length === 0) return;
	const ctx = { ...system, actor: { accountId: NOBODY } };
	await asSystem(system.db, async (trx) => {
		for (const each of news) await tellOfProposal(ctx, trx, { ...each, studyId, definition });
	});
	system.wake('mail');
}
