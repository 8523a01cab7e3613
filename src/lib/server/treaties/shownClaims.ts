import type { Claim } from '#lib/treaties/status.ts';
import { type Definition, type Question, choicesOf } from '#lib/xlsform/definition.ts';
import type { Trx } from '../database/database.ts';

/** What a question about treaties shows of a claim: never who made it. */
export interface ShownClaim extends Claim {
	instrument: string;
	note: string;
	source: string;
	/** Of the delegation that is asked; nobody has ruled on it. */
	isWaiting: boolean;
}

/** The treaties that questions ask about, each once. */
function instrumentsOf(definition: Definition, questions: readonly Question[]): string[] {
	const names = questions.flatMap((question) =>
		question.type === 'treaty'
			? choicesOf(definition, question.instruments).map(({ name }) => name)
			: []
	);
	return [...new Set(names)];
}

/**
 * The claims of the study that questions about treaties show a delegation, verified and older ones
 * first. The policies of the table say what whoever asks may see; what another delegation says and
 * nobody ruled on is left out for those too who see it elsewhere, so that colleagues are asked the same.
 */
export async function listShownClaims(
	trx: Trx,
	to: { studyId: string; delegationId: string; country: string },
	definition: Definition,
	questions: readonly Question[]
): Promise<ShownClaim[]> {
	const instruments = instrumentsOf(definition, questions);
	if (instruments.length === 0) return [];
	const rows = await trx
		.selectFrom('treaty_actions')
		.select(['id', 'territory', 'instrument', 'action', 'note', 'source', 'ruling'])
		.select(['happened_on as happenedOn', 'as_of as asOf', 'is_verified as isVerified'])
		.select(['delegation_id as delegationId', 'withdrawn_at as withdrawnAt'])
		.where('study_id', '=', to.studyId)
		.where('country', '=', to.country)
		.where('instrument', 'in', instruments)
		.where(({ eb, or }) =>
			or([
				eb('delegation_id', 'is', null),
				eb('delegation_id', '=', to.delegationId),
				eb('ruling', '=', 'stands')
			])
		)
		.orderBy('is_verified', 'desc')
		.orderBy('happened_on')
		.orderBy('made_at')
		.orderBy('id')
		.execute();
	return rows.map(({ delegationId, withdrawnAt, ...claim }) => ({
		...claim,
		isWithdrawn: withdrawnAt !== null,
		isWaiting: delegationId !== null && claim.ruling === null
	}));
}
