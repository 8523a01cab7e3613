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
import { factsOf } from '#lib/server/treaties/factWords.ts';
import { fieldKind } from '#lib/components/questionnaire/fieldKind.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { problemWords } from '#lib/components/questionnaire/answering/problemWords.ts';
import { type AreaState, questionOf } from '#lib/xlsform/areaState.ts';
import { type Definition, sectionsOf, textIn } from '#lib/xlsform/definition.ts';
import { hasMarkup } from '#lib/xlsform/markdown.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import { diffAnswers } from '#lib/xlsform/diffAnswer.ts';
import { joinTexts } from '#lib/xlsform/joinTexts.ts';
import { answerParts } from '#lib/components/questionnaire/answering/answerWords.ts';
import { commentsBeside } from './commentsBeside.server.ts';
import { earlierBeside } from './earlierBeside.server.ts';
import { handoutsBeside } from './handoutsBeside.server.ts';
import { messageWords, momentWords, queryHeading, standingOf } from './areaWords.server.ts';
import { treatiesBeside } from './treatiesBeside.server.ts';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;

/** The answer fields an area may show, and what reads markup where there is some. */
function kindsOf(definition: Definition): AreaView['kinds'] {
	const area = definition.areas[0]!;
	const kinds = area.questions.map((question) =>
		fieldKind(question, choicesOffered(definition, question).length)
	);
	const texts = [
		...area.questions.flatMap(({ label, hint, guidance_hint }) => [label, hint, guidance_hint]),
		...sectionsOf(area).flatMap(({ section }) => [section.label, section.hint]),
		...Object.values(definition.choices).flatMap((list) => list.map(({ label }) => label))
	];
	const isMarked = texts.some((text) => text && Object.values(text).some(hasMarkup));
	return [...new Set([...kinds, ...(isMarked ? (['marked', 'plain'] as const) : [])])];
}

/** Words for every reason why an answer cannot stand now. */
function wrongsOf(seen: AreaState): Record<string, string> {
	const codes = Object.values(seen.questions).flatMap(({ invalid }) => invalid ?? []);
	return Object.fromEntries([...new Set(codes)].map((code) => [code, problemWords(code)]));
}

function viewConflict(page: AreaPage, conflict: AreaPage['conflicts'][number]): ConflictView[] {
	const { definition } = page;
	const question = questionOf(definition.areas[0]!, conflict.question);
	const current = page.answers[conflict.question];
	if (!question || !current) return [];
	const say = (content: AnswerContent) => answerParts(definition, question, content, getLocale());
	const areTexts = typeof current.value === 'string' && typeof conflict.value === 'string';
	const isText = areTexts && ['text', 'long_text'].includes(question.type);
	return [
		{
			question: conflict.question,
			revision: conflict.revision,
			by: `${m.respond_conflict_by({ name: conflict.savedBy })} ${momentWords(conflict.savedAt)}`,
			base: current.revision,
			blocks: diffAnswers(say(current), say(conflict), isText),
			joined: isText
				? joinTexts(
						typeof conflict.baseValue === 'string' ? conflict.baseValue : '',
						String(current.value),
						String(conflict.value)
					)
				: null
		}
	];
}

/** What belongs to the same question from several hands, one after another. */
function together<T>(parts: Record<string, T[]>[]): Record<string, T[]> {
	const all: Record<string, T[]> = {};
	for (const part of parts)
		for (const [key, items] of Object.entries(part)) all[key] = [...(all[key] ?? []), ...items];
	return all;
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
	const home = `/respond/${delegationId}`;
	const beside = [earlierBeside, handoutsBeside, commentsBeside, treatiesBeside].map((read) =>
		read(page, home)
	);
	return {
		home,
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
		definition,
		seen: page.seen,
		counts: page.counts,
		wrongs: wrongsOf(page.seen),
		kinds: [
			...kindsOf(definition),
			...(page.conflicts.length > 0 ? (['conflict'] as const) : []),
			...(page.queries.length > 0 ? (['query'] as const) : [])
		],
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
				: null,
			isAnswer: page.answers[piece.question]?.value === piece.id
		})),
		queries: page.queries.map((query) => ({
			id: query.id,
			question: query.question,
			heading: queryHeading(query),
			isOpen: query.state === 'open',
			replyId: query.state === 'closed' || !delegation.mayWrite ? null : randomUUID(),
			messages: query.messages.map((message) => ({
				by: messageWords(message),
				body: message.body
			}))
		})),
		links: together(beside.map(({ links }) => links)),
		notes: together(beside.map(({ notes }) => notes)),
		me: page.me,
		people: page.people,
		change: response.change,
		facts: factsOf(page.treaties, language),
		language,
		now: ctx.now().getTime(),
		seed: delegationId,
		saveKey: randomUUID()
	};
}
