import { type Definition, findArea, textIn } from '../../xlsform/definition.ts';
import { findAskedQuestion } from '../../xlsform/findAsked.ts';
import { withoutMarkup } from '../../xlsform/markdown.ts';
import { areaGuid, codingOf, valueOf } from './exportMeeting.ts';
import type { ExportedAnswer } from './exportRows.ts';
import { type PlacedAnswer, composeAnswers } from './exportTexts.ts';
import { guidOf } from './guid.ts';
import type { QdaSource } from './model.ts';

/** A source of one country's answers on one area, with where each answer lies. */
export interface AnswerSource {
	source: QdaSource;
	placed: PlacedAnswer[];
	replaced: number;
}

const NARRATIVE: readonly string[] = ['text', 'long_text'];

export const answersGuid = (delegationId: string, area: string) =>
	guidOf('answers', delegationId, area);
export const answerGuid = (responseId: string, question: string) =>
	guidOf('answer', responseId, question);

/**
 * The narrative answers as texts, one for each country and area, in the order of the
 * questionnaire. A delegation's name, which may be an organisation's, is not in them.
 */
export function answerSources(
	studyId: string,
	answers: readonly ExportedAnswer[],
	definitions: ReadonlyMap<string, Definition>,
	language: string
): AnswerSource[] {
	const rounds = new Set(answers.map(({ roundId }) => roundId));
	const groups = Map.groupBy(answers, ({ delegationId, area }) => `${delegationId} ${area}`);
	const namesGiven = new Map<string, number>();
	return [...groups.values()].flatMap((group): AnswerSource[] => {
		const [first] = group;
		const definition = first && definitions.get(first.versionId);
		if (!definition) return [];
		const { text, placed, replaced } = composeAnswers(asked(definition, group, language));
		if (placed.length === 0) return [];
		const area = findArea(definition, first.area);
		const title = withoutMarkup(textIn(area?.title, language, definition.default_language));
		const parts = [first.countryName, title || first.area];
		const name = [...parts, ...(rounds.size > 1 ? [first.roundName] : [])].join(' · ');
		const count = (namesGiven.get(name) ?? 0) + 1;
		namesGiven.set(name, count);
		const guid = answersGuid(first.delegationId, first.area);
		return [
			{
				placed,
				replaced,
				source: {
					guid,
					// A second delegation of the country.
					name: count > 1 ? `${name} (${count})` : name,
					type: 'text',
					description: '',
					text,
					selections: placed.map(({ responseId, question, words, end }) => ({
						guid: answerGuid(responseId, question),
						name: numberOf(definition, question),
						start: words,
						end,
						description: '',
						codings: [],
						noteRefs: []
					})),
					codings:
						area?.kind === 'issue'
							? [codingOf(guidOf('coding', 'area', guid), areaGuid(studyId, first.area))]
							: [],
					noteRefs: [],
					values: [
						valueOf('text', 'answers'),
						valueOf('country', first.country),
						valueOf('area', title || first.area)
					],
					counts: { selections: 0, codings: 0 }
				}
			}
		];
	});
}

const numberOf = (definition: Definition, key: string) =>
	findAskedQuestion(definition, key)?.question.number ?? '';

/** The narrative ones among answers, each with its question in words, as the questionnaire asks. */
function asked(definition: Definition, answers: readonly ExportedAnswer[], language: string) {
	const order = new Map(
		definition.areas.flatMap(({ questions }) => questions).map(({ name }, at) => [name, at])
	);
	return answers
		.flatMap((answer) => {
			const found = findAskedQuestion(definition, answer.question);
			if (!found || !NARRATIVE.includes(found.question.type)) return [];
			if (answer.value.trim() === '') return [];
			const { number, name, label } = found.question;
			const words = withoutMarkup(textIn(label, language, definition.default_language));
			const ask = `${number} ${words.replace(/\$\{[^}]*\}/g, '…')}`.trim();
			return [{ ...answer, asked: ask, place: order.get(name) ?? order.size }];
		})
		.sort((a, b) => a.place - b.place || (a.question < b.question ? -1 : 1));
}
