import { answerParts } from '#lib/components/questionnaire/answering/answerWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { REVISIONS_SHOWN, type getHistory } from '#lib/server/responses/history.ts';
import { sameContent } from '#lib/server/responses/saving.ts';
import { diffWords } from '#lib/xlsform/diffText.ts';

type History = Awaited<ReturnType<typeof getHistory>>;
type Revision = History['revisions'][number];

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** The one a revision is to be compared with: what it began from, or what stood before it. */
function before(revisions: Revision[], { standing, basedOn, revision }: Revision) {
	if (standing === 'beside') return revisions.find((each) => each.revision === basedOn);
	return revisions.find((each) => each.revision < revision && each.standing !== 'beside');
}

/** The texts of an answer as its history shows them, in the language of the request. */
export function shownRevisions({ definition, question, revisions }: History) {
	const isText = question.type === 'text' || question.type === 'long_text';
	return revisions.slice(0, REVISIONS_SHOWN).map((revision) => {
		const last = before(revisions, revision);
		const isDiff = isText && revision.status === 'answered' && last?.status === 'answered';
		const same =
			revision.standing === 'restored'
				? revisions.findLast((each) => each !== revision && sameContent(each, revision))
				: undefined;
		return {
			revision: revision.revision,
			standing: revision.standing,
			savedBy: revision.savedBy,
			savedAt: revision.savedAt,
			/** Of a text kept beside: when and by whom it was settled. */
			settledAt: revision.resolvedAt,
			settledBy: revision.resolvedBy,
			sameAs: same?.revision,
			isCurrent: revision.revision === revision.currentRevision,
			exposure: revision.exposure,
			isExposureChanged: last !== undefined && last.exposure !== revision.exposure,
			comparedWith: isDiff ? last.revision : undefined,
			diff: isDiff ? diffWords(textOf(last.value), textOf(revision.value)) : null,
			parts: isDiff ? null : answerParts(definition, question, revision, getLocale())
		};
	});
}
