import { attributionWords } from '#lib/components/quotes/attribution.ts';
import { labelWords } from '#lib/components/review/labelWords.ts';
import { delegationName, statuses, treatyWords } from '#lib/components/review/words.ts';
import { countryName } from '#lib/asean.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { readText } from '#lib/report/readText.ts';
import type { Workbench } from '#lib/server/report/pages.ts';
import { diffWords } from '#lib/xlsform/diffText.ts';
import { readAnswerKey } from '#lib/xlsform/answerKey.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import { type Definition, textIn } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { isAsked } from '#lib/xlsform/areaState.ts';

/** A chapter as its page shows it: texts read, answers in words, conflicts with their differences. */
export function workView(work: Workbench) {
	const { round, report, chapter, mayWrite, chapters, filter, definition, material } = work;
	const say = (name: Parameters<typeof textIn>[0]) =>
		labelWords(textIn(name, getLocale(), definition.default_language));
	const names = Object.fromEntries(work.countries.map(({ code, name }) => [code, name]));
	const bodies = new Map(work.blocks.map(({ id, body }) => [id, body]));
	return {
		...{ round: { id: round.id, name: round.name, study: round.study }, mayWrite, filter },
		...{ report, chapter, chapters: chapters.map(({ id, title }) => ({ id, title })) },
		blocks: work.blocks.map((block) => ({ ...block, text: readText(block.body) })),
		removed: work.removed,
		conflicts: work.conflicts.map(({ blockId, revision, body, strength, author, madeAt }) => ({
			...{ blockId, revision, body, strength, author, madeAt },
			parts: diffWords(bodies.get(blockId) ?? '', body)
		})),
		problems: work.problems,
		states: Object.fromEntries(work.sources.map(({ label, state }) => [label, state])),
		hasEarlier: work.hasEarlier,
		areas: definition.areas
			.filter(({ kind }) => kind !== 'background')
			.map(({ name, short, questions }) => ({
				...{ name, label: say(short) || name },
				questions: questions
					.filter(isAsked)
					.map((one) => ({ name: one.name, label: `${one.number} ${say(one.label)}` }))
			})),
		countries: work.countries.map(({ code, name }) => ({
			...{ code, name: countryName(code, name, getLocale()) }
		})),
		instruments: work.instruments,
		questions: byQuestion(work, say),
		passages: byCode(work),
		quotes: material.quotes.map((quote) => ({
			...{ id: quote.id, words: quote.body, translation: quote.translation },
			...{ language: quote.language, by: attributionWords(quote, names) }
		})),
		evidence: material.evidence.map(({ id, country, countryName: stored, citation, link }) => ({
			...{ id, citation, link, country: countryName(country, stored, getLocale()) }
		}))
	};
}

/** Coded passages by code. A button names the source and, below it, the words. */
function byCode({ passages }: Workbench) {
	return [...Map.groupBy(passages, ({ codeId }) => codeId)].map(([id, all]) => ({
		...{ id, code: all[0]!.code },
		passages: all.map(({ of, words, language, country }) => {
			const source =
				of.kind === 'quote' ? `quote:${of.turnId}` : `answer:${of.responseId}:${of.question}`;
			return { what: `${source}\n${words}`, words, language, country };
		})
	}));
}

/** The answers to each question of the material, in the order of the questionnaire. */
function byQuestion(
	{ definition, material, countries, filter, spreads }: Workbench,
	say: (label: Parameters<typeof textIn>[0]) => string
) {
	const answers = Map.groupBy(
		material.answers,
		({ question }) => readAnswerKey(question)?.name ?? question
	);
	const without = (name: string) => {
		const there = new Set(answers.get(name)!.map(({ country }) => country));
		return filter.country !== ''
			? []
			: countries
					.filter(({ code }) => !there.has(code))
					.map(({ code, name: stored }) => countryName(code, stored, getLocale()));
	};
	return definition.areas.flatMap(({ questions }) =>
		questions
			.filter(({ name }) => answers.has(name))
			.map((question) => ({
				spread: spreads[question.name] ?? null,
				/** Countries without a public answer. */
				without: new Intl.ListFormat(getLocale()).format(without(question.name)),
				...{ name: question.name, label: `${question.number} ${say(question.label)}` },
				answers: answers.get(question.name)!.map((answer) => {
					const words = answerWords(definition, answer);
					return {
						what: `answer:${answer.responseId}:${answer.question}`,
						country: delegationName({
							...{ country: answer.country, countryName: answer.countryName },
							name: answer.delegation
						}),
						words,
						isText: typeof answer.value === 'string' && answer.value.trim() === words.trim()
					};
				})
			}))
	);
}

function answerWords(definition: Definition, answer: Workbench['material']['answers'][number]) {
	const { status, question } = answer;
	if (status !== 'answered' && status !== 'empty') return statuses[status].words();
	const asked = findAskedQuestion(definition, question);
	return asked
		? describeAnswer(definition, asked.question, answer, getLocale(), treatyWords())
		: '';
}

export type WorkView = ReturnType<typeof workView>;
