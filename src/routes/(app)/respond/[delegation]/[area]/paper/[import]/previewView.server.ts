import { answerWords, entryTitle } from '#lib/components/questionnaire/answering/answerWords.ts';
import { exposureWords } from '#lib/components/questionnaire/answering/evidenceWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Context } from '#lib/server/context.ts';
import { getPaperPreview } from '#lib/server/paper/imports.ts';
import type { PlannedAnswer } from '#lib/server/paper/planImport.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { findArea, textIn, type Definition } from '#lib/xlsform/definition.ts';
import { type DiffPart, diffWords } from '#lib/xlsform/diffText.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { momentWords } from '../../areaWords.server.ts';
import { refusalWords } from '../paperPage.server.ts';

/** What taking one answer over would do, in words. */
interface Row {
	/** The field's value: key and mark. */
	take: string;
	key: string;
	number: string;
	label: string;
	/** “Child 2”; '' outside repeats. */
	entry: string;
	kind: 'new' | 'changed' | 'merged' | 'conflict' | 'refused';
	/** Why it is refused. */
	why: string;
	/** From the answer here to what is shown: what it would become, or the file's where both stay. */
	parts: DiffPart[] | null;
	current: string;
	mine: string;
	after: string;
	exposure: string;
}

function rowOf(definition: Definition, planned: PlannedAnswer, language: string): Row {
	const { key, question, kind, current, mine, after, code = '' } = planned;
	const say = (content: AnswerContent) => answerWords(definition, question, content, language);
	const shown = kind === 'conflict' || kind === 'refused' ? mine : after;
	const isText = [current, shown].every(({ value }) => typeof value === 'string');
	const isWords = isText && ['text', 'long_text'].includes(question.type);
	const steps = planned.steps.map((step) => entryTitle(step, language, definition)).join(' · ');
	return {
		take: `${key}:${planned.mark}`,
		key,
		number: question.number,
		label: withoutMarkup(textIn(question.label, language, definition.default_language)).replace(
			/\$\{[^}]*\}/g,
			'…'
		),
		entry: planned.isNewEntry && steps ? m.paper_new_entry({ label: steps }) : steps,
		kind: kind as Row['kind'],
		why: kind === 'refused' ? refusalWords(code) : '',
		parts: isWords ? diffWords(String(current.value), String(shown.value)) : null,
		current: say(current),
		mine: say(mine),
		after: say(after),
		exposure:
			current.exposure === shown.exposure
				? ''
				: m.paper_who_sees({
						before: exposureWords(current.exposure),
						after: exposureWords(shown.exposure)
					})
	};
}

/** The page that shows what a file would change; `isTaken` where it has been taken over. */
export async function getPreviewView(
	ctx: Context,
	at: { delegationId: string; area: string; importId: string }
) {
	const language = getLocale();
	const preview = await getPaperPreview(ctx, at);
	if (preview.isTaken) return { isTaken: true as const };
	const { definition, delegation, plan } = preview;
	const title = textIn(findArea(definition, at.area)?.title, language, definition.default_language);
	const rows = plan.answers.flatMap((planned) =>
		planned.kind === 'done' ? [] : [rowOf(definition, planned, language)]
	);
	return {
		isTaken: false as const,
		home: `/respond/${at.delegationId}`,
		here: `/respond/${at.delegationId}/${at.area}`,
		country: delegation.name || delegation.countryName,
		title: withoutMarkup(title),
		isInvented: delegation.isInvented,
		importId: at.importId,
		madeBy: preview.madeBy,
		madeAt: momentWords(preview.madeAt),
		rows,
		done: plan.answers.length - rows.length,
		untouched: plan.untouched
	};
}
