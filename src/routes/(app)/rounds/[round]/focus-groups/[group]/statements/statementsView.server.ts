import { labelWords } from '#lib/components/review/labelWords.ts';
import { langOf } from '#lib/components/ui/langOf.ts';
import { voteKey } from '#lib/focusgroups/readVotes.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { questionsAsked } from '#lib/server/coding/said.ts';
import type { StatementsPage } from '#lib/server/focusgroups/statementsPage.ts';
import { textIn } from '#lib/xlsform/definition.ts';

/** How much of a turn an option of a list shows, in graphemes. */
const SHORT = 60;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
function short(words: string): string {
	const parts = [...graphemes.segment(words.replaceAll(/\s+/g, ' '))].map(({ segment }) => segment);
	return parts.length > SHORT ? `${parts.slice(0, SHORT).join('')} …` : parts.join('');
}

/** A meeting's statements in the reader's words. */
export function viewStatements(page: StatementsPage) {
	const { group, definition, participants, turns } = page;
	const say = (text: Parameters<typeof textIn>[0]) =>
		labelWords(textIn(text, getLocale(), definition.default_language));
	const areas = definition.areas
		.filter(({ kind }) => kind === 'issue')
		.map(({ name, title }) => ({ value: name, label: say(title) }));
	const questions = questionsAsked(definition)
		.flatMap((area) => area.questions)
		.map(({ name, number, label }) => ({ value: name, label: `${number} ${say(label)}` }));
	const turnOf = new Map(turns.map((turn) => [turn.id, turn]));
	return {
		group: { id: group.id, name: group.name, round: group.round, study: group.study },
		mayWrite: page.mayWrite && group.closedAt === null,
		areas,
		questions,
		people: participants,
		statements: page.statements.map((statement) => {
			const votes = new Map(statement.votes.map((vote) => [vote.participantId, vote]));
			return {
				...statement,
				questionLabel: questions.find(({ value }) => value === statement.question)?.label ?? '',
				areaLabel: areas.find(({ value }) => value === statement.area)?.label ?? '',
				asked: participants.map((person) => {
					const vote = votes.get(person.id);
					const turn = vote?.turnId ? turnOf.get(vote.turnId) : undefined;
					return {
						...person,
						vote: vote?.vote ?? null,
						turnId: vote?.turnId ?? '',
						was: voteKey(vote),
						why: turn
							? { body: turn.body, lang: (turn.language && langOf(turn.language)) || null }
							: null,
						turns: turns
							.filter(({ participantId }) => participantId === person.id)
							.map(({ id, body }) => ({ value: id, label: short(body) }))
					};
				})
			};
		})
	};
}

export type StatementView = ReturnType<typeof viewStatements>['statements'][number];
