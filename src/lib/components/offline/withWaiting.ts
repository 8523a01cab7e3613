import { exposureWords, kindWords } from '#lib/components/questionnaire/answering/evidenceWords.ts';
import type { AreaView, EvidenceView } from '#lib/components/questionnaire/answering/areaView.ts';
import { isOf } from '#lib/offline/takePending.ts';
import type { KeptState } from '#lib/offline/waiting.ts';
import { m } from '#lib/paraglide/messages.js';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { FILE_TYPES } from '#lib/xlsform/definition.ts';
import { evidenceHref } from './shellPlace.ts';

/** An area from the device with the sources that wait, and a way to write down another. */
export function withWaiting(view: AreaView, { outbox }: KeptState): AreaView {
	const area = view.definition.areas[0]!;
	const waiting = outbox.flatMap(({ content, hasFile }): EvidenceView[] => {
		if (content.kind !== 'evidence' || !isOf(content, view)) return [];
		const { citation, link, kind, exposure } = content.evidence;
		return [
			{
				id: content.id,
				question: content.question,
				citation,
				link: link || null,
				kind: `${kindWords(kind)} · ${m.offline_evidence_waits()}`,
				exposure: exposureWords(exposure),
				isPublic: exposure === 'public',
				file: hasFile ? m.offline_file_chosen() : null,
				isAnswer: false
			}
		];
	});
	const keys = Object.keys(view.seen.questions).filter((key) => {
		const question = questionOf(area, key);
		return question && !FILE_TYPES.includes(question.type) && question.calculation === undefined;
	});
	const add = (key: string) => [{ href: evidenceHref(view, key), words: m.respond_evidence_add() }];
	return {
		...view,
		evidence: [...view.evidence, ...waiting],
		links: view.isWritable ? Object.fromEntries(keys.map((key) => [key, add(key)])) : {}
	};
}
