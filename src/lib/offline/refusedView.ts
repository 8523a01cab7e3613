import { copiedWords } from '#lib/components/questionnaire/answering/copiedWords.ts';
import { exposureWords, kindWords } from '#lib/components/questionnaire/answering/evidenceWords.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import type { EvidenceItem, Place } from './outbox.ts';
import { isOf } from './takePending.ts';
import type { KeptState, RefusedAnswer } from './waiting.ts';

/** A question as a copy on this device has it: “4.12 Which groups …?”; its key where there is none. */
export function questionWords({ copies }: Pick<KeptState, 'copies'>, place: Place, key: string) {
	const view = copies.find((copy) => isOf(copy.view, place))?.view;
	const question = view && questionOf(view.definition.areas[0]!, key);
	if (!view || !question) return key;
	const label = textIn(question.label, view.language, view.definition.default_language);
	return `${question.number} ${withoutMarkup(label)}`.trim();
}

/** A refused answer as a text to take elsewhere. */
export function refusedWords({ copies }: Pick<KeptState, 'copies'>, refused: RefusedAnswer) {
	const view = copies.find((copy) => isOf(copy.view, refused))?.view;
	const question = view && questionOf(view.definition.areas[0]!, refused.question);
	return copiedWords(view?.definition, question, refused.text.content, view?.language ?? '');
}

/** A source as a text to take elsewhere, a line for each thing it says. */
export function evidenceText({ evidence, file }: EvidenceItem): string {
	const { kind, citation, link, exposure } = evidence;
	return [kindWords(kind), citation, link, exposureWords(exposure), file?.name]
		.filter(Boolean)
		.join('\n');
}
