import { randomUUID } from 'node:crypto';
import { delegationWords } from '#lib/components/review/roundWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { getHelperPage } from '#lib/server/handouts/helperAnswers.ts';
import { factsOf } from '#lib/server/treaties/factWords.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { type Text, textIn } from '#lib/xlsform/definition.ts';
import { inEntry, isUntouched, readQuestionFields } from '#lib/xlsform/formFields.ts';
import { saveKeyOf } from '../../(app)/respond/[delegation]/[area]/saveForm.server.ts';

type HelperPage = Awaited<ReturnType<typeof getHelperPage>>;

/** Texts that show other answers show dots instead: what was answered is not the helper's to see. */
const withoutAnswers = (text: Text | undefined): Text | undefined =>
	text &&
	Object.fromEntries(
		Object.entries(text).map(([tag, words]) => [tag, words.replaceAll(/\$\{[^}]*\}/g, '…')])
	);

/** The questions of a link in the language of the request. */
export function viewHelp({ place, definition, questions, treaties }: HelperPage) {
	const language = getLocale();
	const own = definition.default_language;
	return {
		label: place.label,
		study: place.studyName,
		round: place.roundName,
		isInvented: place.isInvented,
		expiresAt: place.expiresAt,
		place: delegationWords({ ...place, name: place.delegationName }),
		language,
		definition,
		facts: factsOf(treaties, language),
		formKey: randomUUID(),
		areas: definition.areas.flatMap((area) => {
			const here = questions.filter((question) => question.area === area.name);
			if (here.length === 0) return [];
			return [
				{
					name: area.name,
					title: textIn(area.title, language, own),
					questions: here.map(({ key, question, content, state, declineReason }) => ({
						key,
						question: {
							...inEntry(question, key),
							label: withoutAnswers(question.label) ?? {},
							hint: withoutAnswers(question.hint) ?? {},
							guidance_hint: withoutAnswers(question.guidance_hint) ?? {},
							// What an area needs is its own people's to fill; a helper answers what they can.
							required: false
						},
						content,
						state,
						declineReason
					}))
				}
			];
		})
	};
}

/** What a form says of the questions of a link: what changed, and all of it as it was typed. */
export function readAnswers({ questions }: HelperPage, form: FormData) {
	const contents: Record<string, AnswerContent> = {};
	const answers = questions.flatMap(({ key, question, content }) => {
		const given = readQuestionFields(inEntry(question, key), form);
		if (!given) return [];
		const { status, value, reason } = given;
		const exposure = given.exposure ?? content.exposure;
		const typed = { status, value, reason, exposure } as AnswerContent;
		contents[key] = typed;
		if (isUntouched(question, typed, content)) return [];
		const id = saveKeyOf(String(form.get('key')), [key, given]);
		return [{ ...given, question: key, id }];
	});
	return { answers, contents };
}
