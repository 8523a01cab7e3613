import { m } from '#lib/paraglide/messages.js';
import type { Figure, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { type Area, type Choice, type Question, choicesOf } from '#lib/xlsform/definition.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import { isKept } from '#lib/xlsform/placedAnswers.ts';
import { countAnswers } from '../../dataset/readAnswers.ts';
import type { LiveData } from '../liveData.ts';
import { listAsked } from './tally.ts';
import { countWords, asSentence, paragraph, slugOf } from './words.ts';
import { typeWords } from './typeWords.ts';

/** Names of more choices than this are not spelt out. */
const MOST_CHOICES = 60;

type SayChoice = (choice: Choice, label: string) => string;

/** What can be answered, in one cell: choices, rows and columns of a table, units. */
function choicesIn(data: LiveData, question: Question, sayChoice: SayChoice): string {
	const { definition, say } = data;
	const spell = (choices: readonly Choice[]) => [
		...choices
			.slice(0, MOST_CHOICES)
			.map((choice) => sayChoice(choice, say(choice.label) || choice.name)),
		...(choices.length > MOST_CHOICES ? ['…'] : [])
	];
	const { matrix, units, instruments } = question;
	return [
		...spell(choicesOffered(definition, question)),
		...spell(choicesOf(definition, matrix?.rows ?? instruments)),
		...(matrix?.columns.map(({ name, label }) => sayChoice({ name, label }, say(label))) ?? []),
		...spell(choicesOf(definition, units))
	].join('; ');
}

const areasIn = ({ definition }: LiveData, { area }: Live): Area[] =>
	definition.areas.filter(({ name }) => !area || name === area);

const titleOf = ({ say }: LiveData, area: Area) => `${area.number}. ${say(area.title)}`;

/** What was asked: the questions of each area with what could be answered. */
export function writeQuestionnaire(data: LiveData, live: Live): Piece[] {
	const { locale, definition, say } = data;
	const asked = listAsked(definition);
	return areasIn(data, live).flatMap((area): Piece[] => {
		const questions = asked.flatMap((each) => (each.area === area ? [each.question] : []));
		if (questions.length === 0) return [];
		const figure: Figure = {
			name: `questionnaire-${slugOf(area.name)}`,
			draw: 'plain',
			title: titleOf(data, area),
			alt: m.figures_questions_alt({ count: questions.length }, { locale }),
			note: m.figures_questionnaire_note({ version: definition.version }, { locale }),
			columns: [
				m.figures_number({}, { locale }),
				m.figures_question({}, { locale }),
				m.figures_kind({}, { locale }),
				m.figures_choices({}, { locale })
			],
			rows: questions.map((question) => ({
				label: question.number || question.name,
				cells: [
					{ text: say(question.label) },
					{ text: typeWords(question.type, locale) },
					{ text: choicesIn(data, question, (_, label) => label) }
				]
			})),
			legend: []
		};
		return [{ kind: 'figure', figure }];
	});
}

/** The public dataset: how large it is, and every variable with what its codes mean. */
export async function writeDataset(data: LiveData, live: Live): Promise<Piece[]> {
	const { locale, definition, say, trx, round } = data;
	const count = await countAnswers(trx, { roundId: round.id, kind: 'public' });
	const variables = definition.areas.flatMap(({ questions }) => questions.filter(isKept)).length;
	const said = m.figures_dataset(
		{
			count,
			...{ answers: countWords(count, locale), variables: countWords(variables, locale) },
			round: round.name
		},
		{ locale }
	);
	const tables = areasIn(data, live).flatMap((area): Piece[] => {
		const questions = area.questions.filter(isKept);
		if (questions.length === 0) return [];
		const figure: Figure = {
			name: `dataset-${slugOf(area.name)}`,
			draw: 'plain',
			title: m.figures_variables({ area: titleOf(data, area) }, { locale }),
			alt: m.figures_variables_alt({ count: questions.length }, { locale }),
			note: m.figures_variables_note({}, { locale }),
			columns: [
				m.figures_variable({}, { locale }),
				m.figures_question({}, { locale }),
				m.figures_kind({}, { locale }),
				m.figures_codes({}, { locale })
			],
			rows: questions.map((question) => ({
				label: question.name,
				cells: [
					{ text: [question.number, say(question.label)].filter(Boolean).join(' ') },
					{ text: typeWords(question.type, locale) },
					{ text: choicesIn(data, question, ({ name }, label) => `${name} = ${label}`) }
				]
			})),
			legend: []
		};
		return [{ kind: 'figure', figure }];
	});
	return [{ kind: 'text', blocks: [paragraph(asSentence(said, locale))] }, ...tables];
}
