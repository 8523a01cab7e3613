import { exposureWords, kindWords } from '#lib/components/questionnaire/answering/evidenceWords.ts';
import type { AreaView, EvidenceView } from '#lib/components/questionnaire/answering/areaView.ts';
import type { EvidenceItem } from '#lib/offline/outbox.ts';
import { isOf } from '#lib/offline/takePending.ts';
import type { Waiting } from '#lib/offline/waiting.ts';
import { m } from '#lib/paraglide/messages.js';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { FILE_TYPES } from '#lib/xlsform/definition.ts';
import { evidenceHref } from './shellPlace.ts';

/** Whether a question of an area is answered with a file. */
function takesFile({ definition }: AreaView, key: string): boolean {
	const question = questionOf(definition.areas[0]!, key);
	return question !== undefined && FILE_TYPES.includes(question.type);
}

/** Sources of an area that wait, oldest first. */
const waitingIn = (view: AreaView, { outbox }: Pick<Waiting, 'outbox'>): EvidenceItem[] =>
	outbox.flatMap(({ content }) =>
		content.kind === 'evidence' && isOf(content, view) ? [content] : []
	);

/** An area as if the files that wait had answered their questions already, which they will. */
export function withWaitingAnswers(view: AreaView, waiting: Pick<Waiting, 'outbox'>): AreaView {
	const given = waitingIn(view, waiting)
		.filter(({ question }) => takesFile(view, question))
		.map(({ id, question, evidence }) => {
			const revision = view.answers[question]?.revision ?? 0;
			const { exposure } = evidence;
			return [
				question,
				{ status: 'answered' as const, value: id, reason: null, exposure, revision }
			] as const;
		});
	return { ...view, answers: { ...view.answers, ...Object.fromEntries(given) } };
}

/** An area from the device with the sources that wait, and a way to write down another. */
export function withWaiting(view: AreaView, waiting: Pick<Waiting, 'outbox'>): AreaView {
	const sources = waitingIn(view, waiting).map((item): EvidenceView => {
		const { citation, link, kind, exposure } = item.evidence;
		const isAnswer = takesFile(view, item.question);
		const file = item.file && m.offline_file_chosen();
		return {
			id: item.id,
			question: item.question,
			citation: isAnswer
				? [citation || item.file?.name || link, m.offline_evidence_waits()].join(' · ')
				: citation,
			link: link || null,
			kind: [kindWords(kind), file, m.offline_evidence_waits()].filter(Boolean).join(' · '),
			exposure: exposureWords(exposure),
			isPublic: exposure === 'public',
			// There is nothing to download yet.
			file: null,
			isAnswer
		};
	});
	const area = view.definition.areas[0]!;
	const keys = Object.keys(view.seen.questions).filter((key) => {
		const question = questionOf(area, key);
		return question && !FILE_TYPES.includes(question.type) && question.calculation === undefined;
	});
	const add = (key: string) => [{ href: evidenceHref(view, key), words: m.respond_evidence_add() }];
	return {
		...view,
		evidence: [...view.evidence, ...sources],
		links: view.isWritable ? Object.fromEntries(keys.map((key) => [key, add(key)])) : {}
	};
}
