import { randomUUID } from 'node:crypto';
import type { AreaView, ConflictView } from '#lib/components/questionnaire/answering/areaView.ts';
import {
	exposureWords,
	fileWords,
	kindWords
} from '#lib/components/questionnaire/answering/evidenceWords.ts';
import { stateGlyph, stateWords } from '#lib/components/ui/StateChip.svelte';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Context } from '#lib/server/context.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import type { AnswerContent, Answers } from '#lib/xlsform/answers.ts';
import { type Area, type Definition, type Question, textIn } from '#lib/xlsform/definition.ts';
import { diffWords } from '#lib/xlsform/diffText.ts';
import { answerWords } from '#lib/components/questionnaire/answering/answerWords.ts';
import { messageWords, momentWords, queryHeading, standingOf } from './areaWords.server.ts';
import { shownTreatyFacts } from './treatyFacts.server.ts';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;

/**
 * Questions of other areas that expressions of this one name. The evaluator knows a name only
 * from the definition, and of these it needs no more than how their answer reads as a text.
 */
function elsewhereArea(elsewhere: Answers): Area {
	const questions = Object.entries(elsewhere).map(([name, { value }]): Question => ({
		name,
		number: '',
		type: value && typeof value === 'object' && 'value' in value ? 'number' : 'text',
		label: {},
		exposure: 'public'
	}));
	const text = {};
	return {
		name: '',
		number: 0,
		title: text,
		short: text,
		intro: text,
		kind: 'background',
		questions
	};
}

function viewConflict(page: AreaPage, conflict: AreaPage['conflicts'][number]): ConflictView[] {
	const { definition } = page;
	const question = definition.areas[0]?.questions.find(({ name }) => name === conflict.question);
	const current = page.answers[conflict.question];
	if (!question || !current) return [];
	const say = (content: AnswerContent) => answerWords(definition, question, content, getLocale());
	const areTexts = typeof current.value === 'string' && typeof conflict.value === 'string';
	const isText = areTexts && ['text', 'long_text'].includes(question.type);
	return [
		{
			question: conflict.question,
			revision: conflict.revision,
			by: `${m.respond_conflict_by({ name: conflict.savedBy })} ${momentWords(conflict.savedAt)}`,
			parts: isText ? diffWords(String(current.value), String(conflict.value)) : null,
			current: isText ? '' : say(current),
			other: isText ? '' : say(conflict)
		}
	];
}

/** The page of one area, in the language of the request. */
export async function getAreaView(
	ctx: Context,
	delegationId: string,
	areaName: string
): Promise<AreaView> {
	const language = getLocale();
	const page = await getAreaPage(ctx, delegationId, areaName, language);
	const { delegation, response, definition } = page;
	const say = (text: Parameters<typeof textIn>[0]) =>
		textIn(text, language, definition.default_language);
	return {
		home: `/respond/${delegationId}`,
		countryName: delegation.name || delegation.countryName,
		roundName: delegation.roundName,
		isInvented: delegation.isInvented,
		maySubmit: delegation.maySubmit,
		isWritable: page.isWritable,
		areas: page.areas.map(({ area, number, title, state, asked, answered }) => ({
			name: area,
			number,
			title: say(title),
			state,
			stands: stateWords(state),
			asked,
			answered
		})),
		area: areaName,
		responseId: response.id,
		state: response.state,
		glyph: stateGlyph(response.state),
		stands: stateWords(response.state),
		standing: standingOf({
			isClosed: Boolean(delegation.closedAt),
			isActive: delegation.status === 'active',
			state: response.state,
			reason: response.reason
		}),
		definition: withElsewhere(definition, page.elsewhere),
		answers: Object.fromEntries(
			Object.entries(page.answers).filter(([, answer]) => answer.revision > 0)
		),
		elsewhere: page.elsewhere,
		conflicts: page.conflicts.flatMap((conflict) => viewConflict(page, conflict)),
		evidence: page.evidence.map((piece) => ({
			id: piece.id,
			question: piece.question,
			citation: piece.citation,
			link: piece.link,
			kind: kindWords(piece.kind),
			exposure: exposureWords(piece.exposure),
			isPublic: piece.exposure === 'public',
			file: piece.fileType
				? fileWords({ extension: piece.fileExtension ?? '', size: piece.fileSize ?? 0 })
				: null
		})),
		queries: page.queries.map((query) => ({
			id: query.id,
			question: query.question,
			heading: queryHeading(query),
			isOpen: query.state === 'open',
			isClosed: query.state === 'closed',
			messages: query.messages.map((message) => ({
				by: messageWords(message),
				body: message.body
			}))
		})),
		facts: shownTreatyFacts(definition, delegation.country, language),
		language,
		today: ctx.now().toISOString().slice(0, 10),
		saveKey: randomUUID()
	};
}

function withElsewhere(definition: Definition, elsewhere: Answers): Definition {
	return { ...definition, areas: [...definition.areas, elsewhereArea(elsewhere)] };
}
