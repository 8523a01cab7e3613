import { answerParts } from '#lib/components/questionnaire/answering/answerWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { REVISIONS_SHOWN, type getHistory } from '#lib/server/responses/history.ts';
import { sameContent } from '#lib/server/responses/saving.ts';
import { diffAnswers } from '#lib/xlsform/diffAnswer.ts';

type History = Awaited<ReturnType<typeof getHistory>>;
type Revision = History['revisions'][number];

/** The one a revision is to be compared with: what it began from, or what stood before it. */
function before(revisions: Revision[], { standing, basedOn, revision }: Revision) {
	if (standing === 'beside') return revisions.find((each) => each.revision === basedOn);
	return revisions.find((each) => each.revision < revision && each.standing !== 'beside');
}

/** The texts of an answer as its history shows them, in the language of the request. */
export function shownRevisions({ definition, question, revisions, proposed }: History) {
	const isText = question.type === 'text' || question.type === 'long_text';
	const say = (revision: Revision) => answerParts(definition, question, revision, getLocale());
	return revisions.slice(0, REVISIONS_SHOWN).map((revision) => {
		const last = before(revisions, revision);
		const areTexts = isText && revision.status === last?.status;
		const same =
			revision.standing === 'restored'
				? revisions.findLast((each) => each !== revision && sameContent(each, revision))
				: undefined;
		return {
			revision: revision.revision,
			standing: revision.standing,
			savedBy: revision.savedBy,
			savedAt: revision.savedAt,
			/** Whose proposal it was, where `savedBy` accepted or merged one. */
			proposed: proposed.find((each) => each.revision === revision.revision),
			/** Of a text kept beside: when and by whom it was settled. */
			settledAt: revision.resolvedAt,
			settledBy: revision.resolvedBy,
			sameAs: same?.revision,
			isCurrent: revision.revision === revision.currentRevision,
			exposure: revision.exposure,
			isExposureChanged: last !== undefined && last.exposure !== revision.exposure,
			comparedWith: last?.revision,
			/** What it changed; null for the first. */
			diff: last ? diffAnswers(say(last), say(revision), areTexts) : null,
			parts: last ? null : say(revision)
		};
	});
}
